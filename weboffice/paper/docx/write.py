"""From a paper to DOCX (ECMA-376, transitional)."""

from collections.abc import Sequence
from dataclasses import replace

from weboffice.paper import fragments, sections, setup, spacing
from weboffice.paper.docx import parts, read
from weboffice.paper.docx.changes import Tracker
from weboffice.paper.docx.comments import Commented
from weboffice.paper.docx.edges import Edging, columns_written, edgings, numbering
from weboffice.paper.docx.insets import Shelf
from weboffice.paper.docx.parts import NAMESPACES, OFFICE, PACKAGE, R
from weboffice.paper.docx.pictures import drawn
from weboffice.paper.docx.runs import properties_of, written
from weboffice.paper.docx.sections import joined
from weboffice.paper.docx.sizes import TWIPS
from weboffice.paper.docx.style import Styles
from weboffice.paper.docx.tables_write import Tables
from weboffice.paper.features import Feature
from weboffice.paper.markup import HEAD, archive, quoted, said
from weboffice.paper.model import (
    ITEMS,
    Block,
    Edge,
    Form,
    Inline,
    Inset,
    Line,
    Note,
    Page,
    PageBreak,
    Paper,
    Picture,
    Rule,
    Run,
    Table,
)
from weboffice.paper.safe import EXTENSIONS

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.UNDERLINE, F.STRIKE, F.INK, F.FILL, F.SIZE, F.FONT, F.SCRIPT, F.LINK,
        F.HEADING, F.DEEP_HEADING, F.OUTLINE, F.LIST, F.ALIGN, F.RULE, F.PAGE_BREAK, F.TABLE,
        F.TABLE_HEAD, F.SPAN, F.WIDTHS, F.CELL_LINES, F.CELL_FILL, F.CELL_STAND, F.PICTURE, F.NOTE,
        F.NOTE_MARKS, F.HEADER, F.NOTE_FACE, F.PAGE, F.INSERTION, F.DELETION, F.OTHER_CHANGE,
        F.COMMENT, F.COMMENT_REPLY, F.PAGE_NUMBER, F.PAGE_COUNT, F.FIRST_PAGE, F.FIRST_BAND,
        F.FIGURES, F.SECTION, F.COLUMNS, F.LEADING, F.FINE_LEADING, F.TRACKING,
    }
)  # fmt: skip
NIL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def write(paper: Paper) -> bytes:
    return archive(parts_of(paper, Shelf(None)))


def parts_of(paper: Paper, shelf: Shelf) -> dict[str, bytes]:
    """The parts of the file by their names; insets come from the `shelf`."""
    return _Writer(paper, shelf).package()


