"""From DOCX to a paper; what is met and not read is counted, tracked changes are suggestions."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from weboffice.paper import bands
from weboffice.paper.breaks import at_breaks, framed
from weboffice.paper.docx import changes, signs
from weboffice.paper.docx import tables as docx_tables
from weboffice.paper.docx.beside import left_out
from weboffice.paper.docx.comments_read import RANGES, Talks
from weboffice.paper.docx.drawings import DRAWN, Drawings, is_choice, is_control
from weboffice.paper.docx.edges import columns_of, figures_of, has_even, is_titled, tokened
from weboffice.paper.docx.fields import Fields
from weboffice.paper.docx.insets import Insets
from weboffice.paper.docx.marks import OFF, is_rule, style_of
from weboffice.paper.docx.notes import FOOT, PARTS, notes_of
from weboffice.paper.docx.parts import R
from weboffice.paper.docx.rels import relations_of, table_of
from weboffice.paper.docx.sections import is_flowing, is_uneven, sections_in, start_of
from weboffice.paper.docx.sizes import twips
from weboffice.paper.docx.spacing import is_fixed, leading_of
from weboffice.paper.docx.style import Numbering, Q, Styles, value
from weboffice.paper.features import Feature, Losses
from weboffice.paper.fit import flattened, merged
from weboffice.paper.hwpx.changes import settled
from weboffice.paper.model import (
    PLAIN,
    Align,
    Block,
    Cell,
    Edge,
    Form,
    Former,
    Inline,
    Inset,
    Line,
    Note,
    Numbers,
    Page,
    PageBreak,
    Paper,
    Picture,
    Read,
    Rule,
    Run,
    Style,
    Table,
)
from weboffice.paper.safe import Package, Reason, Refusal, local, open_package
from weboffice.paper.spacing import paced

F = Feature
_PASSED = {"smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo"}
_TRACKED = changes.ADDED | changes.STRUCK
_ALIGNS = {
    "left": Align.LEFT, "start": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT,
    "end": Align.RIGHT,
}  # fmt: skip
_SET_IN = {"oMath", "oMathPara"}
_MET = {"altChunk": F.EXTERNAL}


def read(data: bytes) -> Read:
    return read_package(open_package(data))


def read_section(package: Package, part: str) -> Paper:
    """How pages are, as a section says that lies in a package by itself."""
    reader = _Reader(package)
    links = relations_of(package, part)
    reader.targets = {one.key: (f"/{one.target}", one.is_outside) for one in links}
    return reader.pages_of(package.xml(part))


def read_package(package: Package) -> Read:
    if "word/document.xml" not in package.names:
        raise Refusal(Reason.NOT_THIS_FORMAT)
    return _Reader(package).read()


@dataclass
class _Reader:
    package: Package
    losses: Losses = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.styles = Styles(self.package)
        self.numbering = Numbering(self.package)
        self.targets = self._relations("word/_rels/document.xml.rels")
        self.links: Mapping[str, tuple[str, bool]] = self.targets
        self.note_targets = {kind: self._relations(table_of(part)) for kind, part in PARTS.items()}
        self.notes = notes_of(self.package)
        self.fields = Fields(self.losses)
        self.insets = Insets(self.package)
        self.drawings = Drawings(self.package, self.targets, self.losses, self.insets)
        self.talks = Talks(self.package, self.losses)
        self.sections: list[Any] = []
        self.pages: list[Paper] = []
        self.is_within = False  # a cell or a box
        self.frames: list[Table] = []  # of the line that is being read
        self.size = self.styles.size("")  # of its letters that say none, in points

    def _relations(self, name: str) -> dict[str, tuple[str, bool]]:
        root = self.package.find_xml(name)
        return {
            str(one.get("Id", "")): (
                str(one.get("Target", "")),
                one.get("TargetMode") == "External",
            )
            for one in ([] if root is None else root)
        }

    def read(self) -> Read:
        body = self.package.xml("word/document.xml").find(f"{Q}body")
        if body is None:
            raise Refusal(Reason.DAMAGED, "body")
        self.losses.update(left_out(self.package))
        self.losses[F.MACRO] += "word/vbaProject.bin" in self.package.names
        self.talks.look_at(body)
        self.sections = sections_in(body)
        self.pages = [self.pages_of(section) for section in self.sections]
        blocks = tuple(self.blocks(body))
        self.losses[F.COLUMNS] += sum(map(is_uneven, self.sections))
        last = self.pages[-1] if self.pages else Paper()
        paper = replace(last, blocks=blocks, title=self._title(), talks=self.talks.found(blocks))
        return Read(paper, +self.losses, fragments=self.insets.fragments())

    def pages_of(self, section: Any) -> Paper:
        """How the pages of a section are, without text."""
        page, edges = self.section(section)
        footer, numbers = bands.numbered(edges.get("footer", ()))
        return Paper(
            (), page, is_first_bare=is_titled(section), figures=figures_of(section),
            header=edges.get("header", ()), footer=footer, numbers=numbers or Numbers.NONE,
            first_header=edges.get("first_header", ()), first_footer=edges.get("first_footer", ()),
            start=start_of(section), columns=columns_of(section),
        )  # fmt: skip

    def _title(self) -> str:
        core = self.package.find_xml("docProps/core.xml")
        found = [] if core is None else [one.text for one in core if local(one) == "title"]
        return (found[0] or "").strip() if found else ""

    def section(self, element: Any) -> tuple[Page, dict[str, tuple[Line, ...]]]:
        size, margins = element.find(f"{Q}pgSz"), element.find(f"{Q}pgMar")
        sides = [twips(value(margins, side), 20.0) for side in ("top", "right", "bottom", "left")]
        page = Page(
            twips(value(size, "w"), 210.0), twips(value(size, "h"), 297.0),
            (sides[0], sides[1], sides[2], sides[3]),
        )  # fmt: skip
        return page, self.edges(element)

    def edges(self, section: Any) -> dict[str, tuple[Line, ...]]:
        """By their names in a paper; those of pages that have none of their own are not read."""
        found: dict[str, tuple[Line, ...]] = {}
        has_even_pages = has_even(self.package.find_xml("word/settings.xml"))
        for name in ("header", "footer"):
            for reference in section.findall(f"{Q}{name}Reference"):
                target, _ = self.targets.get(str(reference.get(f"{{{R}}}id", "")), ("", False))
                part = posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
                kind = value(reference, "type")
                if kind == "even":
                    self.losses[F.HEADER] += has_even_pages and bool(self.edge(part))
                elif kind == "default":
                    found[name] = self.edge(part)
                elif is_titled(section):
                    found[f"first_{name}"] = self.edge(part)
        return found

    def edge(self, part: str) -> tuple[Line, ...]:
        root = self.package.find_xml(part)
        if root is None:
            return ()
        tokened(root)
        targets = self._relations(table_of(part))
        with self.drawings.aside(targets), self.linked_by(targets):
            lines = tuple(block for block in self.blocks(root) if isinstance(block, Line))
        return tuple(line for line in lines if line.inlines)

    def blocks(self, parent: Any) -> Iterator[Block]:
        waiting: Edge | None = None
        for element in parent:
            name = local(element)
            if name == "p":
                for block in self.paragraph(element):
                    yield replace(block, edge=waiting) if isinstance(block, Line) else block
                    waiting = None
                waiting = changes.edge_behind(element)
            elif name == "tbl":
                waiting = None
                yield self.table(element)
            elif name in _SET_IN:
                yield Line(tuple(self.drawings.other(element)))
            elif name in _PASSED | _TRACKED:
                self.losses[F.CONTROL] += name == "sdt" and is_control(element)
                yield from self.blocks(element)
            else:
                self.meet(element)

    def meet(self, element: Any) -> None:
        name = local(element)
        if name in RANGES:
            self.talks.pass_(element)
        elif name in _MET:
            self.losses[_MET[name]] += 1

    def paragraph(self, element: Any) -> Iterator[Block]:
        """A page break within it, or before it, is a block of its own."""
        properties = element.find(f"{Q}pPr")
        style_id = value(element.find(f"{Q}pPr/{Q}pStyle"))
        line = self.form(properties, style_id)
        self.losses[F.LEADING] += is_fixed(properties)
        # How headings and heads of tables look is their kind, not a mark that somebody set.
        is_kind = line.form is Form.HEADING or self.styles.is_table_head(style_id)
        base = PLAIN if is_kind else style_of(self.styles.runs(style_id), PLAIN)
        held, self.frames = self.frames, []
        around, self.size = self.size, self.styles.size(style_id)
        inlines = merged(self.talks.pointed(self.inlines(element, base)))
        frames, self.frames, self.size = self.frames, held, around
        before = element.find(f"{Q}pPr/{Q}pageBreakBefore")
        if before is not None and value(before) not in OFF:
            yield PageBreak()
        if not inlines and not frames and is_rule(element):
            yield Rule()
            return
        inlines += tuple(self.break_of(properties))
        whole = replace(line, inlines=inlines, former=self.former(properties))
        if inlines or not frames:
            yield from at_breaks(whole)
        yield from frames

    def break_of(self, properties: Any | None) -> Iterator[Inline]:
        """A section that ends with this line."""
        found = None if properties is None else properties.find(f"{Q}sectPr")
        number = next((n for n, one in enumerate(self.sections) if one is found), None)
        if found is not None and number is not None:
            flows = is_flowing(self.sections, found)
            inset = self.drawings.section(found)
            yield replace(inset, pages=self.pages[number], is_flowing=flows)

    def former(self, properties: Any | None) -> Former | None:
        found = None if properties is None else properties.find(f"{Q}pPrChange")
        if found is None:
            return None
        before = found.find(f"{Q}pPr")
        line = self.form(before, value(found.find(f"{Q}pPr/{Q}pStyle")))
        former = Former(changes.change_of(found), line.form, line.level, line.align)
        return replace(former, leading=line.leading)

    def form(self, properties: Any | None, style_id: str) -> Line:
        own = [] if properties is None else [properties]
        align = _ALIGNS.get(self.styles.aligned(style_id, own))
        line = Line(align=align, leading=leading_of(properties, self.styles.lines(style_id)))
        if level := self.styles.heading(style_id, properties):
            return replace(line, form=Form.HEADING, level=level)
        number = None if properties is None else properties.find(f"{Q}numPr")
        number = self.styles.numbering(style_id) if number is None else number
        if number is not None:
            list_id, depth = value(number.find(f"{Q}numId")), value(number.find(f"{Q}ilvl"))
            if kind := self.numbering.kind(list_id, depth):
                return replace(line, form=kind.form, level=kind.level)
        return line

    def inlines(self, parent: Any, base: Style) -> Iterator[Inline]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self.talks.over(self.run(element, base))
            elif name == "hyperlink":
                yield from self.inlines(element, replace(base, link=self.link(element)))
            elif name == "fldSimple":
                self.losses[F.FIELD] += 1
                yield from self.inlines(element, base)
            elif name in _SET_IN or (name == "sdt" and is_choice(element)):
                yield from self.drawings.other(element)
            elif name in _PASSED:
                self.losses[F.CONTROL] += name == "sdt" and is_control(element)
                yield from self.inlines(element, base)
            elif name in _TRACKED:
                yield from changes.tracked(self.inlines(element, base), element)
            else:
                self.meet(element)

    @contextmanager
    def linked_by(self, targets: Mapping[str, tuple[str, bool]]) -> Iterator[None]:
        """Each part of a package names what it leads to by itself."""
        was, self.links = self.links, targets
        yield
        self.links = was

    def link(self, element: Any) -> str | None:
        target, _ = self.links.get(str(element.get(f"{{{R}}}id", "")), ("", True))
        anchor = value(element, "anchor")
        return target or (f"#{anchor}" if anchor else None)

    def run(self, element: Any, base: Style) -> Iterator[Inline]:
        properties = element.find(f"{Q}rPr")
        style = paced(base if properties is None else style_of([properties], base), self.size)
        restyled = changes.restyled_by(properties, base, self.size)
        for one in element:
            name = local(one)
            if name == "fldChar":
                self.fields.mark(value(one, "fldCharType"))
            elif name == "instrText":
                self.fields.say(one.text or "")
            elif self.fields.is_shown:
                yield from changes.with_former(self.piece(one, style), restyled)

    def piece(self, element: Any, style: Style) -> Iterator[Inline]:
        name = local(element)
        if name in {"t", "delText"}:
            yield Run(element.text or "", self.fields.linked(style))
        elif name in {"br", "cr"} and value(element, "type") == "page":
            yield Run("\f", style)
        elif (sign := signs.said(element, self.losses)) is not None:
            yield Run(sign, style)
        elif name in PARTS:
            yield from self.note(name, value(element, "id"))
        elif name == "commentReference":
            self.talks.refer(element)
        elif name in DRAWN:
            yield from self.drawing(element)

    def note(self, kind: str, key: str) -> Iterator[Inline]:
        """One at the end of the document stands at the foot of its page, and is counted."""
        element = self.notes.get((kind, key))
        if element is None:
            return
        self.losses[F.NOTE] += kind != FOOT
        runs, targets = list[Run](), self.note_targets[kind]
        with self.drawings.aside(targets), self.linked_by(targets):
            for number, paragraph in enumerate(element.findall(f"{Q}p")):
                runs.extend([Run("\n")] if number else [])
                runs.extend(p for p in self.inlines(paragraph, PLAIN) if isinstance(p, Run))
        found = tuple(part for part in merged(runs) if isinstance(part, Run))
        yield Note(settled(found, self.losses))

    def drawing(self, element: Any) -> Iterator[Inline]:
        for one in self.drawings.drawn(element):
            box: Any = one
            if isinstance(one, Picture | Inset):
                yield one
            elif self.is_within or self.drawings.is_aside:
                for paragraph in box.iter(f"{Q}p"):
                    yield from self.inlines(paragraph, PLAIN)
            else:
                self.frames.append(framed(self.within(box)))

    def table(self, element: Any) -> Table:
        return docx_tables.read(element, self.cell)

    def cell(self, element: Any) -> Cell:
        style_id = value(element.find(f"{Q}p/{Q}pPr/{Q}pStyle"))
        is_head = self.styles.is_table_head(style_id)
        return Cell(tuple(self.within(element)), is_head=is_head)

    def within(self, element: Any) -> Iterator[Line]:
        """Lines of a cell or a box."""
        was, self.is_within = self.is_within, True
        blocks = list(self.blocks(element))
        self.is_within = was
        for block in blocks:
            if isinstance(block, Line):
                yield block
            elif isinstance(block, Table):
                self.losses[F.NESTED_TABLE] += 1
                yield from flattened(block)
