"""Pictures that cross the clipboard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.policies import pictures, rules
from daas_broker.policies.machine import Guard
from daas_broker.policies.model import Advice, Kind, Passed, Refused, Way
from kernel.settings import Zone
from tests.support.png import SIGNATURE, chunk, header, png

INTERNET, WORK = rules.DEFAULTS[Zone.INTERNET], rules.DEFAULTS[Zone.WORK]
BOTH = frozenset({Kind.TEXT, Kind.PNG})
PICTURES = replace(INTERNET, clipboard_in=replace(INTERNET.clipboard_in, kinds=BOTH))
HIDDEN = (
    chunk(b"tEXt", "Comment\0대외비".encode())
    + chunk(b"eXIf", b"place")
    + chunk(b"tIME", b"1234567")
    + chunk(b"prVt", b"whatever")
)


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_picture_stays_what_it_is(width: int, height: int) -> None:
    """[DMO1]"""
    assert pictures.made_anew(png(width, height)) == png(width, height)


def test_what_a_file_says_beside_its_picture_stays_behind() -> None:
    """[DMO1]"""
    assert pictures.made_anew(png(beside=HIDDEN) + b"PK and an archive") == png()


@given(st.binary(max_size=80) | st.integers(0, 60).map(lambda end: png()[:end]))
def test_what_is_no_whole_png_is_no_picture(data: bytes) -> None:
    """[DMO1]"""
    assert pictures.made_anew(data) is None
    assert pictures.made_anew(SIGNATURE + data) is None


@pytest.mark.parametrize(
    "broken",
    [
        png().replace(b"IDAT", b"IDAX"),
        SIGNATURE + chunk(b"IEND", b""),
        SIGNATURE + header(1, 1) + chunk(b"IEND", b""),
        png(beside=header(2, 2)),
        SIGNATURE + header(60_000, 60_000) + chunk(b"IDAT", b"x") + chunk(b"IEND", b""),
    ],
)
def test_a_broken_doubled_or_giant_picture_is_none(broken: bytes) -> None:
    """[DMO1]"""
    assert pictures.made_anew(broken) is None


def test_a_picture_crosses_only_where_pictures_are_named_and_within_the_size() -> None:
    """[DMO1] [DLP4] [DLP6]"""
    open_way = Guard(PICTURES).cross_picture(Way.IN, png(beside=HIDDEN), 0)
    assert (open_way.verdict, open_way.picture) == (Passed(""), png())
    by_kind = Guard(INTERNET).cross_picture(Way.IN, png(), 0).verdict
    assert by_kind == Refused("clipboard_in_kind", Advice.ASK)
    no_png = Guard(PICTURES).cross_picture(Way.IN, b"GIF89a", 0).verdict
    assert no_png == Refused("clipboard_in_kind", Advice.ASK)
    closed = Guard(WORK).cross_picture(Way.OUT, png(), 0).verdict
    assert closed == Refused("clipboard_out_closed", Advice.DRIVE)
    small = replace(PICTURES, clipboard_in=replace(PICTURES.clipboard_in, most_bytes=20))
    too_big = Guard(small).cross_picture(Way.IN, png(), 0).verdict
    assert too_big == Refused("clipboard_in_size", Advice.ASK, limit=20)


def test_a_giant_picture_is_refused_as_a_picture_where_none_may_pass() -> None:
    """[DLP4]"""
    assert rules.picture_too_big(INTERNET, Way.IN).rule == "clipboard_in_kind"
    assert rules.picture_too_big(PICTURES, Way.IN).rule == "clipboard_in_size"


def test_too_many_pictures_in_a_second_are_a_flood() -> None:
    """[DLP4]"""
    guard = Guard(PICTURES)
    last = [guard.cross_picture(Way.IN, png(), 0.1) for _ in range(9)][-1]
    assert last.verdict == Refused("clipboard_flood", Advice.WAIT)


def test_a_picture_in_countless_pieces_is_none() -> None:
    """[DK15] Each is looked at, and a whole picture of them would hold up the others."""
    pieces = chunk(b"IDAT", b"") * pictures.MOST_CHUNKS
    ends = png().index(b"IDAT") - 4
    assert pictures.made_anew(png()[:ends] + pieces + png()[ends:]) is None
