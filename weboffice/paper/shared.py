"""Between a paper and the shared text that the editor opens.

`HOLDS` is what the editor's schema can keep (web/src/weboffice/text/schema.ts); whoever teaches
the schema something adds it here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isnan
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from weboffice.paper import inks
from weboffice.paper.fit import merged
from weboffice.paper.model import (
    CAPTIONS,
    DEEPEST,
    ITEMS,
    Align,
    Block,
    Cell,
    Feature,
    Form,
    Inline,
    Line,
    Losses,
    Note,
    PageBreak,
    Paper,
    Picture,
    Read,
    Rule,
    Run,
    Style,
    Table,
)
from weboffice.paper.pictures import without
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.UNDERLINE, F.STRIKE, F.INK, F.LINK, F.HEADING, F.OUTLINE, F.LIST,
        F.ALIGN, F.RULE, F.TABLE, F.TABLE_HEAD, F.SPAN, F.CELL_LINES, F.PICTURE,
        F.CAPTION,
    }
)  # fmt: skip
FreshId = Callable[[], str]
Parent = XmlFragment | XmlElement
MOST_WIDE_MM = 400.0
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_SIMPLE = ("bold", "italic", "underline", "strike")


def seed(paper: Paper, fresh: FreshId) -> bytes:
    """The first update of a new document; `paper` is one that fits `HOLDS`."""
    shared = SharedDoc()
    with shared.doc.transaction():
        for block in paper.blocks or (Line(),):
            _add(shared.body, block, fresh)
        if paper.blocks and isinstance(paper.blocks[-1], Table):
            _add(shared.body, Line(), fresh)  # a place for the caret after it
    return shared.whole()


def _add(parent: Parent, block: Block, fresh: FreshId) -> None:
    match block:
        case Line():
            _add_line(parent, block, fresh)
        case Rule():
            parent.children.append(XmlElement("rule"))
        case Table():
            _add_table(parent, block, fresh)
        case PageBreak():
            pass  # `fit` took it out


def _add_line(parent: Parent, line: Line, fresh: FreshId) -> None:
    attributes: dict[str, Any] = {"id": fresh(), "align": line.align and line.align.value}
    if line.form is Form.HEADING:
        attributes["form"] = f"h{min(line.level, 3)}"
    elif line.form in ITEMS:
        attributes |= {"form": line.form.value, "level": line.level, "align": None}
    elif line.form in CAPTIONS:
        attributes["form"] = line.form.value
    element = _element(parent, "paragraph", attributes)
    text: XmlText | None = None
    for part in _pieces(line):
        if isinstance(part, Run) and part.text != "\n":
            if text is None:
                text = XmlText()
                element.children.append(text)
            ytext.append(text, part.text, _marks(part.style) or None)
        else:
            text = None
            _add_leaf(element, part)


def _pieces(line: Line) -> Iterator[Inline]:
    """Its parts, with breaks standing alone."""
    for part in line.inlines:
        if isinstance(part, Run):
            yield from (replace(part, text=one) for one in re.split("(\n)", part.text) if one)
        else:
            yield part


def _add_leaf(parent: XmlElement, part: Inline) -> None:
    match part:
        case Picture():
            _element(parent, "picture", _picture_attributes(part))
        case Run():
            parent.children.append(XmlElement("hard_break"))
        case Note():
            pass  # `fit` wrote it out


def _picture_attributes(picture: Picture) -> dict[str, Any]:
    """`ratio` is height by width; `width` in millimetres."""
    wide = max(picture.width, 1.0)
    return {
        "picture": picture.key,
        "alt": picture.alt,
        "width": min(wide, MOST_WIDE_MM),
        "ratio": round(max(picture.height, 1.0) / wide, 4),
    }


def _marks(style: Style) -> dict[str, Any]:
    marks: dict[str, Any] = {name: {} for name in _SIMPLE if getattr(style, name)}
    if style.link:
        marks["link"] = {"href": style.link}
    if style.ink and (name := inks.nearest(style.ink)):
        marks["ink"] = {"name": name}
    return marks


def _element(parent: Parent, name: str, attributes: dict[str, Any]) -> XmlElement:
    element = XmlElement(name)
    parent.children.append(element)
    for key, value in attributes.items():
        if value is not None:
            element.attributes[key] = value
    return element


def _add_table(parent: Parent, table: Table, fresh: FreshId) -> None:
    element = _element(parent, "table", {})
    for row in table.rows:
        row_element = _element(element, "table_row", {})
        for cell in row:
            span = {"colspan": cell.columns, "rowspan": cell.rows}
            name = "table_header" if cell.is_head else "table_cell"
            place = _element(row_element, name, span)
            for line in cell.lines or (Line(),):
                _add_line(place, line, fresh)


def read(shared: SharedDoc) -> Read:
    """The document as it is; what this version does not know is counted."""
    losses: Losses = Counter()
    return Read(Paper(tuple(_blocks(shared.body, losses))), losses)


def _blocks(parent: Parent, losses: Losses) -> Iterator[Block]:
    for child in parent.children:
        if not isinstance(child, XmlElement):
            continue
        if child.tag == "paragraph":
            yield _line(child, losses)
        elif child.tag == "rule":
            yield Rule()
        elif child.tag == "table":
            yield _table(child, losses)
        else:
            losses[F.UNKNOWN] += 1


def _line(element: XmlElement, losses: Losses) -> Line:
    form = element.attributes.get("form")
    align = element.attributes.get("align")
    kept = Align(align) if align in set(Align) else None
    inlines = merged(_inlines(element, losses))
    if form in _HEADINGS:
        return Line(inlines, Form.HEADING, _HEADINGS[form], kept)
    if form in ITEMS:
        return Line(inlines, Form(form), _whole(element, "level", DEEPEST))
    if form in CAPTIONS:
        return Line(inlines, Form(form), align=kept)
    return Line(inlines, align=kept)


def _inlines(element: XmlElement, losses: Losses) -> Iterator[Inline]:
    for child in element.children:
        if isinstance(child, XmlText):
            for piece, marks in child.diff():
                if isinstance(piece, str):
                    yield Run(piece, _style(marks or {}))
                else:
                    losses[F.UNKNOWN] += 1
        elif isinstance(child, XmlElement) and child.tag == "hard_break":
            yield Run("\n")
        elif isinstance(child, XmlElement) and child.tag == "picture":
            yield from _picture(child, losses)
        else:
            losses[F.UNKNOWN] += 1


def _picture(element: XmlElement, losses: Losses) -> Iterator[Inline]:
    """One that was never put in is a place with a name."""
    key, alt = element.attributes.get("picture"), element.attributes.get("alt")
    wide = _size(element, "width", 80.0, MOST_WIDE_MM)
    tall = round(wide * _size(element, "ratio", 0.75, 50.0), 2)
    said = alt if isinstance(alt, str) else ""
    made = Picture(b"", "", wide, tall, said, key if isinstance(key, str) else "")
    if not made.key:
        losses[F.PICTURE] += 1
        yield without(made)
    else:
        yield made


def _size(element: XmlElement, name: str, default: float, most: float) -> float:
    value = element.attributes.get(name)
    if not isinstance(value, int | float) or isnan(value):
        return default
    return min(max(float(value), 0.01), most)


def _style(marks: dict[str, Any]) -> Style:
    link, ink = marks.get("link"), marks.get("ink")
    return Style(
        bold="bold" in marks,
        italic="italic" in marks,
        underline="underline" in marks,
        strike="strike" in marks,
        link=str(link.get("href", "")) or None if isinstance(link, dict) else None,
        ink=inks.INKS.get(str(ink.get("name"))) if isinstance(ink, dict) else None,
    )


def _table(element: XmlElement, losses: Losses) -> Table:
    rows = (row for row in element.children if isinstance(row, XmlElement))
    return Table(
        tuple(
            tuple(_cell(cell, losses) for cell in row.children if isinstance(cell, XmlElement))
            for row in rows
        )
    )


def _cell(element: XmlElement, losses: Losses) -> Cell:
    lines = tuple(b for b in _blocks(element, losses) if isinstance(b, Line))
    columns, rows = _whole(element, "colspan", 256), _whole(element, "rowspan", 10_000)
    return Cell(lines or (Line(),), columns, rows, element.tag == "table_header")


def _whole(element: XmlElement, name: str, most: int) -> int:
    """A JavaScript number; another client may have written anything."""
    value = element.attributes.get(name)
    return min(max(int(value), 1), most) if isinstance(value, int | float) else 1
