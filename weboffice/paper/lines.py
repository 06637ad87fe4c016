"""The lines of a paper, one by one, in tables as well."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from weboffice.paper.model import Block, Inline, Line, Table

Change = Callable[[Line], Line]


def lines_in(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Table):
            yield from (line for row in block.rows for cell in row for line in cell.lines)


def changed(blocks: Iterable[Block], change: Change) -> tuple[Block, ...]:
    return tuple(_block(block, change) for block in blocks)


def with_inlines(blocks: Iterable[Block], change: Callable[[Inline], Inline]) -> tuple[Block, ...]:
    def own(line: Line) -> Line:
        return replace(line, inlines=tuple(map(change, line.inlines)))

    return changed(blocks, own)


def _block(block: Block, change: Change) -> Block:
    if isinstance(block, Line):
        return change(block)
    if isinstance(block, Table):
        rows = (
            tuple(replace(cell, lines=tuple(map(change, cell.lines))) for cell in row)
            for row in block.rows
        )
        return replace(block, rows=tuple(rows))
    return block
