"""A document that is read where it changes says the same as one that is read as a whole."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlElement, XmlText

from tests.weboffice.ydoc.test_suggestions import KIM, LEE, edge, stamp
from weboffice.ydoc import reading, ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import Block, Heading, Paragraph, Run, Table
from weboffice.ydoc.reading import Reading
from weboffice.ydoc.rules import seed
from weboffice.ydoc.suggestions import Branch, may_suggest, part_of


def document(lines: int = 9) -> SharedDoc:
    blocks: list[Block] = [Heading((Run("계획"),))]
    blocks += [Paragraph((Run(f"{number}째 줄입니다"),)) for number in range(lines)]
    blocks.insert(4, Table((("구분", "내용"), ("일시", "오전"))))
    names = iter(str(number) for number in range(10_000))
    return SharedDoc([seed(blocks, lambda: next(names))])


def whole(shared: SharedDoc) -> tuple[Branch, ...]:
    return tuple(part_of(child) for child in shared.body.children)


def words(parent: object) -> XmlText | None:
    """Its first letters, however deep."""
    if isinstance(parent, XmlText):
        return parent
    for child in getattr(parent, "children", ()):
        found = words(child)
        if found is not None:
            return found
    return None


class Hand:
    """What somebody does at one block of a document, in suggestions or not."""

    def __init__(self, shared: SharedDoc, at: int, by: str) -> None:
        self.children = shared.body.children
        self.at = at % max(1, len(self.children))
        self.by = by
        self.seat = at
        self.block = self.children[self.at] if len(self.children) else None

    def line(self, kind: str | None) -> None:
        made = XmlElement("paragraph")
        self.children.insert(self.at, made)
        if kind:
            made.attributes["edge"] = edge(kind, self.by)
        text = XmlText()
        made.children.append(text)
        ytext.append(text, "새 줄", {"insertion": stamp(self.by)} if kind else {})

    def suggested_line(self) -> None:
        self.line("ins")

    def plain_line(self) -> None:
        self.line(None)

    def rule(self) -> None:
        made = XmlElement("rule")
        self.children.insert(self.at, made)
        made.attributes["edge"] = edge("ins", self.by)

    def loose_letters(self) -> None:
        self.children.insert(self.at, XmlText("떠도는 글"))

    def gone(self) -> None:
        if len(self.children):
            del self.children[self.at]

    def struck(self) -> None:
        self.note("del")

    def joined(self) -> None:
        self.note("ins")

    def note(self, kind: str) -> None:
        if isinstance(self.block, XmlElement):
            self.block.attributes["edge"] = edge(kind, self.by)

    def former(self) -> None:
        if isinstance(self.block, XmlElement):
            was = {"form": "text", "level": 1, "align": None, **stamp(self.by)}
            self.block.attributes["form"] = "h2"
            self.block.attributes["was"] = json.dumps(was)

    def typed(self) -> None:
        if (text := words(self.block)) is not None:
            ytext.insert(text, 0, "몰래")

    def added(self) -> None:
        if (text := words(self.block)) is not None:
            ytext.insert(text, 0, "한글", {"insertion": stamp(self.by)})

    def marked(self) -> None:
        if (text := words(self.block)) is not None and len(text):
            text.format(0, len(text), {"deletion": stamp(self.by, "s2")})

    def row(self) -> Any:
        """Of the first table."""
        tables: list[Any] = [c for c in self.children if getattr(c, "tag", "") == "table"]
        rows = [r for r in tables[0].children if isinstance(r, XmlElement)] if tables else []
        return rows[self.seat % len(rows)] if rows else None

    def cell_typed(self) -> None:
        if (text := words(self.row())) is not None:
            ytext.insert(text, 0, "몰래")

    def cell_added(self) -> None:
        if (text := words(self.row())) is not None:
            ytext.insert(text, 0, "한글", {"insertion": stamp(self.by)})

    def row_noted(self) -> None:
        if (row := self.row()) is not None:
            row.attributes["edge"] = edge("ins", self.by)

    def row_gone(self) -> None:
        if (row := self.row()) is not None:
            siblings = row.parent.children
            del siblings[self.seat % len(siblings)]

    def row_new(self) -> None:
        if (row := self.row()) is not None:
            made = XmlElement("table_row")
            row.parent.children.insert(self.seat % len(row.parent.children), made)
            made.attributes["edge"] = edge("ins", self.by)

    def line_in_cell(self) -> None:
        cells = [] if (row := self.row()) is None else list(row.children)
        if cells and isinstance(cells[0], XmlElement):
            made = XmlElement("paragraph")
            cells[0].children.insert(0, made)
            made.attributes["edge"] = edge("ins", self.by)

    def line_among_rows(self) -> None:
        """As no editor of ours would write."""
        if (row := self.row()) is not None:
            made = XmlElement("paragraph")
            row.parent.children.insert(0, made)
            made.attributes["edge"] = edge("ins", self.by)
            made.children.append(XmlText("떠도는 줄"))

    def table_without_rows(self) -> None:
        for block in self.children:
            if isinstance(block, XmlElement) and block.tag == "table":
                for row in block.children:
                    row.attributes["edge"] = edge("ins", self.by)  # type: ignore[union-attr]


Act = Callable[[Hand], None]
ACTS: list[Act] = [
    Hand.suggested_line, Hand.plain_line, Hand.rule, Hand.loose_letters, Hand.gone, Hand.struck,
    Hand.joined, Hand.former, Hand.typed, Hand.added, Hand.marked, Hand.table_without_rows,
    Hand.cell_typed, Hand.cell_added, Hand.row_noted, Hand.row_gone, Hand.row_new,
    Hand.line_in_cell, Hand.line_among_rows,
]  # fmt: skip
QUIET: list[Act] = [
    Hand.suggested_line,
    Hand.rule,
    Hand.added,
    Hand.marked,
    Hand.struck,
    Hand.former,
    Hand.cell_added,
    Hand.row_new,
    Hand.line_in_cell,
]


def days(acts: Sequence[Act], most: int) -> st.SearchStrategy[list[tuple[Act, int, str]]]:
    who = st.sampled_from([KIM, LEE])
    return st.lists(st.tuples(st.sampled_from(acts), st.integers(0, 30), who), max_size=most)


def work(shared: SharedDoc, day: list[tuple[Act, int, str]]) -> bytes:
    before = shared.state()
    with shared.doc.transaction():
        for act, at, by in day:
            act(Hand(shared, at, by))
    shared.apply(b"\x00\x00")
    return shared.since(before)


@given(days(ACTS, 6), days(ACTS, 4), days(QUIET, 3), st.booleans())
def test_what_changed_is_judged_as_the_whole_would_be(
    first: list[tuple[Act, int, str]],
    second: list[tuple[Act, int, str]],
    third: list[tuple[Act, int, str]],
    is_apart: bool,  # noqa: FBT001 - drawn by name
) -> None:
    """[SG2] [OF6] One after the other, or by somebody who has not seen what went before."""
    shared = document()
    start = shared.whole()
    work(shared, first)
    copy = Reading(shared.whole())
    before = whole(shared)
    hand = SharedDoc([start if is_apart else shared.whole()])
    for day in (second, third):
        update = work(hand, day)
        shared.apply(update)
        after = whole(shared)
        changed = copy.take(update)
        assert changed.is_suggested_by(KIM) == may_suggest(before, after, KIM)
        assert changed.is_suggested_by(LEE) == may_suggest(before, after, LEE)
        before = after
    copy.close()


def test_of_a_long_document_only_what_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """[OF6]"""
    shared = document(500)
    copy = Reading(shared.whole())
    read: list[object] = []

    def watched(child: object) -> Branch:
        read.append(child)
        return part_of(child)

    monkeypatch.setattr(reading, "part_of", watched)
    changed = copy.take(work(shared, [(Hand.added, 250, KIM), (Hand.suggested_line, 40, KIM)]))
    assert changed.is_suggested_by(KIM)
    # The one as it was and as it is, the new one, and the lines around both.
    assert len(read) == 7
    copy.close()


def test_of_a_long_table_only_the_cell_that_changed_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[OF6] [SG2]"""
    rows = tuple((f"{number}", "내용") for number in range(300))
    names = iter(str(number) for number in range(10_000))
    shared = SharedDoc([seed([Table(rows)], lambda: next(names))])
    copy = Reading(shared.whole())
    read: list[XmlElement] = []

    def watched(child: XmlElement) -> Branch:
        read.append(child)
        return part_of(child)

    monkeypatch.setattr(reading, "part_of", watched)
    assert copy.take(work(shared, [(Hand.cell_added, 200, KIM)])).is_suggested_by(KIM)
    assert not copy.take(work(shared, [(Hand.cell_typed, 100, KIM)])).is_suggested_by(KIM)
    assert [one.tag for one in read] == ["table_cell"] * 4
    copy.close()
