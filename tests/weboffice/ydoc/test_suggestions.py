"""What a document is once suggestions are accepted or rejected, and what counts as one."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import XmlElement, XmlText

from weboffice.ydoc import suggestions, ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import Block, Heading, Paragraph, Run, Table
from weboffice.ydoc.rules import plain_text, seed
from weboffice.ydoc.suggestions import (
    Branch,
    Piece,
    authors_of,
    branches,
    may_suggest,
    stamps_in,
    without,
)

Act = Callable[[SharedDoc], None]
KIM, LEE = "kim", "lee"


def stamp(by: str, key: str = "s1") -> dict[str, object]:
    return {"id": key, "by": by, "at": 1.0}


def edge(kind: str, by: str, key: str = "s1") -> str:
    return json.dumps({"kind": kind, **stamp(by, key)})


def document() -> SharedDoc:
    blocks: list[Block] = [
        Heading((Run("계획"),)),
        Paragraph((Run("가나다라마바사"),)),
        Table((("구분", "내용"), ("일시", "오전"))),
        Paragraph((Run("끝."),)),
    ]
    names = iter("abcdefghijk")
    return SharedDoc([seed(blocks, lambda: next(names))])


def line(shared: SharedDoc, at: int) -> XmlElement:
    found = shared.body.children[at]
    assert isinstance(found, XmlElement)
    return found


def words(shared: SharedDoc, at: int = 1) -> XmlText:
    found = line(shared, at).children[0]
    assert isinstance(found, XmlText)
    return found


def add(by: str, at: int = 2, text: str = "한글") -> Act:
    return lambda shared: ytext.insert(words(shared), at, text, {"insertion": stamp(by)})


def strike(by: str, start: int = 1, stop: int = 4) -> Act:
    def act(shared: SharedDoc) -> None:
        now = ytext.plain(words(shared))
        first, last = ytext.byte_offset(now, start), ytext.byte_offset(now, stop)
        words(shared).format(first, last, {"deletion": stamp(by, "s2")})

    return act


def split(by: str, at: int = 3) -> Act:
    """As the editor writes it: the rest is written anew in a line of its own."""

    def act(shared: SharedDoc) -> None:
        now = ytext.plain(words(shared))
        ytext.delete(words(shared), at, len(now))
        second = XmlElement("paragraph")
        shared.body.children.insert(2, second)
        second.attributes["id"] = "new"
        second.attributes["edge"] = edge("ins", by)
        rest = XmlText()
        second.children.append(rest)
        ytext.append(rest, now[at:])

    return act


def reform(by: str) -> Act:
    def act(shared: SharedDoc) -> None:
        former = {"form": "text", "level": 1, "align": None, **stamp(by)}
        line(shared, 1).attributes["form"] = "h2"
        line(shared, 1).attributes["was"] = json.dumps(former)

    return act


def restyle(by: str) -> Act:
    def act(shared: SharedDoc) -> None:
        was = {**stamp(by), "was": "{}"}
        words(shared).format(0, 3, {"bold": {}, "restyle": was})

    return act


def note(at: int, kind: str, by: str) -> Act:
    return lambda shared: line(shared, at).attributes.__setitem__("edge", edge(kind, by))


def write(shared: SharedDoc) -> None:
    ytext.insert(words(shared), 2, "몰래")


def take(shared: SharedDoc) -> None:
    ytext.delete(words(shared), 0, 1)


def embolden(shared: SharedDoc) -> None:
    words(shared).format(0, 3, {"bold": {}})


def rename(shared: SharedDoc) -> None:
    line(shared, 0).attributes["form"] = "text"


def remove(shared: SharedDoc) -> None:
    del shared.body.children[3]


def append(shared: SharedDoc) -> None:
    shared.body.children.append(XmlElement("rule"))


HONEST = st.sampled_from(
    [
        add(KIM), add(KIM, 0, "앞"), strike(KIM), reform(KIM), restyle(KIM), split(KIM),
        note(1, "del", KIM), note(2, "del", KIM),
    ]
)  # fmt: skip
DISHONEST = st.sampled_from(
    [
        write, take, embolden, rename, remove, append, add(LEE), strike(LEE), reform(LEE),
        restyle(LEE), split(LEE), note(1, "del", LEE), note(1, "ins", KIM), note(2, "ins", KIM),
    ]
)  # fmt: skip


@given(honest=HONEST)
def test_suggestions_of_ones_own_are_taken_and_rejecting_them_gives_what_was(honest: Act) -> None:
    """[SG1] [SG2]"""
    shared = document()
    before = branches(shared)
    honest(shared)
    after = branches(shared)
    assert before != after
    assert may_suggest(before, after, KIM)
    assert without(after, KIM) == without(before, KIM)
    assert set(stamps_in(after).values()) == {KIM}


@settings(max_examples=60)
@given(dishonest=DISHONEST, honest=st.lists(st.just(add(KIM, 0, "앞")), max_size=1))
def test_nothing_else_is_taken_even_under_cover_of_suggestions(
    dishonest: Act, honest: list[Act]
) -> None:
    """[SG2]"""
    shared = document()
    before = branches(shared)
    dishonest(shared)
    for act in honest:
        act(shared)
    assert not may_suggest(before, branches(shared), KIM)


def test_anothers_suggestion_is_neither_settled_nor_signed_anew() -> None:
    """[SG2]"""
    shared = document()
    add(LEE)(shared)
    before = branches(shared)
    words(shared).format(6, 12, {"insertion": stamp(KIM)})
    assert not may_suggest(before, branches(shared), KIM)
    words(shared).format(6, 12, {"insertion": None})
    assert not may_suggest(before, branches(shared), KIM)


def test_ones_own_suggestion_may_be_taken_back() -> None:
    """[SG2]"""
    shared = document()
    add(KIM)(shared)
    before = branches(shared)
    ytext.delete(words(shared), 2, 4)
    assert may_suggest(before, branches(shared), KIM)


def test_search_and_previews_see_the_document_as_if_all_were_accepted() -> None:
    """[SG5]"""
    shared = document()
    add(KIM, 7, " 새 말")(shared)
    strike(LEE, 0, 3)(shared)
    note(2, "del", LEE)(shared)
    assert plain_text(shared) == "계획\n라마바사 새 말\n끝."


def renote(by: str) -> Act:
    """A note on a line that had one: its second value stands in the update without its name."""

    def act(shared: SharedDoc) -> None:
        line(shared, 3).attributes["edge"] = edge("del", by, "first")
        line(shared, 3).attributes["edge"] = edge("del", by, "second")

    return act


@given(
    acts=st.lists(
        st.sampled_from(
            [
                add(KIM), add(LEE, 0, "was"), strike(LEE, 0, 2), split(KIM), restyle(KIM),
                reform(LEE), renote(KIM), note(2, "ins", KIM), note(1, "del", LEE), write, append,
                embolden,
            ]
        ),
        max_size=4,
    ),
    known=st.sets(st.sampled_from(["s1", "s2", "first", "second", "gone"])),
)  # fmt: skip
def test_authors_are_told_without_reading_the_text_as_if_it_had_been_read(
    acts: list[Act], known: set[str]
) -> None:
    """[SG3]"""
    shared = document()
    for act in acts:
        act(shared)
    here = SharedDoc([shared.doc.get_update()])
    authors = dict.fromkeys(known, "park")
    assert authors_of(here, authors) == stamps_in(branches(here)) | authors


def test_a_text_without_others_suggestions_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = document()
    ytext.insert(words(shared), 0, '{"id":"a","by":"kim","at":1} was insertion')
    known = document()
    add(KIM)(known)

    def read(_: object) -> tuple[Branch, ...]:
        raise AssertionError("read")

    monkeypatch.setattr(suggestions, "branches", read)
    assert authors_of(SharedDoc([shared.whole()]), {}) == {}
    assert authors_of(SharedDoc([known.doc.get_update()]), {"s1": KIM}) == {"s1": KIM}


def test_a_note_that_says_nothing_we_know_is_none() -> None:
    shared = document()
    for wild in ('{"kind":"ins"}', "{", "ins", '{"kind":"ins","id":1,"by":"x","at":1}', "[" * 9999):
        line(shared, 1).attributes["edge"] = wild
        assert stamps_in(branches(shared)) == {}


def test_pieces_under_the_same_marks_are_one() -> None:
    tree = (Branch("paragraph", {}, (Piece("가", {}), Piece("나", {"insertion": stamp(KIM)}))),)
    assert without(tree, KIM) == (Branch("paragraph", {}, (Piece("가", {}),)),)
