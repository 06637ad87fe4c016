"""What a browser may say in RFB, and what the desktop hears of it."""

import struct
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.desktop.rfb.from_viewer import Cut, FromViewer, ToServer
from daas_broker.display.desktop.rfb.greeting import GreetBrowser, GreetDesktop
from daas_broker.display.desktop.rfb.hands import Hands
from daas_broker.display.desktop.rfb.model import PIXELS, VERSION, Broken, Encoding, Screen
from daas_broker.display.model import Dropped, ToDisplay
from daas_broker.display.rules import from_viewer
from tests.support import rfb

SEED = SystemRandom().randrange(2**32)
SAID = {
    "pixels": bytes(4) + PIXELS,
    "encodings": struct.pack(">BxH5i", 2, 5, 7, 16, -239, -32, 0x574D5664),
    "request": struct.pack(">BBHHHH", 3, 1, 0, 0, 640, 480),
    "key": struct.pack(">BB2xI", 4, 1, 65293),
    "pointer": struct.pack(">BBHH", 5, 1, 10, 20),
    "text": struct.pack(">B3xI", 6, 3) + b"abc",
    "continuous": struct.pack(">BBHHHH", 150, 1, 0, 0, 640, 480),
    "fence": struct.pack(">B3xIB", 248, 0, 2) + b"ok",
    "size": struct.pack(">BxHHBxIHHHHI", 251, 9999, 101, 1, 0, 0, 0, 9999, 101, 0),
    "qemu key": struct.pack(">BBHII", 255, 0, 0, 65, 30),
}


def viewer() -> FromViewer:
    return FromViewer(Screen(640, 480))


@given(st.lists(st.sampled_from(sorted(SAID)), max_size=8), st.integers(1, 40))
def test_each_message_is_heard_once_however_it_was_cut(names: list[str], piece: int) -> None:
    """[DF1]"""
    data, hears = b"".join(SAID[name] for name in names), viewer()
    heard = [one for at in range(0, len(data), piece) for one in hears.feed(data[at : at + piece])]
    assert heard == [one for name in names for one in viewer().feed(SAID[name])]
    assert len(heard) == len(names)


def test_a_key_becomes_the_message_that_a_rich_desktop_would_get() -> None:
    """[DF4]"""
    assert viewer().feed(SAID["key"]) == [ToDisplay("kd,65293", is_key=True)]
    assert viewer().feed(SAID["qemu key"]) == [ToDisplay("ku,65", is_key=True)]
    assert viewer().feed(SAID["size"]) == [ToDisplay("r,9999x101")]
    assert viewer().feed(SAID["text"]) == [Cut("abc")]
    assert viewer().feed(SAID["pixels"]) == [Dropped("pixels")]


def test_only_encodings_whose_length_can_be_followed_are_asked_for() -> None:
    """[DF1]"""
    asked = [2, 5, 16, 7, -260, -224, 50, -32, 0, -307, -239, -308, 7, -0x3F5E1A32]
    [heard] = viewer().feed(struct.pack(f">BxH{len(asked)}i", 2, len(asked), *asked))
    assert isinstance(heard, ToServer)
    kept = struct.unpack(f">{len(heard.data) // 4 - 1}i", heard.data[4:])
    assert kept == (16, 7, -32, 0, -239, -308, Encoding.EXTENDED_CLIPBOARD)


def test_a_pointer_stays_on_the_screen() -> None:
    """[DF3]"""
    assert viewer().feed(struct.pack(">BBHH", 5, 1, 65535, 65535)) == [
        ToServer(struct.pack(">BBHH", 5, 1, 639, 479))
    ]


