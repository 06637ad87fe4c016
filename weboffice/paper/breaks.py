"""Lines that a page ends in, and boxes of text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from weboffice.paper.fit import merged
from weboffice.paper.model import Block, Cell, Inline, Line, PageBreak, Run, Table


def framed(lines: Iterable[Line]) -> Table:
    """A box of text is a frame around lines, as one that is pasted: a table of one cell."""
    return Table(((Cell(tuple(lines) or (Line(),)),),))


def at_breaks(line: Line) -> Iterator[Block]:
    """The line, cut where a page ends in it."""
    parts: list[list[Inline]] = [[]]
    for part in line.inlines:
        pieces = part.text.split("\f") if isinstance(part, Run) else [""]
        parts[-1].append(replace(part, text=pieces[0]) if isinstance(part, Run) else part)
        parts.extend([replace(part, text=piece)] for piece in pieces[1:] if isinstance(part, Run))
    for number, inlines in enumerate(parts):
        if number:
            yield PageBreak()
        kept = merged(inlines)
        if len(parts) == 1 or kept:
            yield replace(line, inlines=kept)
