"""Which messages pass, each within its bounds. Pure; both sides are strangers [DK10]."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from daas_broker.display import clipboard
from daas_broker.display.model import (
    FIRST,
    OWN_NUMBERS,
    SECOND,
    Answer,
    Control,
    Dropped,
    Refusal,
    Settled,
    ToClipboard,
    ToDisplay,
    ToMicrophone,
    ToText,
    Verdict,
)
from daas_broker.helpdesk.model import Level
from daas_broker.links.rules import is_link

SMALLEST, LARGEST = (320, 200), (2560, 1600)  # what the image draws at most
DPI = frozenset({96, 120, 144, 168, 192, 216, 240, 264, 288})
ENCODERS = frozenset({"jpeg", "h264enc-striped", "h264enc"})
LONGEST_TEXT = 16_384  # characters of one composition
LONGEST_CONTROL = 65_536
LARGEST_CURSOR = 256 * 1024
MOST_HELD = 32
KEYFRAME = "REQUEST_KEYFRAME"
DISPLAYS = {FIRST: "primary", SECOND: "display2"}  # the desktop's names for its screens
_PLAIN = frozenset({KEYFRAME, "START_VIDEO", "STOP_VIDEO", "START_AUDIO", "STOP_AUDIO"})
_KEYSYM = r"\d{1,10}"
_POINTER = re.compile(r"(m|m2),(-?\d{1,5}),(-?\d{1,5}),(\d{1,3}),(\d{1,2})")
_KEY = re.compile(rf"k[du],({_KEYSYM})")
_HELD = re.compile(rf"kh(?:,{_KEYSYM}){{1,{MOST_HELD}}}")
_SIZE = re.compile(r"r,(\d{1,5})x(\d{1,5})")
_ACK = re.compile(r"CLIENT_FRAME_ACK \d{1,5} \d{1,7}")
_PING = re.compile(r"ping,\d{1,10}")
_CONTROL = re.compile(r"[a-z_]{1,24}\.[a-z_]{1,24}")
_CLIPBOARD_IN = clipboard.INWARD
_CLIPBOARD_OUT = frozenset({"cr", "REQUEST_CLIPBOARD"})
LARGEST_KEYSYM = 0x1110_FFFF  # Unicode keysyms end at 0x01000000 + U+10FFFF, vendors' above
_BUTTONS = 0x1FF
_NOTCHES = 64
_SETTING_BOUNDS: Mapping[str, tuple[int, int]] = {
    "framerate": (5, 60),
    "jpeg_quality": (10, 95),
    "video_bitrate": (200, 20_000),
}


def from_viewer(message: str) -> Verdict:
    """What becomes of one text message of the browser."""
    if message.startswith("{"):
        return _said(message)
    if not message.isascii():
        return Refusal("a message that is not ASCII")
    word = _word(message)
    if word in _PLAIN:
        return ToDisplay(word) if message == word else Refusal(word)
    if word in _CLIPBOARD_IN:
        return ToClipboard(message)  # [DK11]
    if word in _CLIPBOARD_OUT:
        return Dropped("clipboard")  # each copy inside is told unasked
    check = _CHECKS.get(word)
    return check(message) if check else Refusal(f"unknown message {word[:20]!r}")


_INPUT = frozenset({"m", "m2", "kd", "ku", "kh", "kr"})
# Of the desktop as a whole, so that the first window sets it.
_FIRST_ONLY = frozenset({"s", "START_AUDIO", "STOP_AUDIO"})


def is_input(passed: ToDisplay | ToText) -> bool:
    """Whether a person did it, and not their page by itself."""
    return isinstance(passed, ToText) or _word(passed.message) in _INPUT


def from_second(message: str) -> Verdict:
    """What becomes of a text message of a second window. Which screen it shows is not its to say
    [DMO5]."""
    if message.startswith("SETTINGS,"):
        return _settings(message, SECOND)
    if message.startswith("m,"):
        return _pointer(message, leftmost=-LARGEST[0])  # dragged back over its left edge
    verdict = from_viewer(message)
    if isinstance(verdict, ToDisplay) and _word(verdict.message) in _FIRST_ONLY:
        return Dropped("of the first window")
    return verdict


def placed(passed: ToDisplay | ToText, place: tuple[int, int] | None) -> ToDisplay | ToText | None:
    """The same for the first screen's connection; None while nobody knows where the second lies."""
    if isinstance(passed, ToText) or not passed.message.startswith("m,"):
        return passed
    if place is None:
        return None
    _, x, y, buttons, scroll = passed.message.split(",")
    left, top = max(0, int(x) + place[0]), max(0, int(y) + place[1])
    return ToDisplay(f"m,{left},{top},{buttons},{scroll}", buttons=passed.buttons)


def place_of_second(message: str) -> tuple[int, int] | None:
    """Where the desktop says that its second screen lies, seen from the first one's corner."""
    if not message.startswith(_LAYOUT) or len(message) > LONGEST_CONTROL:
        return None
    layouts = (_object(message.removeprefix(_LAYOUT)) or {}).get("layouts")
    if not isinstance(layouts, dict):
        return None
    corners = [_corner(layouts.get(DISPLAYS[screen])) for screen in (FIRST, SECOND)]
    if corners[0] is None or corners[1] is None:
        return None
    return corners[1][0] - corners[0][0], corners[1][1] - corners[0][1]


