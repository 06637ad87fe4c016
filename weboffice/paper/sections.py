"""Sections of a paper: each ends with the line that holds its break, the last one with the paper.

A break that flows begins no page: what it parts is one section here, in other columns below it.
"""

import re
from dataclasses import replace

from weboffice.paper.features import Feature
from weboffice.paper.model import Block, Columns, Inset, Line, Paper

MOST_COLUMNS = 9
WIDEST_GAP = 40.0
_TOLD = re.compile(r"mm, (\d)$")
Span = tuple[Paper, tuple[Block, ...]]


def break_in(block: Block) -> Inset | None:
    """The break that a line holds."""
    if not isinstance(block, Line):
        return None
    found = [one for one in block.inlines if isinstance(one, Inset) and _is_break(one)]
    return found[-1] if found else None


def spans(paper: Paper) -> list[Span]:
    """How the pages of each section are, and its blocks; behind the last block no page begins."""
    made: list[Span] = []
    blocks: list[Block] = []
    for number, block in enumerate(paper.blocks):
        blocks.append(block)
        found = break_in(block)
        is_last = number == len(paper.blocks) - 1
        if found and found.pages is not None and not found.is_flowing and not is_last:
            made.append((found.pages, tuple(blocks)))
            blocks = []
    return [*made, (replace(paper, blocks=()), tuple(blocks))]


def columns_in(span: Span) -> list[Columns]:
    """Of each stretch of a section, in order: the last is what its pages say."""
    pages, blocks = span
    found = map(break_in, blocks)
    flowing = [one.pages.columns for one in found if one and one.is_flowing and one.pages]
    return [*flowing, pages.columns]


def column_of(width: float, columns: Columns) -> float:
    """How wide each is, where all have `width`."""
    return (width - (columns.count - 1) * columns.gap) / columns.count


def columned(count: str, gap: float | None, *, is_ruled: bool) -> Columns:
    """As a file says it, within bounds."""
    whole = int(count) if count.isascii() and count.isdecimal() else 1
    if whole <= 1:
        return Columns()
    apart = Columns().gap if gap is None else round(min(max(gap, 0.0), WIDEST_GAP), 1)
    return Columns(min(whole, MOST_COLUMNS), apart, is_ruled)


def told(wide: float, tall: float, columns: Columns) -> str:
    """What a break says of the pages before it, in figures: the editor has the words."""
    return f"{wide:.0f} × {tall:.0f} mm" + (f", {columns.count}" if columns.count > 1 else "")


def told_columns(text: str) -> int:
    """What a break of an earlier release says of columns."""
    found = _TOLD.search(text)
    return int(found[1]) if found else 1


def ended(line: Line, inset: Inset) -> Line:
    """The line with a break behind it."""
    return replace(line, inlines=(*line.inlines, inset))


def _is_break(inset: Inset) -> bool:
    return inset.what is Feature.SECTION
