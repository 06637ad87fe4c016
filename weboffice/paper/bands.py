"""What stands above and below a page: a left, a middle and a right, with fields in braces.

In a paper a band is one line: of one place, aligned so; of several, with tabs between them.
`{page}`, `{pages}`, `{date}` and `{title}` stand for what each page, day and document says there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from weboffice.paper.model import Align, Line, Numbers, Paper, Run, plain

PAGE, PAGES, DATE, TITLE = "{page}", "{pages}", "{date}", "{title}"
_FIELDS = re.compile(r"(\{(?:pages?|date|title)\})")
_NUMBERS = {
    Numbers.DASH: re.compile(r"^[-–—]\s*\{page\}\s*[-–—]$"),
    Numbers.PLAIN: re.compile(r"^\{page\}$"),
    Numbers.OF: re.compile(r"^\{page\}\s*/\s*\{pages\}$"),
}
_SAID = {Numbers.DASH: "- {page} -", Numbers.PLAIN: "{page}", Numbers.OF: "{page} / {pages}"}
_PLACES = 3


@dataclass(frozen=True)
class Band:
    left: str = ""
    center: str = ""
    right: str = ""

    def cut(self, longest: int) -> "Band":
        return Band(*(one[:longest].strip() for one in (self.left, self.center, self.right)))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a text, and whether each is a field."""
    for number, part in enumerate(_FIELDS.split(text)):
        if part:
            yield part, number % 2 == 1


def band_of(lines: Iterable[Line]) -> Band:
    """Each line's places, those of several lines behind each other."""
    found: list[list[str]] = [[], [], []]
    for line in lines:
        for place, text in enumerate(_places(line)):
            found[place].extend(text.split())
    left, center, right = (" ".join(one) for one in found)
    return Band(left, center, right)


def _places(line: Line) -> tuple[str, str, str]:
    text = plain(line)
    if "\t" in text:
        parts = text.split("\t", _PLACES - 1) + [""] * _PLACES
        return parts[0], parts[1], parts[2].replace("\t", " ")
    match line.align:
        case Align.CENTER:
            return "", text, ""
        case Align.RIGHT:
            return "", "", text
        case Align.LEFT | None:
            return text, "", ""


def lines_of(band: Band) -> tuple[Line, ...]:
    """One line, or none."""
    match band:
        case Band("", "", ""):
            return ()
        case Band(left, "", ""):
            return (Line((Run(left),)),)
        case Band("", center, ""):
            return (Line((Run(center),), align=Align.CENTER),)
        case Band("", "", right):
            return (Line((Run(right),), align=Align.RIGHT),)
        case _:
            return (Line((Run(f"{band.left}\t{band.center}\t{band.right}"),)),)


def numbered(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], Numbers | None]:
    """The lines of a footer without the number in their middle, and how that numbers."""
    found: Numbers | None = None
    kept: list[Line] = []
    for line in lines:
        said = _numbers_in(line)
        if said is None:
            kept.append(line)
            continue
        found = found or said
        left, _, right = _places(line)
        if "\t" in plain(line):
            kept.extend(lines_of(Band(left.strip(), "", right.strip())))
    return tuple(kept), found


def _numbers_in(line: Line) -> Numbers | None:
    text = plain(line).strip()
    if "\t" in text:
        text = _places(line)[1].strip()
    elif line.align is Align.RIGHT:
        return None
    return next((kind for kind, form in _NUMBERS.items() if form.match(text)), None)


def with_numbers(paper: Paper) -> tuple[Line, ...]:
    """The footer with the number in its middle, where nothing else stands there."""
    said, band = _SAID.get(paper.numbers), band_of(paper.footer)
    if said is None or band.center or len(paper.footer) > 1:
        return paper.footer
    return lines_of(replace(band, center=said))
