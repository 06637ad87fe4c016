"""From HWPX to a paper."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from weboffice.paper import cells, fragments, grid
from weboffice.paper.breaks import framed
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fit import flattened, merged
from weboffice.paper.grid import Placed
from weboffice.paper.hwpx import edges, frames
from weboffice.paper.hwpx import first as hwpx_first
from weboffice.paper.hwpx.changes import MARKS, Changes, settled
from weboffice.paper.hwpx.fields import Around
from weboffice.paper.hwpx.insets import KINDS, Insets
from weboffice.paper.hwpx.memos import Memos
from weboffice.paper.hwpx.sections import CONTROLS, Pages, ended, mm
from weboffice.paper.hwpx.style import Looks
from weboffice.paper.model import (
    Block,
    Cell,
    Columns,
    Inline,
    Inset,
    Line,
    Note,
    PageBreak,
    Picture,
    Read,
    Rule,
    Run,
    Style,
    Table,
    plain,
)
from weboffice.paper.safe import (
    LARGEST_PICTURE,
    Package,
    Reason,
    Refusal,
    attribute,
    child,
    local,
    open_package,
    picture_type,
)

F = Feature
_SECTION = re.compile(r"^Contents/section(\d+)\.xml$")
_MET = {
    "video": F.OBJECT, "hiddenComment": F.COMMENT, "btn": F.FIELD, "scrollBar": F.FIELD,
    "autoNum": F.FIELD, "indexmark": F.FIELD,
}  # fmt: skip
_SHAPES = {"rect", "ellipse", "arc", "polygon", "curve", "line", "connectLine", "container"}
_SIGNS = {"lineBreak": "\n", "tab": "\t", "nbSpace": "\u00a0", "fwSpace": "\u3000", "hyphen": "-"}
_IGNORED_FIELDS = {"BOOKMARK", ""}


def read(data: bytes) -> Read:
    return read_package(open_package(data))


def read_package(package: Package) -> Read:
    if "Contents/header.xml" not in package.names:
        raise Refusal(Reason.NOT_THIS_FORMAT)
    manifest = package.find_xml("META-INF/manifest.xml")
    if manifest is not None and any(local(e) == "encryption-data" for e in manifest.iter()):
        raise Refusal(Reason.PROTECTED)
    return _Reader(package).read()


@dataclass
class _Reader:
    package: Package
    losses: Losses = field(default_factory=Counter)
    around: Around = field(default_factory=Around)
    is_aside: bool = False  # in a note, a header or a footer
    is_within: bool = False  # in any of these, a cell or a box
    edge_name: str = ""  # of the header or footer that is being read

    def __post_init__(self) -> None:
        self.memos = Memos(self.losses)
        self.pages = Pages(self.losses)
        head = self.package.xml("Contents/header.xml")
        self.looks, self.changes = Looks(head), Changes(head)
        contents = self.package.find_xml("Contents/content.hpf")
        items = [] if contents is None else [e for e in contents.iter() if local(e) == "item"]
        self.items = {attribute(one, "id"): attribute(one, "href") for one in items}
        self.insets = Insets(self.package, self.items)
        every = () if contents is None else contents.iter()
        self.title = next((e.text or "" for e in every if local(e) == "title"), "").strip()

    def read(self) -> Read:
        numbers = sorted(int(m[1]) for name in self.package.names if (m := _SECTION.match(name)))
        signatures = (name.lower() for name in self.package.names if name.startswith("META-INF/"))
        self.losses[F.SIGNATURE] += sum("signature" in name for name in signatures)
        self.losses[F.MACRO] += any(name.startswith("Scripts/") for name in self.package.names)
        blocks: list[Block] = []
        key = ""
        for place, number in enumerate(numbers):
            root = self.package.xml(f"Contents/section{number}.xml")
            self.memos.look_at(root)
            if place:
                blocks = ended(blocks, self.pages.paper(), key)
                self.pages = self.pages.following()
                key = self.frame(root, is_last=place == len(numbers) - 1)
            for block in self.blocks(root):
                blocks = self.parted(blocks) if self.pages.former else blocks
                blocks.append(block)
        talks = self.memos.found(blocks)
        pages = self.pages.paper()
        paper = replace(pages, blocks=tuple(blocks), title=self.title, talks=talks)
        return Read(paper, +self.losses, fragments=self.insets.fragments())

    def parted(self, blocks: list[Block]) -> list[Block]:
        """Ends the text that stood in other columns."""
        columns, self.pages.former = self.pages.former or Columns(), None
        former = replace(self.pages.paper(), columns=columns)
        return ended(blocks, former, is_flowing=True) if blocks else blocks

    def frame(self, root: Any, *, is_last: bool) -> str:
        """The key of how the pages of a further section are in its own words, or nothing."""
        made = frames.kept(root, is_last=is_last)
        if made is None or (len(self.insets.taken) >= fragments.MOST and not is_last):
            return ""
        self.insets.taken[made.key] = made
        return made.key

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if local(element) != "p":
                continue
            edge, self.changes.behind = self.changes.behind, None
            for block in self.paragraph(element):
                yield replace(block, edge=edge) if edge and isinstance(block, Line) else block
                edge = None
            self.pages.is_opening &= self.is_within

    def paragraph(self, element: Any) -> Iterator[Block]:
        """A line, and what is anchored in it: tables and text of shapes follow it."""
        if attribute(element, "pageBreak") == "1":
            yield PageBreak()
        line = self.looks.line(element)
        self.losses[F.LEADING] += self.looks.is_fixed(element)
        style_id = attribute(element, "styleIDRef")
        parts = [
            part
            for run in element
            if local(run) == "run"
            for part in self.run(run, self.looks.letters(run, line, style_id))
        ]
        inlines = merged(
            self.memos.pointed(p for p in parts if isinstance(p, Run | Note | Picture | Inset))
        )
        anchored = [p for p in parts if isinstance(p, Table | Line)]
        if not inlines and not anchored and self.looks.is_rule(element):
            yield Rule()
        elif inlines or not anchored:
            yield replace(line, inlines=inlines)
        yield from anchored

    def run(self, element: Any, style: Style) -> Iterator[Inline | Table | Line]:
        for one in element:
            name = local(one)
            if name == "t":
                yield from self.text(one, style)
            elif name == "ctrl":
                for control in one:
                    yield from self.control(control, style)
            elif name == "secPr":
                self.pages.measure(one)
            elif name == "tbl":
                yield self.table(one)
            elif name == "pic":
                yield from self.picture(one)
            else:
                yield from self.drawn(one, name)

    def drawn(self, element: Any, name: str) -> Iterator[Inline | Table | Line]:
        if name in {"compose", "dutmal"}:
            said = attribute(element, "composeText") or "".join(element.itertext())
            yield Run(said)
            return
        if self.pages.is_first_bare and (first := hwpx_first.edge_of(element)):
            self.pages.first.setdefault(first, self.edge_lines(child(element, "drawText"), first))
            return
        boxes = [one for one in element.iter() if local(one) == "drawText"]
        is_box = name in _SHAPES and name != "container" and bool(boxes)
        inset = None if is_box or self.is_aside else self.insets.take(element)
        if inset is not None:
            yield inset
            return
        self.losses[KINDS.get(name) or _MET.get(name) or F.UNKNOWN] += name in KINDS | _MET
        for boxed in boxes if name in _SHAPES else []:
            if self.is_within:
                yield from self.inner(boxed)
            else:
                yield framed(self.inner(boxed))

    def text(self, element: Any, style: Style) -> Iterator[Run]:
        yield from self.said(element.text, style)
        for one in element:
            name = local(one)
            if name in MARKS:
                self.changes.mark(one)
            elif name in _SIGNS:
                yield from self.said(_SIGNS[name], style)
            elif name == "markpenBegin":
                style = replace(style, fill=attribute(one, "color").lower() or "#ffff00")
            elif name == "markpenEnd":
                style = replace(style, fill=None)
            yield from self.said(one.tail, style)

    def said(self, text: str | None, style: Style) -> Iterator[Run]:
        if not text:
            return
        style = self.around.over(style)
        yield self.changes.over(Run(text, style, talks=self.memos.keys))

    def control(self, element: Any, style: Style) -> Iterator[Inline | Table | Line]:
        name = local(element)
        if name == "fieldBegin":
            self.field(element)
        elif name == "fieldEnd":
            key = attribute(element, "beginIDRef")
            self.memos.end(key)
            yield from self.said(self.around.end(key), style)
        elif name in {"footNote", "endNote"}:
            yield self.note(element)
        elif name in {"header", "footer"}:
            self.pages.edge(name, self.edge_lines(element, name))
        elif name in CONTROLS:
            self.pages.control(element)
        elif name == "autoNum" and self.edge_name:
            yield from edges.field(element)
        elif name in KINDS | _MET:
            yield from self.drawn(element, name)

    def field(self, element: Any) -> None:
        kind = attribute(element, "type")
        if kind == "MEMO":
            self.memos.begin(element, map(plain, self.aside(element)))
        elif not self.around.begin(element) and kind not in _IGNORED_FIELDS:
            self.losses[F.FIELD] += 1

    def inner(self, element: Any) -> list[Line]:
        """Lines of a note, a header or a cell, apart from the fields around it."""
        held, self.around = self.around, Around()
        changes = self.changes.aside()
        found = child(element, "subList")
        was, self.is_within = self.is_within, True
        blocks = [] if found is None else list(self.blocks(found))
        self.is_within = was
        self.around = held
        self.changes.back(changes)
        lines: list[Line] = []
        for block in blocks:
            if isinstance(block, Line):
                lines.append(block)
            elif isinstance(block, Table):
                self.losses[F.NESTED_TABLE] += 1
                lines.extend(flattened(block))
        return lines

    def aside(self, element: Any) -> list[Line]:
        """Lines that no memo of the text around is about."""
        held, was = self.memos.aside(), self.is_aside
        self.is_aside = True
        lines = self.inner(element)
        self.is_aside = was
        self.memos.back(held)
        return lines

    def note(self, element: Any) -> Note:
        before = self.losses[F.FIELD]
        lines = self.aside(element)
        self.losses[F.FIELD] = before  # its own number
        self.losses[F.NOTE] += local(element) == "endNote"  # it stands at the foot of its page
        runs = list[Inline]()
        for number, line in enumerate(lines):
            runs.extend([Run("\n")] if number else [])
            runs.extend(line.inlines)
        return Note(settled(tuple(p for p in merged(runs) if isinstance(p, Run)), self.losses))

    def edge_lines(self, element: Any, name: str) -> tuple[Line, ...]:
        self.edge_name = name
        lines = tuple(self.aside(element))
        self.edge_name = ""
        return lines

    def picture(self, element: Any) -> Iterator[Inline]:
        image = next((one for one in element.iter() if local(one) == "img"), None)
        key = "" if image is None else attribute(image, "binaryItemIDRef")
        part = self.items.get(key, "")
        if part not in self.package.names:
            self.losses[F.EXTERNAL] += 1
            return
        data = self.package.read(part)
        media_type = picture_type(data)
        if media_type is None and self.is_aside and part in self.package.previews:
            data, media_type = self.package.previews[part], "image/png"
        if media_type is None or len(data) > LARGEST_PICTURE:
            yield from self.other_picture(element)
            return
        wide, tall = (mm(child(element, "sz"), side, 50.0) for side in ("width", "height"))
        about = child(element, "shapeComment")
        alt = "" if about is None else (about.text or "").strip()
        yield Picture(data, media_type, wide, tall, alt)

    def other_picture(self, element: Any) -> Iterator[Inline]:
        drawing = None if self.is_aside else self.insets.take(element)
        self.losses[F.PICTURE] += drawing is None
        yield from () if drawing is None else (drawing,)

    def table(self, element: Any) -> Table:
        places: list[Placed] = []
        rows = [row for row in element if local(row) == "tr"]
        columns = 0
        widths: dict[int, float] = {}
        for y, row in enumerate(rows):
            for x, cell in enumerate(one for one in row if local(one) == "tc"):
                place = self.cell(cell, y, x)
                places.append(place)
                columns = max(columns, place.column + place.cell.columns)
                if place.cell.columns == 1:
                    widths.setdefault(place.column, mm(child(cell, "cellSz"), "width", 0.0))
        tall = max([len(rows), *(p.row + 1 for p in places)])
        if tall * columns > grid.MOST_CELLS:
            raise Refusal(Reason.TOO_LARGE, "table")
        made = grid.from_places(places, tall, columns)
        if len(widths) == columns and all(widths.values()):
            whole = sum(widths.values())
            shares = tuple(round(widths[x] / whole, 4) for x in range(columns))
            made = replace(made, widths=shares)
        return made

    def cell(self, element: Any, y: int, x: int) -> Placed:
        lines = self.inner(element) or [Line()]
        address, span = child(element, "cellAddr"), child(element, "cellSpan")
        is_head = attribute(element, "header") == "1"
        cell = Cell(tuple(lines), _whole(span, "colSpan", 1), _whole(span, "rowSpan", 1), is_head)
        standing = child(element, "subList")
        cell = cells.shaded(
            cell,
            self.looks.fill(attribute(element, "borderFillIDRef")),
            "" if standing is None else attribute(standing, "vertAlign"),
        )
        return Placed(_whole(address, "rowAddr", y), _whole(address, "colAddr", x), cell)


def _whole(element: Any | None, name: str, default: int) -> int:
    said = "" if element is None else attribute(element, name)
    return min(int(said), 10_000) if said.isascii() and said.isdecimal() else default
