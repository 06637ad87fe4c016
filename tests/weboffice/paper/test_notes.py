"""Footnotes between documents and files."""

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats import rules
from weboffice.paper import shared
from weboffice.paper.fit import fit
from weboffice.paper.model import Feature, Line, Note, Paper, Run, Style
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


def test_looks_of_its_letters_are_counted() -> None:
    """[FM1]"""
    bold = Paper((Line((Note((Run("굵게", Style(bold=True)),)),)),))
    made, lost = rules.into_editor(bold)
    assert lost == {Feature.NOTE_MARKS: 1}
    assert made.blocks == (Line((Note((Run("굵게"),)),)),)
