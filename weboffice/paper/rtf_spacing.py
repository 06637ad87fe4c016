"""Line spacing out of an RTF.

LibreOffice cuts the percents of a line down on the way, once or twice, so 160 arrives as 158.
Hangul and Word offer steps of five: what is right below one of these was one.
"""

from dataclasses import replace
from math import ceil

from weboffice.paper.model import Block, Line, Paper, Table
from weboffice.paper.spacing import STEP

_CUT = 3  # of our percents: two of a single line's
_OF_CELLS = 144  # docx_parts.styles


def heard(paper: Paper) -> Paper:
    return replace(paper, blocks=tuple(map(_block, paper.blocks)))


def _block(block: Block) -> Block:
    if isinstance(block, Line):
        return _line(block)
    if not isinstance(block, Table):
        return block
    rows = (
        tuple(replace(cell, lines=tuple(map(_in_cell, cell.lines))) for cell in row)
        for row in block.rows
    )
    return replace(block, rows=tuple(rows))


def _in_cell(line: Line) -> Line:
    """The style of cells has no name in an RTF; what it says stands at each line."""
    is_usual = line.leading is not None and abs(line.leading - _OF_CELLS) <= 1
    return replace(line, leading=None) if is_usual else _line(line)


def _line(line: Line) -> Line:
    if line.leading is None:
        return line
    near = ceil(line.leading / STEP) * STEP
    return replace(line, leading=near) if near - line.leading <= _CUT else line
