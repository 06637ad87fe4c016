"""How far lines and letters stand apart: in percent of the letters' size, as Hangul says both.

A DOCX counts in single lines of its font, which for Korean fonts are about a quarter taller than
the letters are: what our own styles write for the sheet's 175 % is 1.4 of them.
"""

from dataclasses import replace
from math import ceil

from weboffice.paper.model import Style

# web/src/weboffice/spacing/bounds.ts
TIGHTEST, WIDEST = 50, 500
CLOSEST, LOOSEST = -50, 50
STEP = 5  # of Hangul's and Word's buttons
SINGLE = 240  # of a DOCX, in 240ths of a line
SINGLE_PERCENT = 125
TWIPS_IN_POINT = 20


def leading(said: object) -> int | None:
    """As anybody may have written it."""
    if not isinstance(said, int | float) or not TIGHTEST <= said <= WIDEST:
        return None
    return round(said)


def tracking(said: object) -> int | None:
    if not isinstance(said, int | float) or not CLOSEST <= said <= LOOSEST:
        return None
    return round(said) or None


def single_lines(percent: int) -> int:
    """In 240ths of a single line; steps never less, as LibreOffice cuts them to whole percents."""
    lines = percent * SINGLE / SINGLE_PERCENT
    return round(lines) if percent % STEP else ceil(lines)


def percent_of(lines: int) -> int | None:
    return leading(lines * SINGLE_PERCENT / SINGLE)


def twips(percent: float, size: float) -> int:
    return round(percent / 100 * size * TWIPS_IN_POINT)


def paced(style: Style, size: float) -> Style:
    """A DOCX says in points how far letters are apart, and perhaps elsewhere how large they are."""
    if style.tracking is None:
        return style
    return replace(style, tracking=tracking(style.tracking / (style.size or size) * 100))
