"""Text is justified where nothing is said, as Hangul sets it; left is a choice of its own."""

import io
import itertools

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.paper import shared
from weboffice.paper.docx import read as docx_read
from weboffice.paper.fit import fit
from weboffice.paper.hwpx import write as hwpx_write
from weboffice.paper.model import Align, Cell, Form, Line, Paper, Run, Table
from weboffice.paper.safe import open_package
from weboffice.ydoc.machine import SharedDoc

ALIGNS = [None, *Align]
LINES = tuple(Line((Run(f"줄 {align}"),), align=align) for align in ALIGNS)
HEADING = Line((Run("제목"),), Form.HEADING, 2, Align.LEFT)
PAPER = Paper((*LINES, HEADING, Table(((Cell(LINES),),))))


def aligns(paper: Paper) -> list[Align | None]:
    lines = [block for block in paper.blocks if isinstance(block, Line) and block.inlines]
    cells = [cell for b in paper.blocks if isinstance(b, Table) for row in b.rows for cell in row]
    return [line.align for line in (*lines, *(line for cell in cells for line in cell.lines))]


WANTED = [*ALIGNS, Align.LEFT, *ALIGNS]


@pytest.mark.parametrize("name", CODECS)
def test_each_alignment_comes_back_from_a_file(name: str) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    fitted, lost = fit(PAPER, holds)
    assert not lost
    assert aligns(read(write(fitted)).paper) == WANTED


def test_each_alignment_comes_back_from_the_editor() -> None:
    """[FM1]"""
    fitted, lost = fit(PAPER, shared.HOLDS)
    ids = itertools.count()
    document = SharedDoc([shared.seed(fitted, lambda: f"b{next(ids)}")])
    assert not lost
    assert aligns(shared.read(document).paper) == WANTED


def test_hangul_is_told_to_justify_by_words() -> None:
    package = open_package(hwpx_write.write(Paper(LINES[:1])))
    header = package.read("Contents/header.xml").decode()
    assert 'horizontal="JUSTIFY"' in header
    assert 'breakNonLatinWord="KEEP_WORD"' in header


def test_a_line_of_word_is_aligned_as_its_style_says() -> None:
    document = docx.Document()
    style = document.styles["Body Text"]
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style.paragraph_format.space_after = Pt(0)
    document.add_paragraph("가운데", style="Body Text")
    own = document.add_paragraph("왼쪽", style="Body Text")
    own.alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.add_paragraph("그대로")
    held = io.BytesIO()
    document.save(held)
    assert aligns(docx_read.read(held.getvalue()).paper) == [Align.CENTER, Align.LEFT, None]
