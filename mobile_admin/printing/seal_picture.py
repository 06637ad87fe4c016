"""The agency's seal as a picture: red, square, its letters in columns from right to left."""

from html import escape
from math import ceil, sqrt

RED = "#c8102e"
SIDE = 100
FULL = {4, 6, 9, 12, 16, 20, 25}  # letters that fill columns of one length


def seal_svg(name: str) -> str:
    """`name` is 발신명의; 의인 or 인 is added so that the letters fill the square."""
    letters = _letters(name)
    rows = ceil(sqrt(len(letters)))
    columns = ceil(len(letters) / rows)
    wide, high = (SIDE - 14) / columns, (SIDE - 14) / rows
    size = min(wide, high) * 0.96
    placed = [
        _letter(
            letter,
            (7 + (columns - at // rows - 0.5) * wide, 7 + (at % rows + 0.5) * high + size * 0.36),
            size,
        )
        for at, letter in enumerate(letters)
    ]
    frame = (
        f'<rect x="2" y="2" width="96" height="96" rx="3" fill="none" stroke="{RED}"'
        ' stroke-width="4"/>'
    )
    return f'<svg class="seal" viewBox="0 0 {SIDE} {SIDE}">{frame}{"".join(placed)}</svg>'


def _letters(name: str) -> str:
    plain = "".join(name.split())
    for ending in ("인", "의인", "의직인"):
        if len(plain + ending) in FULL:
            return plain + ending
    return plain + "의인"


def _letter(letter: str, at: tuple[float, float], size: float) -> str:
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:.1f}"'
        f' text-anchor="middle" fill="{RED}" font-family="NanumMyeongjo" font-weight="800">'
        f"{escape(letter)}</text>"
    )
