"""Headers and footers of a DOCX: fields of pages, of the day and of the title, read and written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from weboffice.paper import bands
from weboffice.paper.docx.marks import OFF
from weboffice.paper.docx.parts import size_of
from weboffice.paper.docx.runs import properties_of, written
from weboffice.paper.docx.sizes import TWIPS, twips
from weboffice.paper.docx.style import Q, value
from weboffice.paper.markup import quoted, said
from weboffice.paper.model import Columns, Figures, Line, Page, Paper, Run
from weboffice.paper.safe import local
from weboffice.paper.sections import columned

_TOKENS = {
    "PAGE": bands.PAGE, "NUMPAGES": bands.PAGES, "SECTIONPAGES": bands.PAGES, "DATE": bands.DATE,
    "TIME": bands.DATE, "TITLE": bands.TITLE,
}  # fmt: skip
_CODES = {
    bands.PAGE: "PAGE", bands.PAGES: "NUMPAGES", bands.TITLE: "TITLE",
    bands.DATE: 'DATE \\@ "yyyy. M. d."',
}  # fmt: skip
FIGURES = {
    "lowerRoman": Figures.ROMAN, "upperRoman": Figures.CAPITAL, "ganada": Figures.HANGUL,
}  # fmt: skip
FORMATS = {figures: name for name, figures in FIGURES.items()}
_WORD_GAP = 12.7  # where none is said


def tokened(root: Any) -> None:
    """Puts `{page}` and the like in the place of fields that are known, in all of a part."""
    for field in list(root.iter(f"{Q}fldSimple")):
        token = _token(value(field, "instr"))
        if token:
            field.getparent().replace(field, _run(field, token))
    for paragraph in root.iter(f"{Q}p"):
        for runs, code in list(_fields(paragraph)):
            token = _token(code)
            if token:
                runs[0].addprevious(_run(runs[0], token))
                for run in runs:
                    run.getparent().remove(run)


def _token(code: str) -> str:
    words = code.split()
    return _TOKENS.get(words[0].upper(), "") if words else ""


def _run(like: Any, text: str) -> Any:
    run = like.makeelement(f"{Q}r", {})
    letters = run.makeelement(f"{Q}t", {})
    letters.text = text
    run.append(letters)
    return run


def _fields(paragraph: Any) -> Iterator[tuple[list[Any], str]]:
    """The runs of each field that has none in it, and what it is."""
    runs: list[Any] = []
    code, depth, is_plain = "", 0, True
    for run in paragraph.iter(f"{Q}r"):
        marks = [value(one, "fldCharType") for one in run.findall(f"{Q}fldChar")]
        if "begin" in marks:
            depth += 1
            is_plain = depth == 1
            runs, code = ([], "") if depth == 1 else (runs, code)
        if depth:
            runs.append(run)
            code += "".join(one.text or "" for one in run.findall(f"{Q}instrText"))
        if "end" in marks and depth:
            depth -= 1
            if depth == 0 and is_plain:
                yield runs, code


def figures_of(section: Any) -> Figures:
    return FIGURES.get(value(section.find(f"{Q}pgNumType"), "fmt"), Figures.DIGIT)


def columns_of(section: Any) -> Columns:
    found = section.find(f"{Q}cols")
    is_ruled = value(found, "sep") in {"1", "true", "on"}
    gap = twips(value(found, "space"), _WORD_GAP)
    return columned(value(found, "num"), gap, is_ruled=is_ruled)


def columns_written(columns: Columns) -> str:
    if columns.count == 1:
        return ""
    ruled = ' w:sep="1"' * columns.is_ruled
    return f'<w:cols w:num="{columns.count}"{ruled} w:space="{round(columns.gap * TWIPS)}"/>'


def is_titled(section: Any) -> bool:
    """Whether the first page has a header and a footer of its own, or none."""
    found = section.find(f"{Q}titlePg")
    return found is not None and value(found) not in OFF


def has_even(settings: Any | None) -> bool:
    """Whether even pages have headers of their own."""
    return settings is not None and any(local(one) == "evenAndOddHeaders" for one in settings)


SIZE = size_of(Line())  # of letters above and below


class Edges:
    """Writes lines above and below; `width` of the text in millimetres."""

    def __init__(self, width: float, title: str, today: str) -> None:
        self.width = round(width * TWIPS)
        self.results = {bands.PAGE: "1", bands.PAGES: "1", bands.TITLE: title, bands.DATE: today}

    def lines(self, lines: tuple[Line, ...]) -> str:
        return "".join(map(self.line, lines))

    def line(self, line: Line) -> str:
        runs = [part for part in line.inlines if isinstance(part, Run)]
        is_tabbed = any("\t" in run.text for run in runs)
        align = f'<w:jc w:val="{line.align.value}"/>' if line.align else ""
        tabs = (
            f'<w:tabs><w:tab w:val="center" w:pos="{self.width // 2}"/>'
            f'<w:tab w:val="right" w:pos="{self.width}"/></w:tabs>'
        )
        properties = tabs if is_tabbed else align
        opened = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{opened}{''.join(map(self.run, runs))}</w:p>"

    def run(self, run: Run) -> str:
        return "".join(
            self.field(text, run) if is_field else written(replace(run, text=text), SIZE)
            for text, is_field in bands.pieces(run.text)
        )

    def field(self, token: str, run: Run) -> str:
        properties = properties_of(run.style, SIZE)
        looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        result = f'<w:r>{looks}<w:t xml:space="preserve">{said(self.results[token])}</w:t></w:r>'
        return f"<w:fldSimple w:instr={quoted(f' {_CODES[token]} ')}>{result}</w:fldSimple>"


def numbering(figures: Figures, start: int = 0) -> str:
    """In the order that the schema wants: behind the margins."""
    shape = f' w:fmt="{FORMATS[figures]}"' if figures in FORMATS else ""
    begin = f' w:start="{start}"' if start else ""
    return f"<w:pgNumType{shape}{begin}/>" if shape or begin else ""


@dataclass(frozen=True)
class Edging:
    """A part of the package: `header` or `footer`, of `default` or `first` pages."""

    kind: str
    pages: str
    part: str
    inner: str


def edgings(paper: Paper, number: int = 0, *, is_whole: bool = False) -> list[Edging]:
    """Those of a section that say anything, or all: one that is not there is as before it."""
    page = paper.page or Page()
    write = Edges(page.width - page.margins[1] - page.margins[3], paper.title, paper.today)
    found = [
        ("header", "default", paper.header),
        ("footer", "default", bands.with_numbers(paper)),
        ("header", "first", paper.first_header if paper.is_first_bare else ()),
        ("footer", "first", paper.first_footer if paper.is_first_bare else ()),
    ]
    section = f"_{number}" if number else ""
    return [
        Edging(
            kind, pages, f"{kind}{'12'[pages == 'first']}{section}.xml",
            write.lines(lines or (Line(),)),
        )
        for kind, pages, lines in found
        if lines or (is_whole and (pages == "default" or paper.is_first_bare))
    ]  # fmt: skip
