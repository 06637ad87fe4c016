"""How far lines and letters stand apart: what somebody set comes back from every file."""

import itertools

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats.model import Format
from weboffice.formats.rules import HOLDS, into_editor
from weboffice.paper import markdown, rtf_spacing, shared
from weboffice.paper.docx import onto as docx_onto
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.docx.insets import Shelf
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.hwpx import read as hwpx_read
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.markup import archive
from weboffice.paper.model import (
    Align,
    Cell,
    Change,
    Form,
    Former,
    Line,
    Paper,
    Read,
    Run,
    Style,
    Table,
)
from weboffice.paper.safe import open_package
from weboffice.paper.spacing import percent_of, single_lines
from weboffice.paper.stamps import marks_of, style_of
from weboffice.ydoc.machine import SharedDoc

TIGHT = Style(tracking=-5)
LINES = (
    Line((Run("본문 "), Run("좁은 자간", TIGHT)), leading=180),
    Line((Run("제목", Style(tracking=10)),), Form.HEADING, 1, leading=130),
    Line((Run("배경"),), Form.OUTLINE, 1, Align.LEFT, leading=200),
    Line((Run("가운데"),), Form.BULLET, 2, Align.CENTER),
    Line((Run("오른쪽", Style(size=20.0, tracking=3)),), Form.NUMBER, 1, Align.RIGHT),
    Line((Run("보통"),)),
)
PAPER = Paper((*LINES, Table(((Cell((Line((Run("칸"),), leading=100),)),),))))


def looks(paper: Paper) -> list[tuple[Align | None, int | None, list[float | None]]]:
    lines = [block for block in paper.blocks if isinstance(block, Line)]
    cells = [b for b in paper.blocks if isinstance(b, Table)]
    lines += [line for one in cells for row in one.rows for cell in row for line in cell.lines]
    return [
        (one.align, one.leading, [p.style.tracking for p in one.inlines if isinstance(p, Run)])
        for one in lines
        if one.inlines
    ]


WANTED = looks(PAPER)


def edited(paper: Paper) -> Paper:
    ids = itertools.count()
    return shared.read(SharedDoc([shared.seed(paper, lambda: f"b{next(ids)}")])).paper


@pytest.mark.parametrize("name", CODECS)
def test_spacing_and_the_places_of_items_come_back(name: str) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    fitted, lost = into_editor(read(write(PAPER)).paper)
    assert not lost
    again, lost = fit(edited(fitted), holds)
    assert not lost
    assert looks(again) == WANTED
    assert looks(read(write(again)).paper) == WANTED


def test_it_comes_back_on_a_kept_file_that_has_other_sizes() -> None:
    """[FM8]"""
    parts = docx_write.parts_of(PAPER, Shelf(None))
    styles = parts["word/styles.xml"].replace(b'sz w:val="22"', b'sz w:val="28"')
    base = archive(parts | {"word/styles.xml": styles.replace(b'sz w:val="32"', b'sz w:val="60"')})
    kept = docx_read.read(docx_onto.write(PAPER, base)).paper
    assert looks(kept) == WANTED
    assert looks(hwpx_read.read(hwpx_write.write(PAPER, hwpx_write.write(PAPER))).paper) == WANTED


def test_every_percent_of_hangul_comes_back_from_lines_of_word() -> None:
    """[FM1]"""
    assert all(percent_of(single_lines(percent)) == percent for percent in range(50, 501))
    assert single_lines(175) == 336  # what our styles say


def test_what_a_line_says_as_its_style_does_is_not_set_and_a_height_in_points_is_counted() -> None:
    """[FM1] LibreOffice says of each line what its style says of all."""
    parts = docx_write.parts_of(Paper((Line((Run("가"),)), Line((Run("나"),)))), Shelf(None))
    body = parts["word/document.xml"]

    def said(spacing: str) -> Read:
        changed = body.replace(b"<w:p>", f"<w:p><w:pPr><w:spacing {spacing}/></w:pPr>".encode(), 1)
        return docx_read.read(archive(parts | {"word/document.xml": changed}))

    cut = said('w:line="334" w:lineRule="auto"')
    assert [one[1] for one in looks(cut.paper)] == [None, None]
    fixed = said('w:line="400" w:lineRule="exact"')
    assert [one[1] for one in looks(fixed.paper)] == [None, None]
    assert fixed.losses == {Feature.LEADING: 1}


def test_a_percent_that_is_the_style_s_own_comes_back_as_set() -> None:
    """[FM1] The sheet's usual text stands at 175 %, Hangul's at 160: who set 160 set something."""
    lines = tuple(
        Line((Run("글", TIGHT),), form, 1, leading=leading)
        for form in (Form.TEXT, Form.HEADING, Form.OUTLINE)
        for leading in (160, None, 175)
    )
    made = hwpx_write.write(Paper(lines))
    assert hwpx_read.read(made).paper.blocks == lines
    assert hwpx_read.read(hwpx_write.write(Paper(lines), made)).paper.blocks == lines


def test_lines_of_hangul_in_points_are_counted() -> None:
    """[FM1]"""
    made = hwpx_write.write(Paper((Line((Run("가"),), leading=200),)))
    package = open_package(made)
    parts = {name: package.read(name) for name in package.archive.namelist()}
    head = parts["Contents/header.xml"].replace(
        b'type="PERCENT" value="200"', b'type="FIXED" value="200"'
    )
    found = hwpx_read.read(archive(parts | {"Contents/header.xml": head}))
    assert looks(found.paper) == [(None, None, [None])]
    assert found.losses == {Feature.LEADING: 1}


def test_what_an_rtf_has_cut_down_is_heard_as_the_step_that_it_was() -> None:
    """[FM1] As LibreOffice brings 110, 160 and 185, and what was no step."""
    lines = tuple(Line((Run("글"),), leading=leading) for leading in (107, 158, 183, 180, 181))
    heard = [one[1] for one in looks(rtf_spacing.heard(Paper(lines)))]
    assert heard == [110, 160, 185, 180, 181]


def test_spacing_between_the_steps_of_five_is_counted_where_libreoffice_writes() -> None:
    """[FM1]"""
    lines = tuple(Line((Run("글"),), leading=leading) for leading in (160, 163, 158))
    fitted, lost = fit(Paper(lines), HOLDS[Format.RTF])
    assert [one[1] for one in looks(fitted)] == [160, 165, 160]
    assert lost == {Feature.FINE_LEADING: 2}
    assert not fit(Paper(lines), HOLDS[Format.DOCX])[1]


def test_what_markdown_cannot_say_is_counted() -> None:
    """[FM1]"""
    _, lost = fit(PAPER, markdown.HOLDS)
    assert (lost[Feature.LEADING], lost[Feature.TRACKING]) == (4, 3)


def test_a_suggested_line_spacing_keeps_what_it_was() -> None:
    """[SG1]"""
    line = Line((Run("글"),), leading=200, former=Former(Change("p1", at=1), leading=130))
    (back,) = edited(Paper((line,))).blocks
    assert back == line


def test_what_is_no_spacing_is_left_out() -> None:
    """[FM1] Another client may have written anything."""
    assert marks_of(Style(tracking=0)) == marks_of(Style(tracking=400)) == {}
    assert style_of({"tracking": {"percent": "5"}}) == style_of({"tracking": 5}) == Style()
