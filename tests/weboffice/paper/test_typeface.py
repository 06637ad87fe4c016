"""Font and size of letters: what somebody set comes back, under the name that its file gave it."""

import itertools

import pytest

from tests.weboffice.paper.test_round_trips import CODECS
from weboffice.formats.rules import into_editor
from weboffice.paper import shared
from weboffice.paper.features import Feature
from weboffice.paper.fit import fit
from weboffice.paper.model import Change, Line, Note, Paper, Restyled, Run, Style, plain
from weboffice.paper.stamps import marks_of, style_of
from weboffice.ydoc.machine import SharedDoc

NAMED = Style(font="휴먼명조", size=15.0)
HALF = Style(size=10.5, bold=True)
PAPER = Paper((Line((Run("본문 "), Run("명조", NAMED), Run(" 작게", HALF))),))


def styles(paper: Paper) -> dict[str, Style]:
    lines = [block for block in paper.blocks if isinstance(block, Line)]
    return {p.text: p.style for line in lines for p in line.inlines if isinstance(p, Run)}


def edited(paper: Paper) -> Paper:
    ids = itertools.count()
    state = shared.seed(paper, lambda: f"b{next(ids)}")
    return shared.read(SharedDoc([state])).paper


@pytest.mark.parametrize("name", CODECS)
def test_a_strangers_font_goes_through_the_editor_by_its_name(name: str) -> None:
    """[FM1]"""
    holds, write, read = CODECS[name]
    fitted, lost = into_editor(read(write(PAPER)).paper)
    assert not lost
    again, lost = fit(edited(fitted), holds)
    assert not lost
    back = styles(read(write(again)).paper)
    assert back["명조"] == NAMED
    assert back[" 작게"] == HALF


def test_a_suggested_size_keeps_what_it_was() -> None:
    """[SG1]"""
    run = Run("크게", NAMED, restyled=Restyled(Change("p1", at=1), Style(size=12.0)))
    (line,) = edited(Paper((Line((run,)),))).blocks
    assert isinstance(line, Line)
    assert plain(line) == "크게"
    (back,) = line.inlines
    assert isinstance(back, Run)
    assert back.style == NAMED
    assert back.restyled
    assert back.restyled.was == Style(size=12.0)


def test_a_footnote_in_the_editor_has_no_font_of_its_own_and_says_so() -> None:
    """[FM1]"""
    note = Note((Run("굵게", Style(bold=True, font="휴먼명조")),))
    fitted, lost = into_editor(Paper((Line((Run("글"), note)),)))
    assert lost == {Feature.NOTE_FACE: 1}
    (line,) = fitted.blocks
    assert isinstance(line, Line)
    assert line.inlines[1] == Note((Run("굵게", Style(bold=True)),))


def test_what_no_font_can_be_called_and_no_size_be_is_left_out() -> None:
    """[FM1] Another client may have written anything."""
    assert "size" not in marks_of(Style(size=0.5))
    assert style_of({"size": {"pt": "15"}, "font": 3}) == Style()
    assert style_of({"size": {"pt": 15}, "font": {"name": "가" * 99}}).font == "가" * 64
