"""From HTML to a paper: what a page says, never what it fetches or runs."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree, html

from weboffice.paper import cells, grid, html_widths, spacing, text
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fit import flattened, merged, with_mark
from weboffice.paper.grid import Placed
from weboffice.paper.model import (
    DEEPEST,
    PLAIN,
    Align,
    Block,
    Cell,
    Form,
    Inline,
    Line,
    PageBreak,
    Paper,
    Picture,
    Read,
    Rule,
    Run,
    Style,
    Table,
)
from weboffice.paper.safe import LARGEST_PICTURE, Reason, Refusal, picture_type

F = Feature
MM_IN_PX = 25.4 / 96
_DROPPED = {"script", "style", "head", "title", "noscript", "template", "meta", "link", "base"}
_COUNTED = {
    "svg": F.SHAPE, "canvas": F.SHAPE, "math": F.EQUATION, "iframe": F.EXTERNAL, "object": F.OBJECT,
    "embed": F.OBJECT, "video": F.OBJECT, "audio": F.OBJECT, "input": F.FIELD, "select": F.FIELD,
    "textarea": F.FIELD, "button": F.FIELD,
}  # fmt: skip
_MARKS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strike", "del": "strike", "strike": "strike",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "li",
    "table", "blockquote", "pre", "figure", "figcaption", "dl", "dt", "dd", "body", "html", "hr",
    "address", "form",
    "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "center", "details", "summary",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*#([0-9a-f]{6})\b", re.IGNORECASE)
_FILL = re.compile(r"background(?:-color)?\s*:\s*#([0-9a-f]{6})\b", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)pt", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^,;'\"]+)", re.IGNORECASE)
_LEADING = re.compile(r"line-height\s*:\s*([\d.]{1,6})(%|(?=\s*(?:;|$)))", re.IGNORECASE)
_TRACKING = re.compile(r"letter-spacing\s*:\s*(-?[\d.]{1,6})em", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_STAND = re.compile(r"vertical-align\s*:\s*(top|bottom)", re.IGNORECASE)
_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)(mm|px)", re.IGNORECASE)


def read(data: bytes) -> Read:
    said = text.decode(data)
    if not said.strip():
        raise Refusal(Reason.EMPTY)
    return read_text(said)


def read_text(said: str) -> Read:
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_pis=True)
    try:
        root = html.document_fromstring(said.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Reason.DAMAGED) from error
    reader = _Reader()
    title = root.findtext(".//title") or ""
    body = root.find("body")
    blocks = tuple(reader.blocks(root if body is None else body))
    return Read(Paper(blocks, title=title.strip()), +reader.losses)


@dataclass
class _Reader:
    losses: Losses = field(default_factory=Counter)

    def blocks(self, parent: Any, line: Line = Line(), style: Style = PLAIN) -> Iterator[Block]:  # noqa: B008
        """Blocks in `parent`; text right in it becomes lines like `line`."""
        gathered: list[Inline] = []
        for part in self.parts(parent, style):
            if isinstance(part, Run | Picture):
                gathered.append(part)
                continue
            yield from _flush(line, gathered)
            yield from self.block(part, line, style)
        yield from _flush(line, gathered)

    def parts(self, parent: Any, style: Style) -> Iterator[Any]:
        """Inlines, and elements that are blocks, in their order."""
        yield from _runs(parent.text, style, parent)
        for element in parent:
            tag = element.tag
            if not isinstance(tag, str) or tag in _DROPPED or _is_sign(element):
                pass
            elif tag in _COUNTED:
                self.losses[_COUNTED[tag]] += 1
            elif tag in _BLOCKS:
                yield element
            elif tag == "br":
                yield Run("\n", style)
            elif tag == "img":
                yield from self.picture(element)
            else:
                yield from self.parts(element, _styled(element, style))
            yield from _runs(element.tail, style, parent)

    def block(self, element: Any, line: Line, style: Style) -> Iterator[Block]:
        tag, like = element.tag, _like(element, line)
        if tag == "hr":
            yield Rule()
        elif tag == "table":
            yield from self.table(element)
        elif "page-break" in element.get("class", "").split():
            yield PageBreak()
        else:
            found = list(self.blocks(element, like, style))
            is_line = tag in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
            yield from found or ([like] if is_line else [])

    def picture(self, element: Any) -> Iterator[Inline]:
        source = element.get("src", "")
        head, _, body = source.partition(",")
        if not head.startswith("data:image/") or not head.endswith(";base64"):
            self.losses[F.EXTERNAL] += 1
            return
        try:
            data = b64decode(body, validate=True)
        except (Base64Error, ValueError):
            data = b""
        media_type = picture_type(data)
        if media_type is None or len(data) > LARGEST_PICTURE:
            self.losses[F.PICTURE] += 1
            return
        sizes = {
            m[1].lower(): float(m[2]) * (1 if m[3].lower() == "mm" else MM_IN_PX)
            for m in _LENGTH.finditer(element.get("style", ""))
        }
        wide, tall = sizes.get("width", 80.0), sizes.get("height", 60.0)
        yield Picture(data, media_type, wide, tall, element.get("alt", ""))

    def table(self, element: Any) -> Iterator[Block]:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        places: list[Placed] = []
        taken: set[tuple[int, int]] = set()
        columns = 0
        for y, row in enumerate(rows):
            x = 0
            for cell in row.iterchildren("td", "th"):
                while (y, x) in taken:
                    x += 1
                wide = min(_whole(cell, "colspan"), grid.MOST_COLUMNS - x)
                tall = min(_whole(cell, "rowspan"), len(rows) - y)
                if wide < 1 or len(taken) + wide * tall > grid.MOST_CELLS:
                    raise Refusal(Reason.TOO_LARGE, "table")
                taken.update((y + dy, x + dx) for dy in range(tall) for dx in range(wide))
                made = Cell(tuple(self.cell_lines(cell)), wide, tall, cell.tag == "th")
                made = _shaded(made, cell)
                places.append(Placed(y, x, made))
                x += wide
            columns = max(columns, x)
        if places:
            widths = html_widths.of(element, columns)
            yield replace(grid.from_places(places, len(rows), columns), widths=widths)

    def cell_lines(self, cell: Any) -> Iterator[Line]:
        found = list(self.blocks(cell))
        for block in found:
            if isinstance(block, Line):
                yield block
            elif isinstance(block, Table):
                self.losses[F.NESTED_TABLE] += 1
                yield from flattened(block)
        if not any(isinstance(block, Line | Table) for block in found):
            yield Line()


def _shaded(made: Cell, element: Any) -> Cell:
    look = element.get("style", "")
    fill, standing = _FILL.search(look), _STAND.search(look)
    return cells.shaded(
        made,
        fill[1] if fill else element.get("bgcolor", ""),
        standing[1] if standing else element.get("valign", ""),
    )


def _flush(line: Line, gathered: list[Inline]) -> Iterator[Line]:
    inlines = _trimmed(merged(gathered))
    gathered.clear()
    if inlines:
        yield replace(line, inlines=inlines)


def _trimmed(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """As a browser shows it: one blank between words, none at the ends of a line."""
    made: list[Inline] = []
    is_start = True
    for part in inlines:
        if isinstance(part, Run):
            said = part.text.lstrip(" ") if is_start else part.text
            said = re.sub(r" *\n *", "\n", said)
            is_start = said.endswith((" ", "\n")) or (is_start and not said)
            part = replace(part, text=said)  # noqa: PLW2901
        else:
            is_start = False
        made.append(part)
    while made and isinstance(last := made[-1], Run) and not last.text.strip(" \n"):
        made.pop()
    if made and isinstance(last := made[-1], Run):
        made[-1] = replace(last, text=last.text.rstrip(" \n"))
    return merged(made)


def _runs(said: str | None, style: Style, parent: Any) -> Iterator[Run]:
    if not said:
        return
    if parent.tag == "pre":
        yield Run(said, style)
    elif parent.get("class") == "tab":
        yield Run("\t", style)
    else:
        yield Run(_SPACE.sub(" ", said), style)


def _is_sign(element: Any) -> bool:
    return bool(element.tag == "span" and element.get("class") == "sign")


def _styled(element: Any, style: Style) -> Style:
    tag = element.tag
    if tag in _MARKS:
        style = with_mark(style, _MARKS[tag], is_set=True)
    elif tag in {"sub", "sup"}:
        style = replace(style, script="sub" if tag == "sub" else "super")
    elif tag == "a" and element.get("href"):
        style = replace(style, link=element.get("href"))
    elif tag == "mark":
        style = replace(style, fill="#ffff00")
    return _looking(style, element.get("style", ""))


def _looking(style: Style, look: str) -> Style:
    if look:
        if found := _COLOUR.search(look):
            style = replace(style, ink=_unless_plain(found[1]))
        if found := _FILL.search(look):
            style = replace(style, fill=_unless_plain(found[1]))
        if found := _SIZE.search(look):
            style = replace(style, size=float(found[1]))
        if found := _FONT.search(look):
            style = replace(style, font=found[1].strip())
        if found := _TRACKING.search(look):
            style = replace(style, tracking=spacing.tracking(_float(found[1]) * 100))
    return style


def _unless_plain(said: str) -> str | None:
    return None if said.lower() in {"000000", "ffffff"} else f"#{said.lower()}"


def _like(element: Any, line: Line) -> Line:
    """What the text of a block element is."""
    tag = element.tag
    found = _ALIGN.search(element.get("style", "")) or _ALIGN.match(
        f"text-align:{element.get('align', '')}"
    )
    align = Align(found[1].lower()) if found else None
    like = Line(align=align, leading=_leading(element.get("style", "")))
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():  # noqa: PLR2004 - h1 to h6
        return replace(like, form=Form.HEADING, level=int(tag[1]))
    if tag == "li":
        depth = sum(1 for one in element.iterancestors() if one.tag in {"ul", "ol"})
        above = element.getparent()
        form = Form.NUMBER if above is not None and above.tag == "ol" else Form.BULLET
        return replace(like, form=form, level=min(max(depth, 1), DEEPEST))
    if element.get("data-kind") in {"outline", "bullet", "number"}:
        level = element.get("data-level", "1")
        depth = int(level) if level.isdecimal() else 1
        form = Form(element.get("data-kind"))
        return replace(like, form=form, level=min(max(depth, 1), DEEPEST))
    if tag == "p" and line.form in {Form.BULLET, Form.NUMBER}:
        return line  # a paragraph within an item
    return replace(like, align=align or line.align, leading=like.leading or line.leading)


def _leading(look: str) -> int | None:
    found = _LEADING.search(look)
    return spacing.leading(_float(found[1]) * (1 if found[2] else 100)) if found else None


def _float(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0


def _whole(element: Any, name: str) -> int:
    said = element.get(name, "1").strip()
    return min(max(int(said), 1), 10_000) if said.isascii() and said.isdecimal() else 1
