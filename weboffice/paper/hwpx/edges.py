"""Headers, footers and numbers of pages in an HWPX, read and written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from weboffice.paper import bands
from weboffice.paper.model import Figures, Line, Numbers, Paper, Run
from weboffice.paper.safe import attribute

FIGURES = {
    "ROMAN_SMALL": Figures.ROMAN, "ROMAN_CAPITAL": Figures.CAPITAL,
    "HANGUL_SYLLABLE": Figures.HANGUL,
}  # fmt: skip
FORMATS = {figures: name for name, figures in FIGURES.items()}
_DASHES = frozenset({"-", "–"})
_TOKENS = {"PAGE": bands.PAGE, "TOTAL_PAGE": bands.PAGES}
_KINDS = {token: kind for kind, token in _TOKENS.items()}
_PLACES = frozenset({"left", "center", "right"})
_EDGES = {"TOP": "header", "BOTTOM": "footer"}
NO_NUMBER = '<hp:pageNum pos="NONE" formatType="DIGIT" sideChar=""/>'


def figures_of(element: Any) -> Figures:
    return FIGURES.get(attribute(element, "formatType"), Figures.DIGIT)


def numbering(element: Any) -> tuple[Numbers, tuple[str, str, str] | None]:
    """How pages are numbered, and where if not below in the middle: edge, place, text."""
    is_dash = attribute(element, "sideChar") in _DASHES
    numbers = Numbers.DASH if is_dash else Numbers.PLAIN
    position = attribute(element, "pos", "BOTTOM_CENTER")
    edge, _, place = position.partition("_")
    if position == "NONE":
        return Numbers.NONE, None
    if position == "BOTTOM_CENTER" or edge not in _EDGES or place.lower() not in _PLACES:
        return numbers, None
    return numbers, (_EDGES[edge], place.lower(), "- {page} -" if is_dash else bands.PAGE)


def field(element: Any) -> Iterator[Run]:
    """A number that counts pages, as a field of ours."""
    token = _TOKENS.get(attribute(element, "numType"))
    if token:
        yield Run(token)


def with_placed(paper: Paper, placed: list[tuple[str, str, str]]) -> Paper:
    """With numbers that stand elsewhere than below in the middle; one is enough for a place."""
    for edge, place, text in placed:
        lines = paper.header if edge == "header" else paper.footer
        band = bands.band_of(lines)
        if len(lines) > 1 or getattr(band, place):
            continue
        made = bands.lines_of(replace(band, **{place: text}))
        paper = replace(paper, header=made) if edge == "header" else replace(paper, footer=made)
    footer, numbers = bands.numbered(paper.footer)
    return replace(paper, footer=footer, numbers=numbers or paper.numbers)


def said(paper: Paper) -> Paper:
    """Day and title as words: how Hangul has them as fields is written down nowhere."""
    words = {bands.DATE: paper.today, bands.TITLE: paper.title}

    def own(line: Line) -> Line:
        return replace(line, inlines=tuple(_told(part, words) for part in line.inlines))

    header, footer = (tuple(map(own, lines)) for lines in (paper.header, paper.footer))
    first = (tuple(map(own, lines)) for lines in (paper.first_header, paper.first_footer))
    first_header, first_footer = first
    made = replace(paper, header=header, footer=footer)
    return replace(made, first_header=first_header, first_footer=first_footer)


def _told(part: Any, words: dict[str, str]) -> Any:
    if not isinstance(part, Run):
        return part
    parts = (words.get(text, text) for text, _ in bands.pieces(part.text))
    return replace(part, text="".join(parts))


def pieces(run: Run, figures: Figures, write: Callable[[Run], str], letters: int) -> str:
    """A run of a header or footer with its fields; `letters` is the look of its numbers."""
    return "".join(
        _counted(text, figures, letters) if text in _KINDS else write(replace(run, text=text))
        for text, _ in bands.pieces(run.text)
    )


def _counted(token: str, figures: Figures, letters: int) -> str:
    return (
        f'<hp:run charPrIDRef="{letters}"><hp:ctrl><hp:autoNum num="1" '
        f'numType="{_KINDS[token]}"><hp:autoNumFormat type="{FORMATS.get(figures, "DIGIT")}" '
        'userChar="" prefixChar="" suffixChar="" supscript="0"/></hp:autoNum></hp:ctrl></hp:run>'
    )


def page_number(paper: Paper) -> str:
    """The control of the numbers below; of all pages it cannot tell, so the footer does."""
    if paper.numbers in {Numbers.NONE, Numbers.OF}:
        return ""
    side = "-" if paper.numbers is Numbers.DASH else ""
    kind = FORMATS.get(paper.figures, "DIGIT")
    return f'<hp:pageNum pos="BOTTOM_CENTER" formatType="{kind}" sideChar="{side}"/>'


def footer_of(paper: Paper) -> tuple[Line, ...]:
    return bands.with_numbers(paper) if paper.numbers is Numbers.OF else paper.footer
