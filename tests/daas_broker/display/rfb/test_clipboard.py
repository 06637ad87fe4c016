"""Texts between gateway and desktop."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.desktop.rfb import clipboard
from daas_broker.display.desktop.rfb.clipboard import Clipboard, Copied
from daas_broker.display.desktop.rfb.model import CUT_BYTES, Broken, CutText
from tests.support import rfb


def said(message: bytes) -> CutText:
    return CutText(message[8:], is_extended=True)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_a_text_survives_its_way(text: str) -> None:
    """[DF5]"""
    plain = text.replace("\n", "\r\n")
    assert Clipboard().hear(said(rfb.provided(plain)), wants_text=True) == Copied(text)
    message = clipboard.provide(text)
    assert clipboard.inflate(message[12:]) == text


def test_a_text_is_asked_for_only_where_it_may_leave() -> None:
    """[DF5]"""
    notice = said(rfb.extended_text(rfb.NOTIFY | rfb.TEXT))
    assert Clipboard().hear(notice, wants_text=False) == b""
    assert Clipboard().hear(notice, wants_text=True) == clipboard.extended(rfb.REQUEST | rfb.TEXT)


def test_a_desktop_that_can_do_more_than_latin_gets_the_text_when_it_pastes() -> None:
    """[DF5]"""
    one = Clipboard()
    assert one.offer("한글") == struct.pack(">B3xI", 6, 2) + b"??"
    one.hear(said(rfb.extended_text(rfb.CAPABILITIES | rfb.TEXT, bytes(4))), wants_text=False)
    assert one.offer("한글") == clipboard.extended(rfb.NOTIFY | rfb.TEXT)
    asked = said(rfb.extended_text(rfb.REQUEST | rfb.TEXT))
    assert one.hear(asked, wants_text=False) == clipboard.provide("한글")


def test_a_bomb_inflates_to_no_more_than_may_pass() -> None:
    """[DF5]"""
    bomb = zlib.compress(struct.pack(">I", 2**31 - 1) + bytes(64 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert clipboard.inflate(bomb) is None
    lying = zlib.compress(struct.pack(">I", CUT_BYTES) + b"short")
    with pytest.raises(Broken):
        clipboard.inflate(lying)


@given(st.binary(max_size=60))
def test_whatever_a_desktop_says_is_answered_or_breaks(data: bytes) -> None:
    """[DF5]"""
    try:
        answer = Clipboard().hear(CutText(data, is_extended=True), wants_text=True)
    except Broken:
        return
    assert isinstance(answer, bytes | Copied)
