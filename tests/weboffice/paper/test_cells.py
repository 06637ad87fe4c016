"""The shade of cells and where their lines stand."""

import itertools
import re

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats.rules import into_editor
from weboffice.paper import markdown, shared
from weboffice.paper.docx import read as docx_read
from weboffice.paper.docx import write as docx_write
from weboffice.paper.docx.insets import Shelf
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.markup import archive
from weboffice.paper.model import Cell, Line, Paper, Run, Stand, Table
from weboffice.ydoc.machine import SharedDoc

HEAD = Cell((Line((Run("구분"),)),), is_head=True)
BLUE = Cell((Line((Run("합계"),)),), is_head=True, fill="#dbe9fb")
TOP = Cell((Line((Run("위"),)),), rows=2, fill="#fff3bf", stand=Stand.TOP)
LOW = Cell((Line((Run("아래"),)),), stand=Stand.BOTTOM)
PLAIN = Cell((Line((Run("가운데"),)),))
PAPER = Paper((Table(((HEAD, BLUE), (TOP, LOW), (PLAIN,))),))


def looks(paper: Paper) -> list[tuple[str | None, Stand | None]]:
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    return [(cell.fill, cell.stand) for one in tables for row in one.rows for cell in row]


WANTED = [(cell.fill, cell.stand) for cell in (HEAD, BLUE, TOP, LOW, PLAIN)]


@pytest.mark.parametrize("name", CODECS)
def test_shades_come_back_from_the_editor_and_from_files(name: str) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    fitted, lost = into_editor(read(write(PAPER)).paper)
    assert not lost
    ids = itertools.count()
    edited = shared.read(SharedDoc([shared.seed(fitted, lambda: f"b{next(ids)}")])).paper
    assert looks(edited) == WANTED
    again, lost = fit(edited, holds)
    assert not lost
    assert looks(read(write(again)).paper) == WANTED


def test_in_a_docx_that_speaks_of_some_cells_the_silent_ones_stand_at_the_top() -> None:
    """[FM1] As Word and LibreOffice write them."""
    parts = docx_write.parts_of(PAPER, Shelf(None))
    name, silent = "word/document.xml", b'<w:vAlign w:val="top"/>'
    body = parts[name].replace(silent, b"")
    assert looks(docx_read.read(archive(parts | {name: body})).paper) == WANTED
    mute = re.sub(rb"<w:vAlign [^>]*>", b"", body)
    found = looks(docx_read.read(archive(parts | {name: mute})).paper)
    assert {stand for _, stand in found} == {None}


def test_what_markdown_cannot_shade_is_counted() -> None:
    """[FM1]"""
    _, lost = fit(PAPER, markdown.HOLDS)
    assert (lost[Feature.CELL_FILL], lost[Feature.CELL_STAND]) == (2, 2)
