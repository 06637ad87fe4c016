"""From a paper to HWPX (OWPML, KS X 6101)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from lxml import etree

from weboffice.paper import cells, fragments, grid, sections, setup
from weboffice.paper.features import Feature
from weboffice.paper.hwpx import edges as hwpx_edges
from weboffice.paper.hwpx import first as hwpx_first
from weboffice.paper.hwpx import frames, links, pictures
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx.base import EDGES
from weboffice.paper.hwpx.changes import Tracker
from weboffice.paper.hwpx.columns import Stretches, set_columns
from weboffice.paper.hwpx.head import NAMES, UNITS, Head, LineLook, empty, look_of
from weboffice.paper.hwpx.insets import FOLDER, Shelf
from weboffice.paper.hwpx.memos import Flow, Memoed
from weboffice.paper.hwpx.sections import HEADER_MM, Pages, list_sections, set_pages, set_start
from weboffice.paper.markup import HEAD, archive, said
from weboffice.paper.model import (
    PLAIN,
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
    Run,
    Table,
    plain,
)
from weboffice.paper.safe import EXTENSIONS, Package, local, open_package, parse

F = Feature
HOLDS = frozenset(
    {
        F.BOLD, F.ITALIC, F.UNDERLINE, F.STRIKE, F.INK, F.FILL, F.SIZE, F.FONT, F.SCRIPT, F.LINK,
        F.HEADING, F.DEEP_HEADING, F.OUTLINE, F.LIST, F.ALIGN, F.RULE, F.PAGE_BREAK, F.TABLE,
        F.TABLE_HEAD, F.SPAN, F.WIDTHS, F.CELL_LINES, F.CELL_FILL,
        F.CELL_STAND, F.PICTURE, F.NOTE, F.NOTE_MARKS, F.HEADER,
        F.NOTE_FACE, F.FINE_LEADING,
        F.PAGE, F.INSERTION, F.DELETION, F.PAGE_NUMBER, F.PAGE_COUNT, F.FIRST_PAGE, F.FIGURES,
        F.COMMENT, F.COMMENT_REPLY, F.FIRST_BAND, F.SECTION, F.COLUMNS, F.LEADING, F.TRACKING,
    }
)  # fmt: skip
_CELL_FILL = "none"
_SUBLIST = (
    'id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}" linkListIDRef="0" '
    'linkListNextIDRef="0" textWidth="{width}" textHeight="{height}" hasTextRef="0" hasNumRef="0"'
)


def write(paper: Paper, base: bytes = b"") -> bytes:
    """On `base`, what was kept of the file that the document came from [FM8]."""
    return _Writer(paper, open_package(base) if base else None).package()


class _Writer:
    def __init__(self, paper: Paper, base: Package | None) -> None:
        self.paper = hwpx_edges.said(paper)
        self.base = base
        self.shelf = Shelf(base)
        self.was = None if base is None else setup.simple(hwpx_read.read_package(base).paper)[0]
        self.package_of = base or empty()
        root = self.package_of.xml("Contents/header.xml")
        self.head = Head(root, is_kept=base is not None)
        self.media: dict[str, tuple[bytes, str]] = {}
        self.ids = count(1)
        self.memos = Memoed(paper, self.ids)
        self.tracker = Tracker(self.fresh)
        self.flow: Flow | None = None
        self.notes = 0
        self.list_id = 0
        self.breaks_page = False
        self.spans = sections.spans(paper)
        self.begin(0)

    def begin(self, number: int) -> None:
        """A section."""
        pages, _ = self.spans[number]
        self.number = number
        self.pages = hwpx_edges.said(replace(pages, title=self.paper.title, today=self.paper.today))
        self.page = pages.page or Page()
        _, right, _, left = self.page.margins
        self.text_width = round((self.page.width - left - right) * UNITS)
        self.stretches = Stretches(self.spans[number], self.text_width)

    def package(self) -> bytes:
        written = [self.section(number) for number in range(len(self.spans))]
        self.head.root.set("secCnt", str(len(written)))
        self.tracker.into(self.head.root)
        parts: dict[str, bytes] = {}
        for name in self.package_of.archive.namelist():
            # The preview shows another document; insets are taken off their shelf.
            if name != "Preview/PrvImage.png" and not name.startswith(f"{FOLDER}/"):
                parts[name] = self.package_of.read(name)
        for number, section in enumerate(written):
            parts[f"Contents/section{number}.xml"] = section
        parts["Contents/header.xml"] = self.head.bytes()
        parts["Contents/content.hpf"] = self.contents(parts["Contents/content.hpf"])
        parts["Preview/PrvText.txt"] = self.paper.title.encode()
        parts |= {f"BinData/{name}": data for name, (data, _) in self.media.items()}
        return archive(parts | self.shelf.parts, frozenset({"mimetype"}))

    def contents(self, before: bytes) -> bytes:
        root = parse(before)
        for element in list(root.iter()):
            name = etree.QName(element).localname
            if name == "title":
                element.text = self.paper.title
            elif name == "meta" and self.base is None:
                element.text = None  # whose template it was
            elif name == "manifest":
                for media, (_, media_type) in self.media.items():
                    etree.SubElement(
                        element, element[0].tag, id=media.partition(".")[0],
                        href=f"BinData/{media}", isEmbeded="1",
                        **{"media-type": media_type},
                    )  # fmt: skip
                for item, part, media_type in self.shelf.items:
                    etree.SubElement(
                        element, element[0].tag, id=item, href=part, isEmbeded="1",
                        **{"media-type": media_type},
                    )  # fmt: skip
        list_sections(root, len(self.spans))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def section(self, number: int) -> bytes:
        self.begin(number)
        blocks: Sequence[Block] = self.spans[number][1] or (Line(),)
        body = "".join(self.blocks(blocks, is_first=True))
        if self.breaks_page or not body:
            body += "".join(self.blocks((Line(),), is_first=not body))
        return f"{HEAD}<hs:sec {NAMES}>{body}</hs:sec>".encode()

    def fresh(self) -> int:
        return next(self.ids)

    def blocks(self, blocks: Sequence[Block], *, is_first: bool = False) -> Iterable[str]:
        flow = self.memos.flow(blocks)
        for block, following in zip(blocks, [*blocks, None][1:], strict=True):
            self.flow = flow
            edge = following.edge if isinstance(following, Line) else None
            if isinstance(block, PageBreak):
                self.breaks_page = True
                continue
            start = self.page_properties() if is_first else self.turned()
            is_first = False
            self.stretches.end(block)
            if isinstance(block, Line):
                yield self.line(block, start, edge)
            elif isinstance(block, Table):
                self.list_id = 0
                inner = self.apart(self.table, block)
                yield self.paragraph(LineLook(Form.TEXT, 1, None), start + inner)
            else:
                self.list_id = 0
                yield self.rule(start)

    def turned(self) -> str:
        control = self.stretches.begin()
        letters = self.head.letters(PLAIN) if control else 0
        return f'<hp:run charPrIDRef="{letters}">{control}</hp:run>' if control else ""

    def apart(self, write: Callable[..., str], *what: object) -> str:
        """What stands within a paragraph: a page that ends before it does not end in there."""
        breaks, self.breaks_page = self.breaks_page, False
        made = write(*what)
        self.breaks_page = breaks
        return made

    def paragraph(self, look: LineLook, runs: str, style: int = 0) -> str:
        return self._paragraph(self.head.line(look), runs, self.head.style(look, style))

    def _paragraph(self, look: int, runs: str, style: int = 0) -> str:
        breaks, self.breaks_page = int(self.breaks_page), False
        return (
            f'<hp:p id="{self.fresh()}" paraPrIDRef="{look}" styleIDRef="{style}" '
            f'pageBreak="{breaks}" columnBreak="0" merged="0">{runs}</hp:p>'
        )

    def line(self, line: Line, start: str = "", behind: Edge | None = None) -> str:
        """`behind` is what is suggested of the break behind it."""
        if line.form is Form.NUMBER:
            self.list_id = self.list_id or self.head.new_numbering()
        elif line.form in {Form.TEXT, Form.HEADING}:
            self.list_id = 0
        heading = line.level if line.form is Form.HEADING else 0
        style = self.head.headings[heading - 1] if heading else 0
        runs = "".join(self.apart(self.inline, part, heading) for part in line.inlines)
        empty_run = f'<hp:run charPrIDRef="{self.head.letters(PLAIN, heading)}"><hp:t/></hp:run>'
        if behind:
            letters, mark = self.head.letters(PLAIN, heading), self.tracker.behind(behind)
            runs += f'<hp:run charPrIDRef="{letters}"><hp:t>{mark}</hp:t></hp:run>'
        return self.paragraph(look_of(line, self.list_id), start + (runs or empty_run), style)

    def rule(self, start: str) -> str:
        look = self.head.rule()
        letters = self.head.letters(PLAIN)
        return self._paragraph(look, f'{start}<hp:run charPrIDRef="{letters}"><hp:t/></hp:run>')

    def inline(self, part: Inline, heading: int) -> str:
        match part:
            case Run():
                return self.run(part, heading)
            case Note():
                return self.note(part)
            case Picture():
                return self.picture(part)
            case Inset():
                return self.inset(part, heading)

    def inset(self, inset: Inset, heading: int) -> str:
        """As its file had it; where that is not to be had, what stands for it."""
        if inset.what is F.SECTION:
            return ""  # its pages say it
        if not self.shelf.has(inset.key):
            return self.inline(fragments.without(inset), heading)
        element = self.shelf.element(inset.key, self.fresh())
        return f'<hp:run charPrIDRef="{self.head.letters(PLAIN)}">{element}</hp:run>'

    def run(self, run: Run, heading: int) -> str:
        letters = self.head.letters(run.style, heading)
        text = self.tracker.around(run, _text(run.text))
        made = f'<hp:run charPrIDRef="{letters}"><hp:t>{text}</hp:t></hp:run>'
        if run.style.link:
            letters = self.head.letters(PLAIN)
            made = links.around(run.style.link, made, self.fresh(), letters)
        return self.memos.around(run, made, self.flow)

    def note(self, note: Note) -> str:
        self.notes += 1
        plain = self.head.letters(PLAIN)
        number = (
            f'<hp:run charPrIDRef="{plain}"><hp:ctrl><hp:autoNum num="{self.notes}" '
            'numType="FOOTNOTE"><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" '
            'suffixChar=")" supscript="0"/></hp:autoNum></hp:ctrl></hp:run>'
        )
        runs = "".join(self.run(replace(run, talks=()), 0) for run in note.runs)
        inner = self.paragraph(LineLook(Form.TEXT, 1, None), number + runs)
        return (
            f'<hp:run charPrIDRef="{plain}"><hp:ctrl><hp:footNote number="{self.notes}" '
            f'suffixChar="41" instId="{self.fresh()}">{_sublist(inner, "TOP")}</hp:footNote>'
            "</hp:ctrl></hp:run>"
        )

    def picture(self, picture: Picture) -> str:
        key = f"BIN{len(self.media) + 1:04}"
        name = f"{key}.{EXTENSIONS.get(picture.media_type, 'bin')}"
        self.media[name] = (picture.data, picture.media_type)
        made = pictures.element(picture, key, self.fresh())
        return f'<hp:run charPrIDRef="{self.head.letters(PLAIN)}">{made}</hp:run>'

    def table(self, table: Table) -> str:
        columns = max(grid.width(table), 1)
        shares = table.widths if len(table.widths) == columns else (1 / columns,) * columns
        widths = [round(self.stretches.width * share) for share in shares]
        rows: list[list[str]] = [[] for _ in table.rows]
        for place in sorted(grid.placed(table), key=lambda p: (p.row, p.column)):
            rows[place.row].append(self.cell(place, widths))
        heads = [bool(row) and all(cell.is_head for cell in row) for row in table.rows]
        return (
            f'<hp:run charPrIDRef="{self.head.letters(PLAIN)}"><hp:tbl id="{self.fresh()}" '
            'zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" '
            f'lock="0" dropcapstyle="None" pageBreak="CELL" repeatHeader="{int(any(heads))}" '
            f'rowCnt="{len(rows)}" colCnt="{columns}" cellSpacing="0" '
            f'borderFillIDRef="{self.head.fill(_CELL_FILL)}" noAdjust="0">'
            f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{len(rows) * 1800}" '
            f'heightRelTo="ABSOLUTE" protect="0"/>{pictures.POSITION}'
            '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
            '<hp:inMargin left="510" right="510" top="141" bottom="141"/>'
            + "".join(f"<hp:tr>{''.join(cells)}</hp:tr>" for cells in rows)
            + "</hp:tbl></hp:run>"
        )

    def cell(self, place: grid.Placed, widths: list[int]) -> str:
        cell = place.cell
        wide = sum(widths[place.column : place.column + cell.columns])
        shade = cells.fill_of(cell)
        fill = self.head.fill(shade.upper() if shade else _CELL_FILL)
        stand = cell.stand.value.upper() if cell.stand else "CENTER"
        inner = "".join(self.blocks(cell.lines or (Line(),)))
        return (
            f'<hp:tc name="" header="{int(cell.is_head)}" hasMargin="0" protect="0" editable="0" '
            f'dirty="0" borderFillIDRef="{fill}">{_sublist(inner, stand)}'
            f'<hp:cellAddr colAddr="{place.column}" rowAddr="{place.row}"/>'
            f'<hp:cellSpan colSpan="{cell.columns}" rowSpan="{cell.rows}"/>'
            f'<hp:cellSz width="{wide}" height="{1800 * cell.rows}"/>'
            '<hp:cellMargin left="510" right="510" top="141" bottom="141"/></hp:tc>'
        )

    def page_properties(self) -> str:
        """The run that says how the section's pages are, with header and footer."""
        return self.every_page() + self.first_page()

    def first_page(self) -> str:
        """What stands above and below the first page alone."""
        if not self.pages.is_first_bare:
            return ""
        edges: tuple[tuple[hwpx_first.Edge, tuple[Line, ...]], ...] = (
            ("header", self.pages.first_header), ("footer", self.pages.first_footer)
        )  # fmt: skip
        made = (
            hwpx_first.box(edge, self.edge_list(lines), self.fresh(), self.page)
            for edge, lines in edges
            if lines
        )
        letters = self.head.letters(PLAIN)
        return "".join(f'<hp:run charPrIDRef="{letters}">{one}</hp:run>' for one in made)

    def every_page(self) -> str:
        run, was = self.frame()
        if was is None or was.page != self.pages.page:
            set_pages(next(one for one in run.iter() if local(one) == "pagePr"), self.page)
        set_columns(run, self.stretches.columns)
        letters = self.head.letters(PLAIN)
        run.set("charPrIDRef", str(letters))
        every = replace(self.pages, first_header=(), first_footer=())
        if was is not None and was is self.was and setup.edges(was) == setup.edges(every):
            return str(etree.tostring(run, encoding="unicode"))
        for control in [one for one in run if local(one) == "ctrl" and _is_edge(one)]:
            run.remove(control)
        set_start(run, self.pages)
        return str(etree.tostring(run, encoding="unicode")) + "".join(
            f'<hp:run charPrIDRef="{letters}"><hp:ctrl>{one}</hp:ctrl></hp:run>'
            for one in self.controls()
        )

    def frame(self) -> tuple[Any, Paper | None]:
        """The run that says how the section's pages are, and how they are by it."""
        blocks, is_last = self.spans[self.number][1], self.number == len(self.spans) - 1
        found = sections.break_in(blocks[-1]) if blocks and not is_last else None
        own = self.shelf.frame(frames.LAST if is_last else found.key if found else "")
        if own is not None:
            pages = Pages(Counter())
            pages.measure(own[0])
            return own, setup.simple(Paper(page=pages.page))[0]
        run = self.package_of.xml("Contents/section0.xml")[0][0]
        return run, self.was if self.number == 0 else None

    def controls(self) -> list[str]:
        """Header, footer and number of each page."""
        edges = (("header", self.pages.header), ("footer", hwpx_edges.footer_of(self.pages)))
        goes_on = self.number > 0  # without its own, a section has those of the one before it
        made = [self.edge(name, lines or (Line(),)) for name, lines in edges if lines or goes_on]
        number = hwpx_edges.page_number(self.pages) or (hwpx_edges.NO_NUMBER if goes_on else "")
        return [*made, number] if number else made

    def edge(self, name: str, lines: tuple[Line, ...]) -> str:
        held = self.edge_list(lines)
        return f'<hp:{name} id="{self.fresh()}" applyPageType="BOTH">{held}</hp:{name}>'

    def edge_list(self, lines: tuple[Line, ...]) -> str:
        inner = "".join(map(self.edge_line, lines))
        return _sublist(inner, "TOP", self.text_width, round(HEADER_MM * UNITS))

    def edge_line(self, line: Line) -> str:
        """With tab stops in the middle and at the right, where it has more places than one."""
        letters = self.head.letters(PLAIN)
        runs = "".join(
            hwpx_edges.pieces(part, self.pages.figures, lambda run: self.run(run, 0), letters)
            for part in line.inlines
            if isinstance(part, Run)
        )
        if "\t" in plain(line):
            return self._paragraph(self.head.band(self.text_width), runs)
        return self.paragraph(look_of(line, 0), runs)


def _is_edge(control: Any) -> bool:
    return any(local(one) in EDGES for one in control)


def _sublist(inner: str, align: str, width: int = 0, height: int = 0) -> str:
    said_so = _SUBLIST.format(align=align, width=width, height=height)
    return f"<hp:subList {said_so}>{inner}</hp:subList>"


def _text(text: str) -> str:
    made = said(text).replace("\n", "<hp:lineBreak/>")
    return made.replace("\t", '<hp:tab width="4000" leader="0" type="1"/>')
