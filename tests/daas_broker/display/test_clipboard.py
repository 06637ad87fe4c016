"""Clipboard messages put together and taken apart."""

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.clipboard import (
    FLAVOURS,
    MARKUP_BYTES,
    Assembly,
    Picture,
    Sign,
    messages,
    picture_messages,
)

MOST = 300_000
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
WORDS = [
    "cw,", "cws,1,", "cwd,1,", "cwe,1", "clipboard,", "clipboard_start,text/plain,",
    "clipboard_start,image/png,", "clipboard_data,", "clipboard_finish", "clipboard_secret",
    "clipboard_reply,cr", "clipboard_binary,image/png,", "cbs,1,image/png,", "cbd,1,", "cbe,1",
]  # fmt: skip
pieces = st.builds(
    str.__add__,
    st.sampled_from(WORDS),
    st.sampled_from(["", "3", "YWJj", "9999999", "YWJjZA==", "****", "-1", "text/plain"]),
)


@given(texts, st.sampled_from([1, 700, 1500]))
def test_a_text_that_is_taken_apart_comes_together_again(text: str, times: int) -> None:
    """[DLP7]"""
    whole = text * times
    assembly = Assembly()
    *before, last = [assembly.take(message, 10**7) for message in messages(whole, 7)]
    assert set(before) <= {Sign.NOTHING}
    assert last == whole


@given(st.binary(max_size=300), st.sampled_from([1, 700, 1500]))
def test_a_picture_that_is_taken_apart_comes_together_again(data: bytes, times: int) -> None:
    """[DLP7] [DMO1]"""
    assembly = Assembly()
    sent = picture_messages(data * times, 7)
    *before, last = [assembly.take(message, 10**7) for message in sent]
    assert set(before) <= {Sign.NOTHING}
    assert last == Picture(data * times)


@given(st.lists(pieces, max_size=30))
def test_whatever_is_sent_no_more_is_kept_than_the_policy_allows(sent: list[str]) -> None:
    """[DLP7]"""
    assembly = Assembly()
    for message in sent:
        taken = assembly.take(message, 6)
        assert assembly.size == sum(map(len, assembly.parts))
        assert assembly.size <= 6 + 2  # base64 comes in threes
        assert not isinstance(taken, str) or len(taken.encode()) <= 6 + 2
        assert not isinstance(taken, Picture) or len(taken.data) <= 6 + 2


@pytest.mark.parametrize(
    "message",
    ["cw," + b64encode(b"x" * 100).decode(), "cws,1,100", "clipboard_start,text/plain,100"],
)
def test_what_is_too_big_is_told_before_it_is_decoded(message: str) -> None:
    """[DLP7]"""
    assembly = Assembly()
    assert assembly.take(message, 60) is Sign.TOO_BIG
    assert assembly.take("cwd,1,eHh4", 60) is Sign.NOTHING
    assert assembly.parts == []


@pytest.mark.parametrize("message", ["cw,*", "cw,YQ", "cwd,1", "cws,1,x", "cws,1,9,9", "cwx"])
def test_what_no_page_sends_is_malformed(message: str) -> None:
    """[DLP7]"""
    assert Assembly().take(message, MOST) in {Sign.MALFORMED, Sign.NOTHING}


@pytest.mark.parametrize(
    "message",
    [
        "cbs,1,image/png,100",
        "clipboard_start,image/png,100",
        "clipboard_binary,image/png," + b64encode(b"x" * 100).decode(),
    ],
)
def test_a_picture_that_is_too_big_is_told_as_a_picture(message: str) -> None:
    """[DLP7]"""
    assembly = Assembly()
    assert assembly.take(message, 60) is Sign.PICTURE_TOO_BIG
    assert assembly.take("cbd,1,eHh4", 60) is Sign.NOTHING
    assert assembly.take("cbe,1", 60) is Sign.NOTHING


def test_parts_that_do_not_add_up_are_no_text() -> None:
    """[DLP7]"""
    for sent in (["cws,1,3", "cwe,1"], ["cws,1,3", "cwd,1,YWJjZGVm"]):
        assembly = Assembly()
        assert [assembly.take(message, MOST) for message in sent][-1] is Sign.MALFORMED


def marked(*sizes: int, **flavours: object) -> list[str]:
    """As Selkies sends a copy with its markup: whole, or in parts of these sizes."""
    data = json.dumps(flavours).encode()
    if not sizes:
        return [f"clipboard_binary,{FLAVOURS},{b64encode(data).decode()}"]
    parts, at = [f"clipboard_start,{FLAVOURS},{len(data)}"], 0
    for size in (*sizes, len(data)):
        parts.append("clipboard_data," + b64encode(data[at : at + size]).decode())
        at += size
    return [*parts, "clipboard_finish"]


HTML = "<meta charset='utf-8'><b style='display:none'>숨은 글</b><p>보고서</p>"


@given(texts, st.booleans())
def test_of_a_copy_with_markup_the_text_is_taken_and_nothing_else(text: str, parts: bool) -> None:  # noqa: FBT001 - whether it comes in parts
    """[DMO3]"""
    assembly = Assembly()
    sent = marked(*([30, 20] if parts else []), **{"text/html": HTML, "text/plain": text})
    *before, last = [assembly.take(message, MOST) for message in sent]
    assert set(before) <= {Sign.NOTHING}
    assert last == text


@pytest.mark.parametrize("parts", [(), (30,)])
def test_markup_alone_and_what_is_no_envelope_give_no_text(parts: tuple[int, ...]) -> None:
    """[DMO3]"""
    for flavours in ({"text/html": HTML}, {"text/html": HTML, "text/plain": 7}):
        assembly = Assembly()
        assert [assembly.take(m, MOST) for m in marked(*parts, **flavours)][-1] is Sign.NOTHING
    for data in (b"[" * 5_000, b"\xff", b'"text"'):
        message = f"clipboard_binary,{FLAVOURS},{b64encode(data).decode()}"
        assert Assembly().take(message, MOST) in {Sign.MALFORMED, Sign.NOTHING}


def test_a_marked_text_is_measured_without_its_markup_and_both_are_bounded() -> None:
    """[DLP7] [DMO3]"""
    small = {"text/plain": "가" * 20, "text/html": "x" * 10_000}
    assert Assembly().take(marked(**small)[0], 60) == "가" * 20
    assert Assembly().take(marked(**small)[0], 59) is Sign.TOO_BIG
    vast = {"text/plain": "가", "text/html": "x" * (MARKUP_BYTES + 1000)}
    assert Assembly().take(marked(**vast)[0], 60) is Sign.TOO_BIG
    assembly = Assembly()
    assert assembly.take(marked(30, **vast)[0], 60) is Sign.TOO_BIG
    assert assembly.take(marked(30, **vast)[1], 60) is Sign.NOTHING
    assert assembly.parts == []


def test_half_a_surrogate_in_a_marked_text_is_no_reason_to_fall() -> None:
    """[DMO3]"""
    assert Assembly().take(marked(**{"text/plain": "a\ud800b"})[0], MOST) == "a?b"
