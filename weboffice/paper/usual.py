"""The size and the font that most letters of a paper have are how it looks, not what somebody set.

Programs write both at every run. Only what differs from its kind of line counts as a mark, so that
people are not told of eighteen changed sizes where nothing was large or small.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from weboffice.paper.model import (
    Block,
    Cell,
    Form,
    Inline,
    Inset,
    Line,
    Note,
    Paper,
    Run,
    Style,
    Table,
)

Kind = tuple[Form, int]
Look = tuple[float | None, str | None]


def without_usual(paper: Paper) -> Paper:
    usual = {kind: _most(counts) for kind, counts in _counted(paper).items()}
    blocks = tuple(_block(block, usual) for block in paper.blocks)
    return without_edges(replace(paper, blocks=blocks), usual)


def without_edges(paper: Paper, usual: dict[Kind, Look]) -> Paper:
    edges = (paper.header, paper.footer, paper.first_header, paper.first_footer)
    header, footer, first_header, first_footer = (
        tuple(_line(line, usual) for line in edge) for edge in edges
    )
    made = replace(paper, header=header, footer=footer)
    return replace(made, first_header=first_header, first_footer=first_footer)


def _kind(line: Line) -> Kind:
    return (line.form, line.level) if line.form is Form.HEADING else (Form.TEXT, 1)


def _counted(paper: Paper) -> dict[Kind, list[tuple[Look, int]]]:
    found: dict[Kind, list[tuple[Look, int]]] = defaultdict(list)
    for line in _lines(paper):
        for part in line.inlines:
            if isinstance(part, Run):
                look = (part.style.size, part.style.font)
                found[_kind(line)].append((look, len(part.text.strip())))
    return found


def _most(counts: list[tuple[Look, int]]) -> Look:
    sizes: Counter[float | None] = Counter()
    fonts: Counter[str | None] = Counter()
    for (size, font), letters in counts:
        sizes[size] += letters
        fonts[font] += letters
    return sizes.most_common(1)[0][0], fonts.most_common(1)[0][0]


def _lines(paper: Paper) -> Iterator[Line]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.lines


def _block(block: Block, usual: dict[Kind, Look]) -> Block:
    if isinstance(block, Line):
        return _line(block, usual)
    if isinstance(block, Table):
        rows = tuple(tuple(_cell(cell, usual) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    return block


def _cell(cell: Cell, usual: dict[Kind, Look]) -> Cell:
    return replace(cell, lines=tuple(_line(line, usual) for line in cell.lines))


def _line(line: Line, usual: dict[Kind, Look]) -> Line:
    size, font = usual.get(_kind(line), (None, None))

    def plainer(style: Style) -> Style:
        if size is not None and style.size == size:
            style = replace(style, size=None)
        return replace(style, font=None) if font is not None and style.font == font else style

    def part(one: Inline) -> Inline:
        if isinstance(one, Run):
            return replace(one, style=plainer(one.style))
        if isinstance(one, Inset) and one.pages is not None:
            return replace(one, pages=without_edges(one.pages, usual))
        if isinstance(one, Note):  # smaller by custom
            runs = (replace(run, style=replace(plainer(run.style), size=None)) for run in one.runs)
            return replace(one, runs=tuple(runs))
        return one

    return replace(line, inlines=tuple(part(one) for one in line.inlines))
