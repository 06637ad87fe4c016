"""How pages are, between a paper and the shared document (web/src/weboffice/pages/settings.ts).

The editor knows A4, upright or turned, one line above and one below. What a file has beyond that
is made so, and counted.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from weboffice.paper.model import (
    A4_MM,
    PLAIN,
    Align,
    Feature,
    Line,
    Losses,
    Numbers,
    Page,
    Paper,
    Picture,
    Run,
    plain,
)
from weboffice.ydoc.machine import SharedDoc

LEAST_MM, MOST_MM = 10.0, 60.0
LONGEST = 200
_SIDES = ("top", "right", "bottom", "left")
_NEAR_MM = 3.0


def simple(paper: Paper) -> tuple[Paper, Losses]:
    """With pages that the editor has, and what that changes."""
    losses: Losses = Counter()
    page = paper.page
    if page is not None:
        made = _fitting(page)
        losses[Feature.PAGE] += made != page and not _is_near(page)
        page = made
    header, footer = (_one(edge, losses) for edge in (paper.header, paper.footer))
    return replace(paper, page=page, header=header, footer=footer), losses


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
    """One line of plain text."""
    said = " ".join(text for line in lines if (text := plain(line).strip()))[:LONGEST]
    parts = [part for line in lines for part in line.inlines]
    is_plain = all(isinstance(one, Run) and one.style == PLAIN for one in parts)
    has_picture = any(isinstance(one, Picture) for one in parts)
    losses[Feature.HEADER] += bool(parts) and (not is_plain or len(lines) > 1 or has_picture)
    return (Line((Run(" ".join(said.split())),)),) if said else ()


def edges(paper: Paper) -> tuple[str, str, Numbers, bool]:
    """What the editor shows of headers and footers: the same means that nobody changed them."""
    numbers = Numbers.DASH if paper.numbers is Numbers.NONE else paper.numbers
    return _said(paper.header), _said(paper.footer), numbers, paper.is_first_bare


def _said(lines: tuple[Line, ...]) -> str:
    return " ".join(" ".join(map(plain, lines)).split())


def write(shared: SharedDoc, paper: Paper) -> None:
    """What differs from a new document's pages; in the caller's transaction."""
    wanted = _values(paper)
    if not wanted:
        return
    found = shared.pages
    for name, value in wanted.items():
        found[name] = value


def _values(paper: Paper) -> dict[str, Any]:
    page = paper.page or Page()
    usual = dict(zip(_SIDES, Page().margins, strict=True))
    made: dict[str, Any] = {
        side: value
        for side, value in zip(_SIDES, page.margins, strict=True)
        if value != usual[side]
    }
    if page.width > page.height:
        made["turned"] = True
    for name, lines in (("header", paper.header), ("footer", paper.footer)):
        if lines:
            made[name] = plain(lines[0])
    # A file that was never told how to number is numbered as any paper of the office.
    if paper.numbers not in {Numbers.NONE, Numbers.DASH}:
        made["numbers"] = paper.numbers.value
    if paper.is_first_bare:
        made["first"] = True
    return made


def read(shared: SharedDoc) -> Paper:
    """The pages of a document, without text; another client may have written anything."""
    said = shared.pages.to_py() or {}
    sides = [_mm(said.get(side), usual) for side, usual in zip(_SIDES, Page().margins, strict=True)]
    wide, tall = A4_MM[::-1] if said.get("turned") is True else A4_MM
    numbers = said.get("numbers")
    return Paper(
        page=Page(wide, tall, (sides[0], sides[1], sides[2], sides[3])),
        header=_line(said.get("header"), Align.RIGHT),
        footer=_line(said.get("footer"), None),
        numbers=Numbers(numbers) if numbers in set(Numbers) else Numbers.DASH,
        is_first_bare=said.get("first") is True,
    )


def _mm(value: object, usual: float) -> float:
    if not isinstance(value, int | float) or not LEAST_MM <= value <= MOST_MM:
        return usual
    return float(value)


def _line(said: object, align: Align | None) -> tuple[Line, ...]:
    text = said[:LONGEST].strip() if isinstance(said, str) else ""
    return (Line((Run(text),), align=align),) if text else ()