class _Writer:
    def __init__(self, paper: Paper, shelf: Shelf) -> None:
        self.paper = paper
        self.shelf = shelf
        self.drawn = 0
        self.relations: list[tuple[str, str, str, bool]] = []
        self.media: dict[str, bytes] = {}
        self.extensions: dict[str, str] = {}
        self.notes: list[str] = []
        self.note_links: list[tuple[str, str, str, bool]] = []
        self.restarts = 0
        self.number_id = 3
        self.is_counting = False
        self.tracker = Tracker()
        self.talks = Commented(paper)
        self.spans = sections.spans(paper)
        self.page = paper.page or Page()
        self.edges: list[Edging] = []
        self.breaks = 0
        self.pages, self.flows = paper, False
        self.breaks_page = False
        self.kept = Styles(shelf.base) if shelf.base else None
        self.size = self.size_of(Line())  # of letters of the line that is written, in points

    def package(self) -> dict[str, bytes]:
        body = "".join(self.span(number) for number in range(len(self.spans)))
        body += self.section(self.paper, 0, is_flowing=self.flows)
        made = {"word/document.xml": _root("document", f"<w:body>{body}</w:body>")}
        types = {"word/document.xml": f"{OFFICE}.document.main+xml"}
        fixed = {
            "styles": parts.styles(),
            "numbering": parts.numbering(self.restarts),
            "settings": _root("settings", '<w:defaultTabStop w:val="800"/>'),
        }
        if self.notes:
            fixed["footnotes"] = _root("footnotes", parts.SEPARATORS + "".join(self.notes))
        for name, data in fixed.items():
            made[f"word/{name}.xml"] = data
            types[f"word/{name}.xml"] = f"{OFFICE}.{name}+xml"
            self.relate(name, quoted(f"{name}.xml"))
        if self.note_links:
            made["word/_rels/footnotes.xml.rels"] = parts.relations(self.note_links)
        for edge in self.edges:
            made[f"word/{edge.part}"] = _root("hdr" if edge.kind == "header" else "ftr", edge.inner)
            types[f"word/{edge.part}"] = f"{OFFICE}.{edge.kind}+xml"
        for part in self.talks.parts():
            made[f"word/{part.name}"] = part.data
            types[f"word/{part.name}"] = part.media_type
            self.relations.append(
                (f"rId{len(self.relations) + 1}", part.relation, quoted(part.name), False)
            )
        for one in self.shelf.links():
            self.relations.append((one.key, f"{R}/{one.kind}", quoted(one.target), one.is_outside))
        made |= self.shelf.parts()
        return self._frame(types | self.shelf.types()) | made | self.media

    def _frame(self, types: dict[str, str]) -> dict[str, bytes]:
        core = "docProps/core.xml"
        types = {**types, core: "application/vnd.openxmlformats-package.core-properties+xml"}
        top = [
            ("rId1", f"{R}/officeDocument", '"word/document.xml"', False),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", f'"{core}"', False),
        ]
        return {
            "[Content_Types].xml": parts.content_types(types, self.extensions),
            "_rels/.rels": parts.relations(top),
            "word/_rels/document.xml.rels": parts.relations(self.relations),
            core: (
                f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"<dc:title>{said(self.paper.title)}</dc:title></cp:coreProperties>"
            ).encode(),
        }

    def relate(self, kind: str, target: str, *, is_outside: bool = False) -> str:
        key = f"rId{len(self.relations) + 1}"
        self.relations.append((key, NIL + kind, target, is_outside))
        return key

    def span(self, number: int) -> str:
        pages, blocks = self.spans[number]
        self.page, self.pages, self.flows = pages.page or Page(), pages, False
        self.stretches = sections.columns_in(self.spans[number])
        after = self.spans[number + 1][1] if number + 1 < len(self.spans) else ()
        return self.blocks(blocks, after[0] if after else None)

    def column(self) -> float:
        """How wide text stands, in millimetres."""
        _, right, _, left = self.page.margins
        return sections.column_of(self.page.width - left - right, self.stretches[0])

    def section(self, paper: Paper, number: int, *, is_flowing: bool = False) -> str:
        """`number` tells its headers from those of others; flowing, it begins on that page."""
        if is_flowing:
            paper = replace(paper, is_first_bare=False, start=0)
        page = paper.page or Page()
        top, right, bottom, left = (round(one * TWIPS) for one in page.margins)
        edges = ""
        own = edgings(paper, number, is_whole=len(self.spans) > 1)
        self.edges += own
        for edge in own:
            key = self.relate(edge.kind, quoted(edge.part))
            edges += f'<w:{edge.kind}Reference w:type="{edge.pages}" r:id="{key}"/>'
        wide, tall = round(page.width * TWIPS), round(page.height * TWIPS)
        turned = ' w:orient="landscape"' if wide > tall else ""
        begins = '<w:type w:val="continuous"/>' * is_flowing
        return (
            f'<w:sectPr>{edges}{begins}<w:pgSz w:w="{wide}" w:h="{tall}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            'w:header="567" w:footer="567" w:gutter="0"/>'
            + numbering(paper.figures, paper.start)
            + columns_written(paper.columns)
            + "<w:titlePg/>" * paper.is_first_bare
            + "</w:sectPr>"
        )

    def blocks(self, blocks: Sequence[Block], after: Block | None = None) -> str:
        made, is_table = [], False
        for block, following in zip(blocks, [*blocks, after][1:], strict=True):
            if is_table and isinstance(block, Table):
                made.append("<w:p/>")  # Word joins tables that touch
            is_table = isinstance(block, Table)
            if isinstance(block, PageBreak) and isinstance(following, Line):
                self.breaks_page = True  # a property of that line: no empty one begins the page
                continue
            edge = following.edge if isinstance(following, Line) else None
            made.append(
                self.line(block, "", edge) if isinstance(block, Line) else self.block(block)
            )
        if is_table or not made:
            made.append("<w:p/>")
        return "".join(made)

    def block(self, block: Block) -> str:
        match block:
            case Line():
                return self.line(block)
            case Table():
                self.is_counting = False
                return Tables(self.column(), self.tracker, self.line).table(block)
            case PageBreak():
                self.is_counting = False
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            case Rule():
                self.is_counting = False
                return (
                    '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" '
                    'w:color="auto"/></w:pBdr></w:pPr></w:p>'
                )

    def line(self, line: Line, style: str = "", behind: Edge | None = None) -> str:
        """`behind` is what is suggested of the break behind it."""
        self.size = self.size_of(line)
        properties = self.form(line, style)
        if behind:
            properties += f"<w:rPr>{self.tracker.mark(behind)}</w:rPr>"
        if not style:  # none ends within a table
            properties += self.break_of(line)
        if line.former:
            former, at = line.former, self.tracker.about(line.former.change)
            was = Line((), former.form, former.level, former.align, leading=former.leading)
            before = self.form(was, style)
            properties += f"<w:pPrChange {at}><w:pPr>{before}</w:pPr></w:pPrChange>"
        opened = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{opened}{''.join(self.inline(part) for part in line.inlines)}</w:p>"

    def size_of(self, line: Line) -> float:
        """Of its letters: in a kept file they have the styles of theirs."""
        is_heading = line.form is Form.HEADING
        key = self.kept.named(f"heading {line.level}") if self.kept and is_heading else ""
        is_kept = self.kept is not None and (key != "" or not is_heading)
        return self.kept.size(key) if self.kept and is_kept else parts.size_of(line)

    def break_of(self, line: Line) -> str:
        """A section ends with the line: as its file had it, but for what was set since."""
        found = sections.break_in(line)
        is_last = bool(self.paper.blocks) and line is self.paper.blocks[-1]
        if found is None or is_last:
            return ""
        place = self.shelf.place(found.key)
        kept = self.shelf.element(found.key, 0) if place else ""
        if found.pages is None:
            return kept
        self.breaks += 1
        flows, self.flows = self.flows, found.is_flowing
        self.stretches = self.stretches[found.is_flowing :]
        # Above a break that flows the page is its section's: only the columns are its own.
        pages = replace(self.pages, columns=found.pages.columns) if self.flows else found.pages
        own = self.section(pages, self.breaks, is_flowing=flows)
        if place is None:
            return own
        was, _ = setup.simple(read.read_section(*place))
        return joined(kept, own, was, replace(was, columns=pages.columns) if self.flows else pages)

    def form(self, line: Line, style: str) -> str:
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        if line.form is Form.HEADING:
            properties = f'<w:pStyle w:val="Heading{line.level}"/>'
        if self.breaks_page and not style:
            properties += "<w:pageBreakBefore/>"
            self.breaks_page = False
        if line.form in ITEMS:
            properties += (
                f'<w:numPr><w:ilvl w:val="{line.level - 1}"/>'
                f'<w:numId w:val="{self.list_of(line)}"/></w:numPr>'
            )
        if line.form not in ITEMS:
            self.is_counting = False
        if line.leading is not None:
            apart = spacing.single_lines(line.leading)
            properties += f'<w:spacing w:line="{apart}" w:lineRule="auto"/>'
        if line.align is not None:
            properties += f'<w:jc w:val="{line.align.value}"/>'
        return properties

    def list_of(self, line: Line) -> int:
        if line.form is not Form.NUMBER:
            return parts.KINDS[line.form.value]
        if not self.is_counting:
            self.is_counting = True
            self.number_id = 4 + self.restarts
            self.restarts += 1
        return self.number_id

    def inline(self, part: Inline) -> str:
        match part:
            case Run():
                return self.run(part)
            case Picture():
                return self.picture(part)
            case Inset():
                return self.inset(part)
            case Note():
                self.notes.append(self.note(part))
                return (
                    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                    f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
                )

    def note(self, note: Note) -> str:
        runs = "".join(map(self.noted, note.runs))
        return parts.note(len(self.notes) + 1, runs)

    def noted(self, run: Run) -> str:
        """Links of notes are named in a table of their own."""
        made, link = written(run, parts.NOTE_SIZE), run.style.link
        if not link or link.startswith("#"):
            return made
        key = f"rId{len(self.note_links) + 1}"
        self.note_links.append((key, f"{R}/hyperlink", quoted(link), True))
        return f'<w:hyperlink r:id="{key}">{made}</w:hyperlink>'

    def run(self, run: Run) -> str:
        return self.talks.around(run, self.linked(run))

    def linked(self, run: Run) -> str:
        made = self.tracker.around(run, written(run, self.size, self.restyled(run)))
        if not run.style.link:
            return made
        link = run.style.link
        if link.startswith("#"):
            return f"<w:hyperlink w:anchor={quoted(link[1:])}>{made}</w:hyperlink>"
        key = self.relate("hyperlink", quoted(link), is_outside=True)
        return f'<w:hyperlink r:id="{key}">{made}</w:hyperlink>'

    def restyled(self, run: Run) -> str:
        if run.restyled is None:
            return ""
        before = properties_of(run.restyled.was, self.size)
        about = self.tracker.about(run.restyled.change)
        return f"<w:rPrChange {about}><w:rPr>{before}</w:rPr></w:rPrChange>"

    def picture(self, picture: Picture) -> str:
        extension = EXTENSIONS.get(picture.media_type, "bin")
        name = f"image{len(self.media) + 1}.{extension}"
        self.media[f"word/media/{name}"] = picture.data
        self.extensions[extension] = picture.media_type
        self.drawn += 1
        return drawn(picture, name, self.relate("image", quoted(f"media/{name}")), self.drawn)

    def inset(self, inset: Inset) -> str:
        """As its file had it; where that is not to be had, what stands for it."""
        if inset.what is F.SECTION:
            return ""  # a property of its line
        if not self.shelf.has(inset.key):
            return self.inline(fragments.without(inset))
        self.drawn += 1
        return self.shelf.element(inset.key, self.drawn)


def _root(name: str, inner: str) -> bytes:
    return f"{HEAD}<w:{name} {NAMESPACES}>{inner}</w:{name}>".encode()
