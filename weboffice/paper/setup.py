"""How pages are, between a paper and the shared document (web/src/weboffice/pages/settings.ts).

The editor knows A4, upright or turned, one line above and one below with three places each. What
a file has beyond that is made so, and counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from weboffice.paper import lines as papered
from weboffice.paper.bands import Band, band_of, lines_of
from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import (
    A4_MM,
    PLAIN,
    Columns,
    Figures,
    Inline,
    Inset,
    Line,
    Numbers,
    Page,
    Paper,
    Run,
)
from weboffice.paper.sections import MOST_COLUMNS, WIDEST_GAP, told_columns
from weboffice.ydoc.machine import SharedDoc

LEAST_MM, MOST_MM = 10.0, 60.0
LONGEST = 200
HIGHEST_START = 9_999
_SIDES = ("top", "right", "bottom", "left")
_NEAR_MM = 3.0
# A band's left, middle and right as the shared document names them.
_NAMES = {
    "header": ("headerLeft", "headerCenter", "header"),
    "footer": ("footer", "footerCenter", "footerRight"),
    "first_header": ("firstHeaderLeft", "firstHeaderCenter", "firstHeaderRight"),
    "first_footer": ("firstFooterLeft", "firstFooterCenter", "firstFooterRight"),
}


def simple(paper: Paper) -> tuple[Paper, Losses]:
    """With pages that the editor has, in each section, and what that changes."""
    losses: Losses = Counter()

    def section(part: Inline) -> Inline:
        if not isinstance(part, Inset) or part.pages is None:
            return part
        return replace(part, pages=_simple(part.pages, losses))

    blocks = papered.with_inlines(paper.blocks, section)
    return _simple(replace(paper, blocks=blocks), losses), losses


def _simple(paper: Paper, losses: Losses) -> Paper:
    page = paper.page
    if page is not None:
        made = _fitting(page)
        losses[Feature.PAGE] += made != page and not _is_near(page)
        page = made
    above, below, first_above, first_below = (_one(lines, losses) for lines in _bands(paper))
    paper = replace(paper, first_header=first_above, first_footer=first_below)
    return replace(paper, page=page, header=above, footer=below)


def _fitting(page: Page) -> Page:
    short, long = A4_MM
    wide, tall = (long, short) if page.width > page.height else (short, long)
    top, right, bottom, left = (min(max(one, LEAST_MM), MOST_MM) for one in page.margins)
    return Page(wide, tall, (top, right, bottom, left))


def _is_near(page: Page) -> bool:
    sides = sorted((page.width, page.height))
    is_a4 = all(abs(one - a4) <= _NEAR_MM for one, a4 in zip(sides, A4_MM, strict=True))
    return is_a4 and all(LEAST_MM <= one <= MOST_MM for one in page.margins)


def _one(lines: tuple[Line, ...], losses: Losses) -> tuple[Line, ...]:
    """One line of plain text, with a left, a middle and a right."""
    parts = [part for line in lines for part in line.inlines]
    is_plain = all(isinstance(one, Run) and one.style == PLAIN for one in parts)
    losses[Feature.HEADER] += bool(parts) and (not is_plain or len(lines) > 1)
    return lines_of(band_of(lines).cut(LONGEST))


def edges(paper: Paper) -> tuple[object, ...]:
    """What the editor shows of headers and footers: the same means that nobody changed them."""
    above, below, first_above, first_below = map(band_of, _bands(paper))
    bare, start = paper.is_first_bare, paper.start
    return above, below, first_above, first_below, paper.numbers, paper.figures, bare, start


def write(shared: SharedDoc, paper: Paper) -> None:
    """What differs from a new document's pages; in the caller's transaction."""
    wanted = values(paper)
    if not wanted:
        return
    found = shared.pages
    for name, value in wanted.items():
        found[name] = value


def values(paper: Paper) -> dict[str, Any]:
    """What differs from a new document's pages, by the names of the shared document."""
    page = paper.page or Page()
    usual = dict(zip(_SIDES, Page().margins, strict=True))
    made: dict[str, Any] = {
        side: value
        for side, value in zip(_SIDES, page.margins, strict=True)
        if value != usual[side]
    }
    if page.width > page.height:
        made["turned"] = True
    for names, lines in zip(_NAMES.values(), _bands(paper), strict=True):
        said = zip(names, vars(band_of(lines)).values(), strict=True)
        made |= {name: text for name, text in said if text}
    if paper.figures is not Figures.DIGIT:
        made["figures"] = paper.figures.value
    # A file that knows no pages is numbered as any paper of the office.
    if paper.numbers is not (Numbers.DASH if paper.page else Numbers.NONE):
        made["numbers"] = paper.numbers.value
    if paper.is_first_bare:
        made["first"] = True
    if paper.start:
        made["start"] = paper.start
    return made | _column_values(paper.columns)


def _column_values(columns: Columns) -> dict[str, Any]:
    if columns.count == 1:
        return {}
    made: dict[str, Any] = {"columns": columns.count}
    if columns.gap != Columns().gap:
        made["gap"] = columns.gap
    if columns.is_ruled:
        made["ruled"] = True
    return made


def read(shared: SharedDoc) -> Paper:
    """The pages of a document, without text; of several sections those of the last."""
    return paper_of(shared.pages.to_py() or {})


def paper_of(said: Mapping[str, Any]) -> Paper:
    """Another client may have written anything."""
    sides = [_mm(said.get(side), usual) for side, usual in zip(_SIDES, Page().margins, strict=True)]
    wide, tall = A4_MM[::-1] if said.get("turned") is True else A4_MM
    numbers, figures, start = said.get("numbers"), said.get("figures"), said.get("start")
    above, below, first_above, first_below = (
        lines_of(Band(*(_text(said.get(name)) for name in names))) for names in _NAMES.values()
    )
    return Paper(
        page=Page(wide, tall, (sides[0], sides[1], sides[2], sides[3])),
        numbers=Numbers(numbers) if numbers in set(Numbers) else Numbers.DASH,
        is_first_bare=said.get("first") is True,
        figures=Figures(figures) if figures in set(Figures) else Figures.DIGIT,
        header=above,
        footer=below,
        first_header=first_above,
        first_footer=first_below,
        start=int(start) if isinstance(start, int | float) and 0 < start <= HIGHEST_START else 0,
        columns=_columns(said),
    )


def _columns(said: Mapping[str, Any]) -> Columns:
    count, gap = said.get("columns"), said.get("gap")
    if count is None:
        count = told_columns(_text(said.get("text")))
    if not isinstance(count, int | float) or not 1 < count <= MOST_COLUMNS:
        return Columns()
    return Columns(
        int(count),
        float(gap) if isinstance(gap, int | float) and 0 <= gap <= WIDEST_GAP else Columns().gap,
        is_ruled=said.get("ruled") is True,
    )


def _mm(value: object, usual: float) -> float:
    if not isinstance(value, int | float) or not LEAST_MM <= value <= MOST_MM:
        return usual
    return float(value)


def _text(said: object) -> str:
    return said[:LONGEST].strip() if isinstance(said, str) else ""


def _bands(paper: Paper) -> tuple[tuple[Line, ...], ...]:
    return paper.header, paper.footer, paper.first_header, paper.first_footer
