import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display import rules
from daas_broker.display.model import (
    Answer,
    Control,
    Dropped,
    Refusal,
    Settled,
    ToClipboard,
    ToDisplay,
    ToMicrophone,
    ToText,
)

WORDS = st.sampled_from(
    ["m,", "m2,", "kd,", "kh,", "r,", "s,", "vb,", "SETTINGS,", "ping,", "cw,", "{", "START_VIDEO"]
)
MESSAGES = st.one_of(st.text(max_size=80), st.builds(str.__add__, WORDS, st.text(max_size=60)))


@given(MESSAGES)
def test_whatever_a_browser_sends_becomes_one_bounded_message_or_nothing(message: str) -> None:
    """[DK10]"""
    match rules.from_viewer(message):
        case ToDisplay(passed):
            assert passed.isascii()
            assert passed.isprintable()
            assert len(passed) < 400
        case ToText(line):
            assert line.count(b"\n") == 1
            assert set(json.loads(line)) == {"type", "text", "seq"}
        case Answer(answer):
            assert answer.startswith("pong,")
        case Control(kind):
            assert "." in kind
        case ToClipboard(part):
            assert part == message
        case Dropped() | Refusal() | ToMicrophone():
            pass


@given(st.text(max_size=200), st.binary(max_size=40))
def test_whatever_a_desktop_sends_is_known_or_stays_inside(text: str, data: bytes) -> None:
    """[DK10]"""
    passed = rules.from_desktop(text)
    assert passed is None or passed in {*rules._SIGNS, rules.RESET, "KILL"} or passed[0] == "{"  # noqa: SLF001
    assert not rules.may_come_out(memoryview(data)) or data[0] in rules.VIDEO_AND_SOUND
    said = rules.from_text(data)
    is_told = isinstance(said, dict) and said["type"] in {
        "focus",
        "done",
        "refused",
        "reset",
        "printed",
        "listening",
    }
    assert said is None or isinstance(said, Settled) or is_told


@given(MESSAGES)
def test_whatever_a_second_window_sends_is_bounded_and_never_of_the_first_screen(
    message: str,
) -> None:
    """[DK10] [DMO5]"""
    verdict = rules.from_second(message)
    if isinstance(verdict, ToDisplay):
        assert verdict.message.isascii()
        assert len(verdict.message) < 400
        assert verdict.message.split(",")[0] not in {"s", "START_AUDIO", "STOP_AUDIO"}
        assert '"primary"' not in verdict.message
        moved = rules.placed(verdict, (2560, 1600))
        assert isinstance(moved, ToDisplay)
        if moved.message.startswith("m,"):
            x, y = map(int, moved.message.split(",")[1:3])
            assert 0 <= x <= 2 * 2560
            assert 0 <= y <= 2 * 1600


RECTANGLES = st.dictionaries(
    st.sampled_from(["x", "y", "w", "h"]),
    st.one_of(st.integers(), st.text(max_size=3), st.none(), st.floats()),
)
LAYOUTS = st.one_of(
    st.text(max_size=40),
    st.builds(
        lambda said: json.dumps({"layouts": said}),
        st.one_of(
            st.none(),
            st.lists(st.integers(), max_size=2),
            st.dictionaries(st.sampled_from(["primary", "display2", "x"]), RECTANGLES),
        ),
    ),
)


@given(LAYOUTS)
def test_where_a_desktop_says_its_second_screen_lies_is_within_what_it_can_draw(said: str) -> None:
    """[DK10]"""
    place = rules.place_of_second("DISPLAY_CONFIG_UPDATE," + said)
    assert place is None or (abs(place[0]) <= 2560 and abs(place[1]) <= 1600)


def test_a_window_hears_of_its_own_screen_only() -> None:
    """[DMO5]"""
    resized = '{"type": "stream_resolution", "width": 800, "height": 600, "displayId": "display2"}'
    assert rules.from_desktop(resized) is None
    assert rules.from_desktop(resized, 2) is not None
    assert rules.from_desktop("PIPELINE_RESETTING display2") is None
    assert rules.from_desktop("PIPELINE_RESETTING display2", 2) == rules.RESET
    assert rules.from_desktop("PIPELINE_RESETTING primary", 2) is None
    layouts = {"primary": {"x": 0, "y": 0}, "display2": {"x": 1280, "y": 0}}
    told = "DISPLAY_CONFIG_UPDATE," + json.dumps({"layouts": layouts})
    assert rules.place_of_second(told) == (1280, 0)


@pytest.mark.parametrize(
    ("message", "passed"),
    [
        ("m,5,6,1,0", "m,5,6,1,0"),
        ("m,99999,-4,0,0", "m,2560,0,0,0"),
        ("m2,0,0,8,3", "m2,0,0,8,3"),
        ("kd,65329", "kd,65329"),
        ("kh,97,98", "kh,97,98"),
        ("kr", "kr"),
        ("r,4000x3", "r,2560x200"),
        ("s,120", "s,120"),
        ("CLIENT_FRAME_ACK 7 12", "CLIENT_FRAME_ACK 7 12"),
        ("STOP_VIDEO", "STOP_VIDEO"),
    ],
)
def test_input_passes_within_its_bounds(message: str, passed: str) -> None:
    """[DK10]"""
    verdict = rules.from_viewer(message)
    assert isinstance(verdict, ToDisplay)
    assert verdict.message == passed


@pytest.mark.parametrize(
    "message",
    [
        "cmd,xterm",
        "co,end,한글",
        "m,1,2,3",
        "m,1,2,999,0",
        "m,1,2,1,65",
        "kd,-1",
        "kd,4294967295",
        "s,97",
        "s,١٢٠",
        "START_VIDEO now",
        "SETTINGS,[]",
        "SETTINGS," + "[" * 100_000,
        '{"type":"commit","text":1,"seq":1}',
        '{"type":"commit","text":"a","seq":true}',
        '{"type":"commit","text":"\\ud800","seq":1}',
        '{"type":"exec","text":"a","seq":1}',
        "js,c,0",
    ],
)
def test_what_is_on_no_list_is_refused(message: str) -> None:
    """[DK10]"""
    assert isinstance(rules.from_viewer(message), Refusal)


def test_a_control_message_has_a_name_with_a_dot_and_goes_no_further() -> None:
    """[DV1]"""
    verdict = rules.from_viewer('{"type":"recording.consent","yes":true}')
    assert verdict == Control("recording.consent", {"type": "recording.consent", "yes": True})
    for bad in ('{"type":"Recording.x"}', '{"type":"a.b.c"}', '{"type":"a.b","x":"' + "x" * 70_000):
        assert isinstance(rules.from_viewer(bad + "}"), Refusal)


def test_settings_are_built_anew() -> None:
    """[DK10]"""
    wish = {"encoder": "rm -rf", "framerate": 900, "command": "x", "displayId": "other"}
    verdict = rules.from_viewer("SETTINGS," + json.dumps(wish))
    assert isinstance(verdict, ToDisplay)
    made = json.loads(verdict.message.removeprefix("SETTINGS,"))
    assert made == {"displayId": "primary", "audioRedundancy": False, "framerate": 60}


@pytest.mark.parametrize("word", ["cw,YQ==", "cws,1,9", "cwd,1,YQ==", "cwe,1", "cr"])
def test_no_clipboard_message_goes_on_by_itself(word: str) -> None:
    """[DK11]"""
    assert isinstance(rules.from_viewer(word), ToClipboard | Dropped)
    assert rules.from_desktop("clipboard,YQ==") is None
