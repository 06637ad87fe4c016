"""Footnotes between documents and files."""

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats import rules
from weboffice.paper import note_marks, shared
from weboffice.paper.fit import fit
from weboffice.paper.model import Line, Note, Paper, Run, Style
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.rules import plain_text

PAPER = Paper((Line((Run("예산은 늘었다"), Note((Run("결산 기준"),)), Run(" 올해"))),))


def fresh() -> str:
    return "id"


def test_a_footnote_stays_a_footnote_in_the_shared_document() -> None:
    """[TX13]"""
    document = SharedDoc([shared.seed(PAPER, fresh)])
    assert shared.read(document).paper.blocks == PAPER.blocks
    assert plain_text(document) == "예산은 늘었다 (결산 기준) 올해"


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_it_goes_out_and_comes_in(name: str) -> None:
    """[FM1] [TX13]"""
    holds, write, read = CODECS[name]
    fitted, lost = fit(PAPER, holds)
    assert lost == {}
    made, lost = rules.into_editor(read(write(fitted)).paper)
    assert (made.blocks, lost) == (PAPER.blocks, {})


MARKED = Paper(
    (
        Line(
            (
                Note(
                    (
                        Run("𝟙 결산 "), Run("기준", Style(bold=True, ink="#b3261e")),
                        Run(" 법령", Style(link="https://law.example/?a=1&b=2")),
                    )
                ),
            )
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize("name", ["docx", "hwpx"])
def test_marks_of_its_letters_go_out_and_come_in(name: str) -> None:
    """[TX13] [FM1] Through the shared document, whose places count UTF-16 units."""
    holds, write, read = CODECS[name]
    fitted, lost = fit(MARKED, holds)
    assert lost == {}
    made, lost = rules.into_editor(read(write(fitted)).paper)
    assert lost == {}
    again = shared.read(SharedDoc([shared.seed(made, fresh)])).paper
    assert again.blocks == made.blocks == MARKED.blocks


def test_marks_that_another_client_made_up_are_read_within_bounds() -> None:
    """[TX13]"""
    said = '[[0,99,"bold"],[1,0,"italic"],[0,1,"script"],[0,1,"link"],[-1,2,"bold"],7,"x"]'
    assert note_marks.runs_of("가나", said) == (Run("가나", Style(bold=True)),)
    for bad in (None, 7, "{", "[" * 9000, '{"a":1}'):
        assert note_marks.runs_of("가나", bad) == (Run("가나"),)
    assert note_marks.runs_of("", '[[0,1,"bold"]]') == ()
