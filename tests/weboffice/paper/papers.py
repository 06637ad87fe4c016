"""Papers made up by Hypothesis: Hangul, merged cells, lists, marks."""

from dataclasses import replace

from hypothesis import strategies as st

from weboffice.paper import fit, grid
from weboffice.paper.model import (
    Align,
    Block,
    Cell,
    Form,
    Line,
    PageBreak,
    Paper,
    Rule,
    Run,
    Style,
    Table,
)

WORDS = st.text("가나다라힣꿹ㅎ漢字abc019(),<&>\"'%·", min_size=1, max_size=8)
TEXT = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
STYLES = st.builds(
    Style,
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    strike=st.booleans(),
    ink=st.sampled_from([None, "#b3261e", "#0b50d0"]),
    link=st.none(),
) | st.just(Style(link="https://onmaru.example/?a=1&b=2"))
RUNS = st.builds(Run, TEXT, STYLES)
INLINES = st.lists(RUNS, max_size=4).map(fit.merged)
FULL = INLINES.filter(bool)
ALIGNS = st.sampled_from([None, Align.CENTER, Align.RIGHT])
TEXTS = st.builds(Line, FULL, st.just(Form.TEXT), st.just(1), ALIGNS)
HEADINGS = st.builds(Line, FULL, st.just(Form.HEADING), st.integers(1, 3), ALIGNS)
ITEMS = st.builds(
    Line, FULL, st.sampled_from([Form.OUTLINE, Form.BULLET, Form.NUMBER]), st.integers(1, 4)
)
LINES = TEXTS | HEADINGS | ITEMS


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any cutting of a grid into merged cells."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    places = []
    for y in range(rows):
        for x in range(columns):
            lines = tuple(draw(st.lists(TEXTS, min_size=1, max_size=2)))
            cell = Cell(
                lines, draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.booleans())
            )
            places.append(grid.Placed(y, x, cell))
    kept = draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
    made = grid.from_places(kept, rows, columns)
    # A row in which nothing begins is a row that no format can tell from none.
    return made if all(made.rows) else draw(tables())


BLOCKS: st.SearchStrategy[Block] = LINES | tables() | st.just(Rule()) | st.just(PageBreak())


def _settled(blocks: list[Block]) -> Paper:
    """Tables never touch and are never last, as in the editor; a new page holds something."""
    made: list[Block] = []
    for block in blocks:
        made.append(block)
        if isinstance(block, Table | PageBreak):
            made.append(Line((Run("다음"),)))
    return Paper(tuple(made))


PAPERS = st.lists(BLOCKS, min_size=1, max_size=8).map(_settled)


def without_widths(paper: Paper) -> Paper:
    """How wide columns are is a look that the editor leaves to the page."""
    return replace(
        paper,
        blocks=tuple(
            replace(block, widths=()) if isinstance(block, Table) else block
            for block in paper.blocks
        ),
        page=None,
    )


def plain_headings(paper: Paper) -> Paper:
    """HWPX says of letters that they are bold, not why: a heading's are bold by its style."""
    return replace(paper, blocks=tuple(_plain_heading(block) for block in paper.blocks))


def _plain_heading(block: Block) -> Block:
    if not isinstance(block, Line) or block.form is not Form.HEADING:
        return block
    parts = (
        replace(part, style=replace(part.style, bold=False)) if isinstance(part, Run) else part
        for part in block.inlines
    )
    return replace(block, inlines=fit.merged(parts))
