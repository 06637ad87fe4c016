"""How wide columns are, from a file into the shared text and out of it again."""

from collections.abc import Callable

import pytest

from weboffice.paper import html_read, html_write, markdown, shared
from weboffice.paper.columns import shares
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Cell, Line, Paper, Read, Run, Table
from weboffice.ydoc.machine import SharedDoc

ONE = Cell((Line((Run("가"),)),))
WIDE = Cell((Line((Run("제목"),)),), columns=2)
TABLE = Table(((WIDE, ONE), (ONE, ONE, ONE)), (0.2, 0.5, 0.3))
PLAIN = Table(TABLE.rows)


def through_text(paper: Paper) -> Table:
    ids = iter(range(100))
    state = shared.seed(paper, lambda: f"b{next(ids)}")
    found = shared.read(SharedDoc([state])).paper.blocks[0]
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize(
    ("write", "read"),
    [(docx_write.write, docx_read.read), (hwpx_write.write, hwpx_read.read)],
    ids=["docx", "hwpx"],
)
def test_widths_come_in_with_a_file_and_go_out_with_it(
    write: Callable[[Paper], bytes], read: Callable[[bytes], Read]
) -> None:
    """[TX16]"""
    tail = Line((Run("끝"),))
    arrived = read(write(Paper((TABLE, tail)))).paper
    kept = through_text(arrived)
    again = read(write(Paper((kept, tail)))).paper.blocks[0]
    assert isinstance(again, Table)
    for found in (kept.widths, again.widths):
        assert found == pytest.approx(TABLE.widths, abs=0.003)


def test_the_shared_text_keeps_widths_also_below_a_merge() -> None:
    """[TX16]"""
    assert through_text(Paper((TABLE,))) == TABLE
    assert through_text(Paper((PLAIN,))).widths == ()


def test_the_first_cell_that_names_a_column_decides_and_a_new_one_is_of_the_mean() -> None:
    """[TX16]"""
    assert shares(PLAIN, [[0, 300], None, [100.0], [900], [200]]) == (0.1667, 0.5, 0.3333)
    assert shares(PLAIN, [None, None, [100], [300], None]) == (0.1667, 0.5, 0.3333)
    assert shares(PLAIN, [[100, 300], [200], [500], [1], [1]]) == (0.1667, 0.5, 0.3333)


@pytest.mark.parametrize("junk", ["120", [1, 2, 3], [-1, 0], [float("nan"), 1e300], [None, {}], 7])
def test_what_is_no_width_is_none(junk: object) -> None:
    """[TX16]"""
    assert shares(PLAIN, [junk, None, None, None, None]) == ()


def test_widths_go_through_a_web_page_and_are_counted_for_markdown() -> None:
    """[FM1] [TX16]"""
    made = html_read.read(html_write.write(fit(Paper((TABLE,)), html_write.HOLDS)[0])).paper
    assert next(b for b in made.blocks if isinstance(b, Table)).widths == pytest.approx(
        TABLE.widths, abs=0.003
    )
    assert fit(Paper((TABLE,)), markdown.HOLDS)[1][Feature.WIDTHS] == 1
    assert Feature.WIDTHS not in fit(Paper((PLAIN,)), markdown.HOLDS)[1]
    odd = b"<table><col width=30%><col style='width: 5cm'><tr><td>a<td>b</table>"
    assert next(b for b in html_read.read(odd).paper.blocks if isinstance(b, Table)).widths == ()
