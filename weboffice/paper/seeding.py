"""A paper is written into a shared text that is new, from its beginning to its end."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from weboffice.paper import cells, columns, note_marks
from weboffice.paper.features import Feature
from weboffice.paper.leaves import inset_attributes, picture_attributes
from weboffice.paper.model import (
    Block,
    Edge,
    Inline,
    Inset,
    Line,
    Note,
    PageBreak,
    Picture,
    Rule,
    Run,
    Table,
)
from weboffice.paper.stamps import Stamper, form_of, marks_of
from weboffice.ydoc import ytext
from weboffice.ydoc.places import Spots

_TAGS: dict[type[Block], str] = {
    Line: "paragraph", PageBreak: "paragraph", Rule: "rule", Table: "table",
}  # fmt: skip
FreshId = Callable[[], str]
Parent = XmlFragment | XmlElement
LONGEST_NOTE = 2_000


class Seeding:
    def __init__(self, fresh: FreshId) -> None:
        self.fresh = fresh
        self.stamp = Stamper(fresh)
        self.spots = Spots()

    def blocks(self, parent: Parent, blocks: Sequence[Block]) -> None:
        ended = _with_breaks(blocks)
        elements = _elements(parent, [_TAGS[type(block)] for block, _ in ended])
        for element, (block, breaks) in zip(elements, ended, strict=True):
            match block:
                case Line():
                    self.line(element, block)
                case Table():
                    self.table(element, block)
                case PageBreak():
                    element.attributes["id"] = self.fresh()
                case Rule():
                    pass
            for number in range(breaks):
                is_own = isinstance(block, PageBreak) and number == 0
                said = {"what": Feature.PAGE_BREAK.value, "flow": is_own or None}
                _element(element, "inset", said)

    def line(self, element: XmlElement, line: Line) -> None:
        form = {k: v for k, v in form_of(line).items() if v not in {"text", 1}}
        attributes = {
            "id": self.fresh(),
            **form,
            "edge": self.stamp.edge(line.edge) if line.edge else None,
            "was": self.stamp.former(line.former) if line.former else None,
        }
        _say(element, attributes)
        text: XmlText | None = None
        for part in _pieces(line):
            if isinstance(part, Run) and part.text != "\n":
                if text is None:
                    text = XmlText()
                    element.children.append(text)
                    self.spots.begin()
                self.spots.add(part.text, part.talks)
                ytext.append(text, part.text, self.marks(part) or None)
            else:
                text = None
                self.leaf(element, part)

    def marks(self, run: Run) -> dict[str, Any]:
        marks = marks_of(run.style)
        if run.added:
            marks["insertion"] = self.stamp(run.added)
        if run.struck:
            marks["deletion"] = self.stamp(run.struck)
        if run.restyled and not run.added:
            marks["restyle"] = self.stamp.restyled(run.restyled)
        return marks

    def leaf(self, parent: XmlElement, part: Inline) -> None:
        match part:
            case Picture():
                _element(parent, "picture", picture_attributes(part))
            case Run():
                edge = part.struck and Edge("del", part.struck)
                edge = edge or (part.added and Edge("ins", part.added))
                _element(parent, "hard_break", {"edge": self.stamp.edge(edge) if edge else None})
            case Inset():
                _element(parent, "inset", inset_attributes(part))
            case Note():
                said = "".join(run.text for run in part.runs)
                marks = note_marks.spans_of(part.runs, LONGEST_NOTE)
                _element(parent, "footnote", {"text": said[:LONGEST_NOTE], "marks": marks})

    def table(self, element: XmlElement, table: Table) -> None:
        edges = table.edges if len(table.edges) == len(table.rows) else (None,) * len(table.rows)
        weights = columns.weights(table)
        rows = _elements(element, ["table_row"] * len(table.rows))
        for row_element, row, edge in zip(rows, table.rows, edges, strict=True):
            _say(row_element, {"edge": self.stamp.edge(edge) if edge else None})
            for cell in row:
                span = {**cells.attributes(cell), "colspan": cell.columns, "rowspan": cell.rows}
                name = "table_header" if cell.is_head else "table_cell"
                place = _element(row_element, name, {**span, "colwidth": next(weights)})
                self.blocks(place, cell.lines or (Line(),))


def _with_breaks(blocks: Iterable[Block]) -> list[tuple[Block, int]]:
    """With how many pages end in them: in the line before, or in one that has nothing else."""
    made: list[tuple[Block, int]] = []
    for block in blocks:
        if isinstance(block, PageBreak) and made and isinstance(made[-1][0], Line | PageBreak):
            made[-1] = (made[-1][0], made[-1][1] + 1)
        else:
            made.append((block, int(isinstance(block, PageBreak))))
    return made


def _pieces(line: Line) -> Iterator[Inline]:
    """Its parts, with breaks standing alone."""
    for part in line.inlines:
        if isinstance(part, Run):
            yield from (replace(part, text=one) for one in re.split("(\n)", part.text) if one)
        else:
            yield part


def _element(parent: Parent, name: str, attributes: dict[str, Any]) -> XmlElement:
    element = XmlElement(name)
    parent.children.append(element)
    _say(element, attributes)
    return element


def _elements(parent: Parent, names: Sequence[str]) -> list[XmlElement]:
    """Children of a parent that has none yet, in their order.

    Yrs walks to the place where it puts something, so the last is put first, each before the one
    that was put before it: of 20,000 lines none is walked over.
    """
    made = [XmlElement(name) for name in names]
    for element in reversed(made):
        parent.children.insert(0, element)
    return made


def _say(element: XmlElement, attributes: Mapping[str, Any]) -> None:
    for key, value in attributes.items():
        if value is not None:
            element.attributes[key] = value
