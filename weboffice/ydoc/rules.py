"""From blocks to a shared document and from a shared document to plain text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import Block, Heading, Item, ItemKind, Paragraph, Rule, Run, Runs, Table
from weboffice.ydoc.suggestions import Branch, Piece, accepted, branches

OUTLINE_SIGNS = "□○-·"
FreshId = Callable[[], str]


def seed(blocks: Sequence[Block], fresh: FreshId) -> bytes:
    """The first update of a new document [OF2]; `fresh` names its blocks."""
    shared = SharedDoc()
    with shared.doc.transaction():
        for block in blocks or [Paragraph()]:
            _add(shared.body, block, fresh)
    return shared.whole()


def _add(parent: XmlFragment | XmlElement, block: Block, fresh: FreshId) -> None:
    match block:
        case Paragraph():
            _add_line(parent, {"id": fresh(), "align": block.align}, block.runs)
        case Heading():
            form: dict[str, Any] = {"id": fresh(), "form": f"h{block.level}", "align": block.align}
            _add_line(parent, form, block.runs)
        case Item():
            form = {"id": fresh(), "form": block.kind.value, "level": block.level}
            _add_line(parent, form, block.runs)
        case Rule():
            parent.children.append(XmlElement("rule"))
        case Table():
            _add_table(parent, block, fresh)


def _add_line(parent: XmlFragment | XmlElement, attributes: dict[str, Any], runs: Runs) -> None:
    """Whether it is text, a heading or an item is an attribute (schema.ts says why)."""
    element = _add_element(parent, "paragraph", attributes)
    if runs:
        text = XmlText()
        element.children.append(text)
        for run in runs:
            ytext.append(text, run.text, {mark.value: {} for mark in run.marks} or None)


def _add_element(
    parent: XmlFragment | XmlElement, name: str, attributes: dict[str, Any]
) -> XmlElement:
    element = XmlElement(name)
    parent.children.append(element)
    for key, value in attributes.items():
        if value is not None:
            element.attributes[key] = value
    return element


def _add_table(parent: XmlFragment | XmlElement, table: Table, fresh: FreshId) -> None:
    element = _add_element(parent, "table", {})
    for y, row in enumerate(table.rows):
        row_element = _add_element(element, "table_row", {})
        for x, cell in enumerate(row):
            is_head = y == 0 if table.head_is_row else x == 0
            span = {"colspan": 1, "rowspan": 1}
            name = "table_header" if is_head else "table_cell"
            paragraph = Paragraph((Run(cell),) if cell else ())
            _add(_add_element(row_element, name, span), paragraph, fresh)


def plain_text(shared: SharedDoc) -> str:
    """One line a block, tabs between cells, the signs of lists; for search and previews.

    As if all suggestions were accepted: what is struck is not found.
    """
    return "\n".join(_lines(accepted(branches(shared))))


def _lines(parts: Iterable[Branch | Piece]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, Branch):
            continue
        if part.tag == "table_row":
            cells = (cell for cell in part.children if isinstance(cell, Branch))
            yield "\t".join(" ".join(_lines(cell.children)) for cell in cells)
        elif part.tag == "table":
            yield from _lines(part.children)
        elif part.tag != "rule":
            yield _sign(part) + _text(part)


def _text(block: Branch) -> str:
    return "".join(map(_leaf, block.children))


def _leaf(node: Branch | Piece) -> str:
    """A picture is found by what it shows; another inline node is a break."""
    if isinstance(node, Piece):
        return node.text
    if node.tag == "footnote":
        said = node.attributes.get("text")
        return f" ({said})" if isinstance(said, str) and said else ""
    if node.tag not in {"picture", "inset"}:
        return "\n"
    if node.attributes.get("what") in {"section", "page_break"}:
        return ""
    alt = node.attributes.get("alt" if node.tag == "picture" else "text")
    return f"[{alt}]" if isinstance(alt, str) and alt else ""


def _sign(line: Branch) -> str:
    form = line.attributes.get("form")
    if form not in set(ItemKind):
        return ""
    # A JavaScript number; another client may have written anything.
    level = line.attributes.get("level")
    depth = min(max(int(level), 1), 4) if isinstance(level, int | float) else 1
    sign = OUTLINE_SIGNS[depth - 1] if form == ItemKind.OUTLINE else "•"
    return f"{'  ' * (depth - 1)}{sign} "