def _corner(rectangle: object) -> tuple[int, int] | None:
    if not isinstance(rectangle, dict):
        return None
    x, y = rectangle.get("x"), rectangle.get("y")
    if not _is_number(x) or not _is_number(y):
        return None
    is_near = 0 <= x <= LARGEST[0] and 0 <= y <= LARGEST[1]
    return (x, y) if is_near else None


def _word(message: str) -> str:
    return re.split(r"[ ,]", message, maxsplit=1)[0]


def from_watcher(message: str, level: Level) -> Verdict:
    """What becomes of a helper's message. Their page speaks as a user's does, so what they may
    not do is dropped and not punished; what is on no list ends their stream [DR2] [DR7]."""
    verdict = from_viewer(message)
    match verdict:
        case ToText():
            return verdict if level is Level.CONTROL else Dropped("watcher's input")
        case ToDisplay(passed):
            if is_input(verdict):
                return verdict if level is Level.CONTROL else Dropped("watcher's input")
            return verdict if passed == KEYFRAME else Dropped("watcher's wish")
        case ToClipboard():
            return Dropped("watcher's clipboard")
        case _:
            return verdict


def clamp(width: int, height: int) -> tuple[int, int]:
    """Even, and within what the image can draw: a larger wish would stop the video."""
    w = min(max(width, SMALLEST[0]), LARGEST[0]) // 2 * 2
    h = min(max(height, SMALLEST[1]), LARGEST[1]) // 2 * 2
    return w, h


def _pointer(message: str, leftmost: int = 0) -> Verdict:
    found = _POINTER.fullmatch(message)
    if found is None:
        return Refusal("pointer")
    kind, x, y, buttons, scroll = found[1], *map(int, found.groups()[1:])
    low, high = (0, LARGEST[0]) if kind == "m" else (-LARGEST[0], LARGEST[0])
    left = leftmost if kind == "m" else low
    if buttons > _BUTTONS or scroll > _NOTCHES:
        return Refusal("pointer")
    x, y = min(max(x, left), high), min(max(y, low), high)
    return ToDisplay(f"{kind},{x},{y},{buttons},{scroll}", buttons=buttons)


def _key(message: str) -> Verdict:
    found = _KEY.fullmatch(message)
    if found is None or int(found[1]) > LARGEST_KEYSYM:
        return Refusal("key")
    return ToDisplay(message, is_key=True)


def _matching(pattern: re.Pattern[str], *, is_key: bool = False) -> Callable[[str], Verdict]:
    def check(message: str) -> Verdict:
        if pattern.fullmatch(message) is None:
            return Refusal(message[:20])
        return ToDisplay(message, is_key=is_key)

    return check


def _size(message: str) -> Verdict:
    found = _SIZE.fullmatch(message)
    if found is None:
        return Refusal("size")
    width, height = clamp(int(found[1]), int(found[2]))
    return ToDisplay(f"r,{width}x{height}")


def _dpi(message: str) -> Verdict:
    value = message[2:]
    known = value.isdecimal() and len(value) <= 3 and int(value) in DPI  # noqa: PLR2004
    return ToDisplay(f"s,{int(value)}") if known else Refusal("dpi")


def _ping(message: str) -> Verdict:
    return Answer("pong" + message[4:]) if _PING.fullmatch(message) else Refusal("ping")


def _settings(message: str, screen: int = FIRST) -> Verdict:
    """Built anew from what is known of it; the rest is left out."""
    wish = _object(message.removeprefix("SETTINGS,"))
    if wish is None:
        return Refusal("settings")
    made: dict[str, object] = {"displayId": DISPLAYS[screen], "audioRedundancy": False}
    if wish.get("encoder") in ENCODERS:
        made["encoder"] = wish["encoder"]
    for key, (low, high) in _SETTING_BOUNDS.items():
        value = wish.get(key)
        if _is_number(value):
            made[key] = min(max(value, low), high)
    if screen == FIRST and wish.get("scaling_dpi") in DPI:
        made["scaling_dpi"] = wish["scaling_dpi"]
    width, height = wish.get("initialClientWidth"), wish.get("initialClientHeight")
    if _is_number(width) and _is_number(height):
        made["initialClientWidth"], made["initialClientHeight"] = clamp(width, height)
    return ToDisplay("SETTINGS," + json.dumps(made, separators=(",", ":")))


_CHECKS: Mapping[str, Callable[[str], Verdict]] = {
    "m": _pointer,
    "m2": _pointer,
    "kd": _key,
    "ku": _key,
    "kh": _matching(_HELD),
    "kr": _matching(re.compile("kr")),
    "r": _size,
    "s": _dpi,
    "vb": _matching(re.compile(r"vb,\d{3,5}")),
    "CLIENT_FRAME_ACK": _matching(_ACK),
    "SETTINGS": _settings,
    "ping": _ping,
}