BAD = {
    "a message of nobody": b"\x07",
    "another pixel format": bytes(4) + struct.pack(">BBBBHHHBBB3x", 8, 8, 0, 1, 7, 7, 3, 0, 3, 6),
    "65,535 encodings": struct.pack(">BxH", 2, 65535),
    "a text of two gigabytes": struct.pack(">B3xI", 6, 2**31 - 1),
    "a fence like a wall": struct.pack(">B3xIB", 248, 0, 65),
    "a key beyond all keys": struct.pack(">BB2xI", 4, 1, 2**32 - 1),
    "QEMU's sound": struct.pack(">BBHII", 255, 1, 0, 0, 0),
    "no screen": struct.pack(">BxHHBx", 251, 10, 10, 0),
    "a flood": SAID["pointer"] * 1000,
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_on_no_list_breaks(data: bytes) -> None:
    """[DF1]"""
    with pytest.raises(Broken):
        viewer().feed(data)


def test_whatever_bytes_come_they_are_heard_or_break() -> None:
    """[DF1]"""
    random = Random(SEED)  # noqa: S311 - chance, not a secret
    for number in range(1500):
        data = bytearray(b"".join(random.choices(list(SAID.values()), k=3)))
        for _ in range(random.randrange(1, 5)):
            data[random.randrange(len(data))] = random.randrange(256)
        try:
            heard = viewer().feed(bytes(data))
        except Broken:
            continue
        except Exception as error:
            raise AssertionError(f"seed {SEED}, case {number}") from error
        texts = [one.message for one in heard if isinstance(one, ToDisplay)]
        assert all(isinstance(from_viewer(text), ToDisplay) for text in texts), SEED


def test_both_sides_are_greeted_without_a_password_and_hear_no_name() -> None:
    """[DF1]"""
    desktop = GreetDesktop()
    said = VERSION + b"\x02\x02\x01" + bytes(4) + rfb.server_init(800, 600, b"host-17.secret")
    answers = b"".join(desktop.feed(said[at : at + 5]) for at in range(0, len(said), 5))
    assert answers == VERSION + b"\x01" + b"\x01" + bytes(4) + PIXELS
    browser = GreetBrowser(desktop.screen)
    heard = browser.feed(VERSION) + browser.feed(b"\x01") + browser.feed(b"\x00\x05rest")
    assert heard == b"\x01\x01" + bytes(4) + rfb.server_init(800, 600, b"Onmaru")
    assert browser.rest == b"\x05rest"


@pytest.mark.parametrize(
    "said",
    [
        b"RFB 003.003\n",
        b"HTTP/1.1 200",
        VERSION + b"\x00",
        VERSION + b"\x01\x02",
        VERSION + b"\x01\x01" + bytes(3) + b"\x01",
        VERSION + b"\x01\x01" + bytes(4) + rfb.server_init(65535, 65535),
        VERSION + b"\x01\x01" + bytes(4) + struct.pack(">HH16xI", 800, 600, 2**31),
        VERSION + b"\x01\x01" + bytes(4) + rfb.server_init(8, 8) + b"\x00",
    ],
)
def test_a_desktop_that_greets_otherwise_is_none(said: bytes) -> None:
    """[DF2]"""
    with pytest.raises(Broken):
        GreetDesktop().feed(said)


def test_the_wheel_turns_as_often_as_it_was_turned() -> None:
    """[DF4]"""
    hands = Hands(Screen(640, 480))
    hands.take("m,700,20,1,0")
    down, still = struct.pack(">BBHH", 5, 17, 639, 20), struct.pack(">BBHH", 5, 1, 639, 20)
    assert hands.take("m2,0,0,9,3") == (down + still) * 3


def test_letting_all_keys_go_lets_go_of_those_that_are_down() -> None:
    """[DF4]"""
    hands = Hands(Screen(640, 480))
    for message in ("kd,65", "kd,66", "ku,65"):
        hands.take(message)
    assert hands.take("kr") == struct.pack(">BB2xI", 4, 0, 66)
    assert hands.take("kr") == b""


def test_a_key_that_is_held_is_pressed_again_and_a_modifier_is_not() -> None:
    """[DF4]"""
    hands = Hands(Screen(640, 480))
    hands.take("kd,65505")
    hands.take("kd,97")
    assert [hands.take("kh,65505,97") for _ in range(5)] == [b""] * 5
    assert hands.take("kh,65505,97") == struct.pack(">BB2xI", 4, 1, 97) * 2
    hands.take("ku,97")
    assert [hands.take("kh,65505") for _ in range(9)] == [b""] * 9


def test_a_size_is_asked_for_once_the_desktop_can_change_it() -> None:
    """[DF3]"""
    screen = Screen(640, 480)
    hands = Hands(screen)
    assert hands.take('SETTINGS,{"initialClientWidth":800,"initialClientHeight":600}') == b""
    screen.is_resizable, screen.identity = True, 7
    asked = hands.ask_size()
    assert struct.unpack(">BxHHBxIHHHHI", asked) == (251, 800, 600, 1, 7, 0, 0, 800, 600, 0)
    assert hands.ask_size() == b""
