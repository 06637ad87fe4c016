"""What a browser says in RFB: every message whole, within bounds, and on the list [DF1]."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from daas_broker.display.desktop.rfb.model import (
    COMPRESSION,
    CUT_BYTES,
    LONGEST_FENCE,
    MOST_AT_ONCE,
    MOST_ENCODINGS,
    MOST_SCREENS,
    PIXELS,
    QUALITY,
    Broken,
    Encoding,
    Screen,
)
from daas_broker.display.model import Dropped, ToDisplay, Verdict
from daas_broker.display.rules import LARGEST_KEYSYM

_ALLOWED = frozenset(Encoding) - {Encoding.EXTENDED_CLIPBOARD}


@dataclass(frozen=True)
class ToServer:
    """Bytes for the desktop, whole messages of RFB."""

    data: bytes


@dataclass(frozen=True)
class Cut:
    """A text for the desktop's clipboard, as the browser sent it: Latin-1, and not yet allowed."""

    text: str


Heard = Verdict | ToServer | Cut


@dataclass(frozen=True)
class _Kind:
    """`size` of the head; `more` tells how much follows it."""

    size: int
    take: Callable[[Screen, bytes], Heard]
    more: Callable[[bytes], int] = lambda _head: 0


class FromViewer:
    """Keys become the same messages that the rich protocol has, so that whatever is decided about
    keys is decided once."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._held = b""

    def feed(self, data: bytes) -> list[Heard]:
        """Raise Broken for what is on no list, and for a flood."""
        self._held += data
        heard: list[Heard] = []
        at = 0
        while size := self._size_at(at):
            heard.append(_KINDS[self._held[at]].take(self._screen, self._held[at : at + size]))
            at += size
            if len(heard) > MOST_AT_ONCE:
                raise Broken("a flood")
        self._held = self._held[at:]
        return heard

    def _size_at(self, at: int) -> int:
        """Of the message that begins there; 0 while it is not whole."""
        if at == len(self._held):
            return 0
        kind = _KINDS.get(self._held[at])
        if kind is None:
            raise Broken(f"message {self._held[at]}")
        head = self._held[at : at + kind.size]
        if len(head) < kind.size:
            return 0
        size = kind.size + kind.more(head)
        return size if at + size <= len(self._held) else 0


def set_encodings(kept: Sequence[int]) -> ToServer:
    return ToServer(struct.pack(f">BxH{len(kept)}i", 2, len(kept), *kept))


def _pixels(_screen: Screen, message: bytes) -> Heard:
    """The gateway has set it already. Another would change the lengths that are followed."""
    if message[4:17] != PIXELS[:13]:
        raise Broken("another pixel format")
    return Dropped("pixels")


def _encodings(_screen: Screen, message: bytes) -> Heard:
    asked = struct.unpack(f">{len(message) // 4 - 1}i", message[4:])
    kept = [each for each in dict.fromkeys(asked) if _may_be_asked(each)]
    return set_encodings([*kept, Encoding.EXTENDED_CLIPBOARD])


def _may_be_asked(encoding: int) -> bool:
    return encoding in _ALLOWED or encoding in QUALITY or encoding in COMPRESSION


def _as_it_is(_screen: Screen, message: bytes) -> Heard:
    return ToServer(message)


def _key(_screen: Screen, message: bytes) -> Heard:
    return _key_of(message[1] != 0, int.from_bytes(message[4:]))


def _pointer(screen: Screen, message: bytes) -> Heard:
    _, buttons, x, y = struct.unpack(">BBHH", message)
    x, y = min(x, screen.width - 1), min(y, screen.height - 1)
    return ToServer(struct.pack(">BBHH", 5, buttons, x, y))


def _cut(_screen: Screen, message: bytes) -> Heard:
    if int.from_bytes(message[4:8], signed=True) < 0:
        return Dropped("clipboard")  # an extended one was not offered
    return Cut(message[8:].decode("latin-1"))


def _size(_screen: Screen, message: bytes) -> Heard:
    width, height, count = struct.unpack(">2xHHB", message[:7])
    if not 1 <= count <= MOST_SCREENS:
        raise Broken(f"{count} screens")
    return ToDisplay(f"r,{width}x{height}")


def _extended_key(_screen: Screen, message: bytes) -> Heard:
    """Its key code is one of the browser's machine; the symbol says what was meant."""
    kind, is_down, keysym = struct.unpack(">xBHI4x", message)
    if kind != 0:
        raise Broken(f"QEMU message {kind}")
    return _key_of(is_down != 0, keysym) if keysym else Dropped("key")


def _key_of(is_down: bool, keysym: int) -> Heard:  # noqa: FBT001 - a key is down or up
    if keysym > LARGEST_KEYSYM:
        raise Broken(f"key {keysym}")
    return ToDisplay(f"{'kd' if is_down else 'ku'},{keysym}", is_key=True)


def _encodings_length(head: bytes) -> int:
    count = int.from_bytes(head[2:4])
    if count > MOST_ENCODINGS:
        raise Broken(f"{count} encodings")
    return count * 4


def _text_length(head: bytes) -> int:
    length = abs(int.from_bytes(head[4:8], signed=True))
    if length > CUT_BYTES:
        raise Broken(f"a text of {length} bytes")
    return length


def _fence_length(head: bytes) -> int:
    if head[8] > LONGEST_FENCE:
        raise Broken(f"a fence of {head[8]} bytes")
    return head[8]


_KINDS: dict[int, _Kind] = {
    0: _Kind(20, _pixels),
    2: _Kind(4, _encodings, _encodings_length),
    3: _Kind(10, _as_it_is),
    4: _Kind(8, _key),
    5: _Kind(6, _pointer),
    6: _Kind(8, _cut, _text_length),
    150: _Kind(10, _as_it_is),
    248: _Kind(9, _as_it_is, _fence_length),
    251: _Kind(8, _size, lambda head: head[6] * 16),
    255: _Kind(12, _extended_key),
}