def _said(message: str) -> Verdict:
    """Composed text, or a control message: those have a dot in their name [DV1]."""
    wish = _object(message) or {}
    kind = wish.get("type")
    if isinstance(kind, str) and _CONTROL.fullmatch(kind):
        fits = len(message) <= LONGEST_CONTROL
        return Control(kind, wish) if fits else Refusal("control")
    return _text(wish)


def _text(wish: Mapping[str, Any]) -> Verdict:
    """Composed text for the input method of the desktop."""
    kind, text, seq = wish.get("type"), wish.get("text"), wish.get("seq")
    if kind not in {"preedit", "commit"} or not isinstance(text, str) or not _is_number(seq):
        return Refusal("text")
    if len(text) > LONGEST_TEXT or not 0 <= seq < 2**31:
        return Refusal("text")
    line = json.dumps({"type": kind, "text": text, "seq": seq}, ensure_ascii=False)
    try:
        encoded = line.encode() + b"\n"
    except UnicodeEncodeError:
        return Refusal("text")  # half a surrogate pair
    return ToText(encoded, seq if kind == "commit" else None)


_SIGNS = frozenset(
    {
        "VIDEO_STARTED",
        "VIDEO_STOPPED",
        "AUDIO_STARTED",
        "AUDIO_STOPPED",
        "AUDIO_DISABLED",
        "MODE websockets",
    }
)
RESET = "PIPELINE_RESETTING primary"  # each window is the first one to its page
_LAYOUT = "DISPLAY_CONFIG_UPDATE,"
SOUND = 0x01
VIDEO_AND_SOUND = frozenset({SOUND, 0x03, 0x04})
HEADERS = {0x01: 2, 0x03: 6, 0x04: 12}


def may_come_out(payload: memoryview) -> bool:
    """Whether a binary message of the desktop is one that the page knows."""
    return len(payload) >= HEADERS.get(payload[0], 1 << 30) if len(payload) else False


VOICE = 0x02
MOST_VOICE_BYTES = 8192  # a sixth of a second, at 24,000 samples of two bytes


def voice_of(message: bytes) -> Verdict:
    """What becomes of a binary message of a rich desktop's page."""
    fits = 1 < len(message) <= 1 + MOST_VOICE_BYTES and len(message) % 2 == 1
    if fits and message[0] == VOICE:
        return ToMicrophone(message)
    return Refusal(f"a binary message of {len(message)} bytes")


def from_desktop(message: str, screen: int = FIRST) -> str | None:
    """A text message of the desktop, built anew where it has parts; None keeps it in. Each window
    knows its own screen only."""
    if message in _SIGNS:
        return message
    if message == f"PIPELINE_RESETTING {DISPLAYS[screen]}":
        return RESET
    if message.startswith("KILL "):
        return "KILL"
    if message.startswith("cursor,"):
        return _cursor(message[7:])
    if message.startswith("{"):
        return _resolution(message, DISPLAYS[screen])
    return None


_FLAGS = {"focus": "text", "listening": "on"}


def from_text(line: bytes) -> dict[str, object] | Settled | None:
    """An answer of the input method, built anew; None where it says nothing known."""
    said = _object(line.decode(errors="replace")) or {}
    seq = said.get("seq")
    if _is_number(seq) and seq >= OWN_NUMBERS:
        return Settled(seq, is_sure=said.get("type") == "settled")
    match said.get("type"):
        case "focus" | "listening" as kind:
            return {"type": kind, _FLAGS[kind]: said.get(_FLAGS[kind]) is True}
        case "done" if _is_number(seq):
            return {"type": "done", "seq": seq}
        case "refused":
            return {"type": "refused", "seq": seq if _is_number(seq) else None}
        case "outside" | "reset" | "printed" as plain:
            return _wish(plain, said)
        case _:
            return None


def _wish(kind: str, said: Mapping[str, object]) -> dict[str, object] | None:
    """Something that the page may look at, or ask its person about [DX10]."""
    if kind != "outside":
        return {"type": kind}
    return {"type": kind, "url": said["url"]} if is_link(said.get("url")) else None


def _resolution(message: str, display: str) -> str | None:
    said = _object(message) or {}
    if said.get("displayId", display) != display:
        return None
    width, height = said.get("width"), said.get("height")
    if said.get("type") != "stream_resolution" or not (_is_number(width) and _is_number(height)):
        return None
    if not (0 < width <= LARGEST[0] and 0 < height <= LARGEST[1]):
        return None
    return json.dumps({"type": "stream_resolution", "width": width, "height": height})


def _cursor(text: str) -> str | None:
    said = _object(text) if len(text) <= LARGEST_CURSOR else None
    if said is None:
        return None
    picture = said.get("curdata", "")
    if not isinstance(picture, str) or not re.fullmatch(r"[A-Za-z0-9+/=]*", picture):
        return None
    made: dict[str, object] = {"type": "cursor", "picture": picture}
    for key in ("width", "height", "hotx", "hoty"):
        value = said.get(key, 0)
        made[key] = min(max(value, 0), 128) if _is_number(value) else 0
    return json.dumps(made, separators=(",", ":"))


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
