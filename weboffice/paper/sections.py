"""Sections of a paper: each ends with the line that holds its break, the last one with the paper.

A break that flows (columns begin below it, say) begins no page: what it parts is one section here.
"""

from collections.abc import Iterator
from dataclasses import replace

from weboffice.paper.features import Feature
from weboffice.paper.model import Block, Inline, Inset, Line, Paper

MOST_COLUMNS = 9
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


def told(wide: float, tall: float, columns: int) -> str:
    """What a break says of the pages before it, in figures: the editor has the words."""
    return f"{wide:.0f} × {tall:.0f} mm" + (f", {columns}" if columns > 1 else "")


def ended(line: Line, inset: Inset) -> Line:
    """The line with a break behind it."""
    return replace(line, inlines=(*line.inlines, inset))


def without_breaks(line: Line) -> Line:
    return replace(line, inlines=tuple(_unbroken(line.inlines)))


def _unbroken(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    return (one for one in inlines if not (isinstance(one, Inset) and _is_break(one)))


def _is_break(inset: Inset) -> bool:
    return inset.what is Feature.SECTION
