"""What a desktop draws is followed to the byte, and what is unbelievable ends its stream."""

import struct
from random import Random, SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.model import CUT_BYTES, Broken, CutText, Screen
from tests.support import rfb

SEED = SystemRandom().randrange(2**32)


def follower() -> FromDesktop:
    return FromDesktop(Screen(640, 480))


def passed_by(follows: FromDesktop, data: bytes, cuts: list[int]) -> tuple[bytes, list[bytes]]:
    """Fed in pieces that end at `cuts`."""
    picture, texts = b"", []
    for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
        for found in follows.feed(data[start:end]):
            if isinstance(found, CutText):
                assert found.data is not None
                texts.append(found.data)
            else:
                picture += found
    return picture, texts


@given(st.integers(0, 2**32), st.lists(st.floats(0, 1), max_size=12))
def test_all_but_texts_goes_through_unchanged_however_it_was_cut(
    seed: int, places: list[float]
) -> None:
    """[DF2]"""
    desktop = rfb.Any(Random(seed))  # noqa: S311
    messages = [desktop.message() for _ in range(8)]
    data = b"".join(messages)
    cuts = sorted(int(place * len(data)) for place in places)
    picture, texts = passed_by(follower(), data, cuts)
    assert picture == b"".join(each for each in messages if each[0] != 3)
    assert texts == desktop.texts


def jpeg(length: int) -> bytes:
    return rfb.rectangle(7, b"\x90" + rfb.compact(length) + bytes(length), (100, 100))


@given(st.integers(5, 20_000), st.integers(1, 2), st.sampled_from(["film", "other", "none"]))
def test_a_film_is_followed_by_leaps_as_by_steps(piece: int, repeated: int, last: str) -> None:
    """[DF2] Its end is known as well: what comes after it is another message."""
    film = [jpeg(1), jpeg(127), rfb.zrle(64, 64), jpeg(300), jpeg(17_000)]
    behind = {"film": [], "other": [rfb.raw(3, 3)], "none": [rfb.rectangle(-258, b"", (0, 0))]}
    data = rfb.update(*film, *behind[last]) * repeated
    whole = data + rfb.cut_text(b"copied") + b"\x02"
    picture, texts = passed_by(follower(), whole, list(range(piece, len(whole), piece)))
    assert (picture, texts) == (data + b"\x02", [b"copied"])


def test_whatever_bytes_come_they_pass_or_break_and_nothing_is_hoarded() -> None:
    """[DF2]"""
    random = Random(SEED)  # noqa: S311 - chance, not a secret
    for number in range(600):
        data = bytearray(b"".join(rfb.Any(random).message() for _ in range(4)))
        for _ in range(random.randrange(1, 6)):
            data[random.randrange(len(data))] = random.randrange(256)
        follows = follower()
        try:
            for start in range(0, len(data), 97):
                follows.feed(bytes(data[start : start + 97]))
                assert len(follows._held) < 24  # noqa: SLF001 - what it holds back is the point
        except Broken:
            continue
        except Exception as error:
            raise AssertionError(f"seed {SEED}, case {number}") from error


UNBELIEVABLE = {
    "width times height beyond 32 bits": rfb.update(struct.pack(">HHHHi", 0, 0, 65535, 65535, 0)),
    "a rectangle outside": rfb.update(rfb.rectangle(0, b"", (10, 10), (635, 0))),
    "a film outside": rfb.update(rfb.rectangle(16, bytes(4), (10, 10), (635, 0))),
    "a screen of four thousand million pixels": rfb.update(
        rfb.rectangle(-223, b"", (65535, 65535))
    ),
    "no screen": rfb.update(rfb.rectangle(-223, b"", (0, 10))),
    "255 screens": rfb.update(rfb.rectangle(-308, b"\xff\0\0\0", (640, 480))),
    "a deflated gigabyte": rfb.update(rfb.rectangle(16, struct.pack(">I", 2**30), (8, 8))),
    "a tight body longer than its pixels": rfb.update(
        rfb.rectangle(7, b"\x00" + rfb.compact(100_000), (8, 8))
    ),
    "a jpeg longer than its pixels": rfb.update(
        rfb.rectangle(7, b"\x90" + rfb.compact(100_000), (8, 8))
    ),
    "a filter of nobody": rfb.update(rfb.rectangle(7, b"\x40\x07", (8, 8))),
    "a compression of nobody": rfb.update(rfb.rectangle(7, b"\xa0", (8, 8))),
    "2³¹ rectangles of RRE": rfb.update(rfb.rectangle(2, struct.pack(">I", 2**31), (8, 8))),
    "a cursor as large as a wall": rfb.update(rfb.rectangle(-239, b"", (4096, 4096))),
    "an old cursor of no kind": rfb.update(rfb.rectangle(0x574D5664, b"\x09\0", (4, 4))),
    "a text of two gigabytes": struct.pack(">B3xI", 3, 2**31 - 1),
    "an extended text of two gigabytes": struct.pack(">B3xi", 3, -(2**31)),
    "a fence like a wall": struct.pack(">B3xIB", 248, 0, 65),
    "a colour map": b"\x01" + bytes(5),
    "a message of nobody": b"\x63",
}


@pytest.mark.parametrize("data", UNBELIEVABLE.values(), ids=UNBELIEVABLE)
def test_what_is_unbelievable_breaks_before_it_is_read(data: bytes) -> None:
    """[DF2]"""
    with pytest.raises(Broken):
        follower().feed(data)


def test_a_text_too_long_to_pass_is_read_over_and_the_picture_goes_on() -> None:
    """[DF5]"""
    follows = follower()
    found = follows.feed(rfb.cut_text(bytes(CUT_BYTES + 1)) + b"\x02")
    assert found == [CutText(None), memoryview(b"\x02")]


def test_a_size_is_known_once_the_desktop_has_said_it() -> None:
    """[DF3]"""
    screen = Screen(640, 480)
    follows = FromDesktop(screen)
    follows.feed(rfb.update(rfb.resized(800, 600, reason=1, status=3)))
    assert (screen.width, screen.height, screen.is_resizable) == (640, 480, True)
    follows.feed(rfb.update(rfb.resized(800, 600, reason=1)))
    assert (screen.width, screen.height, screen.identity) == (800, 600, 7)
