"""Who comes back after an absence: what is merged, and what is looked at first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlText

from kernel.actor import SessionId, UserId
from tests.support.world import START
from weboffice.editing import codec
from weboffice.editing.machine import Room
from weboffice.editing.model import Broadcast, Dialect, Limits, Mode, Out, Send, SetAside, Visitor
from weboffice.editing.returning import BREAK, FEWEST, OLD, Absence, Concern, concerns
from weboffice.ydoc import ytext
from weboffice.ydoc.bounds import only_deletions
from weboffice.ydoc.letters import deleted, letters
from weboffice.ydoc.machine import EMPTY_UPDATE, BadUpdate, SharedDoc
from weboffice.ydoc.model import Paragraph, Run
from weboffice.ydoc.rules import plain_text, seed

HOUR = timedelta(hours=1)
TEXT = "가나다라마바사아자차" * 10


@pytest.mark.parametrize(
    ("absence", "why"),
    [
        (Absence(HOUR, 100, 30), ()),
        (Absence(HOUR, 100, 31), (Concern.DELETES,)),
        (Absence(HOUR, FEWEST - 1, FEWEST - 1), ()),
        (Absence(HOUR, FEWEST, FEWEST), (Concern.DELETES,)),
        (Absence(OLD, 100, 0), ()),
        (Absence(OLD + HOUR, 100, 0), (Concern.OLD,)),
        (Absence(OLD + HOUR, 100, 90), (Concern.OLD, Concern.DELETES)),
        (Absence(BREAK / 2, 100, 100), ()),
        (Absence(HOUR, 0, 0), ()),
    ],
)
def test_what_is_old_or_deletes_much_is_looked_at(
    absence: Absence, why: tuple[Concern, ...]
) -> None:
    """[ED12]"""
    assert concerns(absence) == why


@given(
    st.timedeltas(timedelta(), OLD * 3), st.integers(0, 10_000), st.integers(0, 10_000),
    st.integers(0, 100),
)  # fmt: skip
def test_who_was_away_longer_or_deletes_more_is_never_asked_less(
    away: timedelta, living: int, gone: int, more: int
) -> None:
    """[ED12]"""
    gone = min(gone, living)
    before = set(concerns(Absence(away, living, gone)))
    assert before <= set(concerns(Absence(away + timedelta(days=more), living, gone)))
    assert before <= set(concerns(Absence(away, living, min(living, gone + more))))


PAPER = seed([Paragraph((Run(TEXT),)), Paragraph((Run(TEXT),))], iter("ab").__next__)


def paper() -> SharedDoc:
    """Another copy of the same document."""
    return SharedDoc([PAPER])


def line(shared: SharedDoc, block: int = 0) -> XmlText:
    return shared.body.children[block].children[0]  # type: ignore[union-attr, return-value]


def changed(shared: SharedDoc, change: Callable[[SharedDoc], None]) -> bytes:
    """The update that brings the change to others."""
    before = shared.state()
    with shared.doc.transaction():
        change(shared)
    shared.apply(EMPTY_UPDATE)
    return shared.since(before)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 5))
def test_letters_that_would_go_are_counted_apart_from_those_that_come(
    start: int, end: int, added: int
) -> None:
    """[ED12] [ED11]"""
    here, away = paper(), paper()
    start, end = min(start, end), max(start, end)

    def change(shared: SharedDoc) -> None:
        ytext.delete(line(shared), start, end)
        ytext.append(line(shared), "새로 쓴 글" * added)

    update = changed(away, change)
    assert letters(here) == 200
    assert deleted(here, update) == end - start
    assert letters(here) == 200, "only tried"


def test_a_paragraph_that_goes_counts_with_its_letters_and_what_is_gone_here_does_not() -> None:
    """[ED12]"""
    here, away = paper(), paper()

    def drop_second(shared: SharedDoc) -> None:
        del shared.body.children[1]

    update = changed(away, drop_second)
    assert deleted(here, update) == 100
    changed(here, drop_second)
    assert deleted(here, update) == 0


def test_what_is_cut_short_is_no_update() -> None:
    update = changed(paper(), lambda shared: ytext.append(line(shared), "가"))
    with pytest.raises(BadUpdate):
        only_deletions(update[:6])


class Meeting:
    """A room, somebody who is here, and somebody who comes back."""

    def __init__(self, away: timedelta) -> None:
        self.now = START
        self.room = Room("r", paper(), 0, Limits(), lambda: self.now)
        here = Visitor(UserId("ann"), "ann", SessionId("a"), right=Mode.WRITE, dialect=Dialect.OURS)
        back = replace(here, person_id=UserId("ben"), name="ben", away_since=START - away)
        self.ann = self.room.join(here, 0)[0].id
        self.ben = self.room.join(back, 0)[0].id
        self.away = paper()

    def bring(self, update: bytes) -> list[Out]:
        return self.room.receive(self.ben, codec.step2(update), 1)

    @property
    def text(self) -> str:
        return plain_text(self.room.doc)


def cut_half(shared: SharedDoc) -> None:
    ytext.delete(line(shared), 0, 80)


def test_a_large_deletion_from_an_absence_changes_nothing_and_is_handed_out_whole() -> None:
    """[ED12]"""
    meeting = Meeting(HOUR)
    before, update = meeting.text, changed(meeting.away, cut_half)
    [aside] = meeting.bring(update)
    assert isinstance(aside, SetAside)
    assert aside.update == update
    assert aside.visitor.person_id == "ben"
    assert aside.absence == Absence(HOUR, 200, 80)
    assert aside.concerns == (Concern.DELETES,)
    later = changed(meeting.away, lambda shared: ytext.append(line(shared), "또"))
    assert meeting.room.receive(meeting.ben, codec.update(later), 2) == []
    meeting.room.tick()
    assert meeting.text == before
    assert meeting.room.take_entries() == []
    assert meeting.ben not in meeting.room.members


@pytest.mark.parametrize("away", [BREAK / 2, HOUR])
def test_small_work_and_short_cuts_of_the_line_are_merged_as_ever(away: timedelta) -> None:
    """[ED12] [ED3]"""
    meeting = Meeting(away)
    change = cut_half if away < BREAK else lambda shared: ytext.append(line(shared), "더")
    outs = meeting.bring(changed(meeting.away, change))
    assert any(isinstance(out, Broadcast) for out in outs)
    assert meeting.text == plain_text(meeting.away)


def test_what_is_old_is_set_aside_unless_it_is_known() -> None:
    """[ED12]"""
    meeting = Meeting(OLD + HOUR)
    assert not any(isinstance(out, SetAside) for out in meeting.bring(meeting.away.whole()))
    meeting = Meeting(OLD + HOUR)
    update = changed(meeting.away, lambda shared: ytext.append(line(shared), "옛글"))
    [aside] = meeting.bring(update)
    assert isinstance(aside, SetAside)
    assert aside.concerns == (Concern.OLD,)


def test_what_is_typed_before_the_judgement_is_not_merged_before_it() -> None:
    """[ED12] It is in the answer to our question, which is judged as a whole."""
    meeting = Meeting(HOUR)
    before = meeting.text
    changed(meeting.away, cut_half)
    typed = changed(meeting.away, lambda shared: ytext.append(line(shared), "덧"))
    assert meeting.room.receive(meeting.ben, codec.update(typed), 1) == []
    assert meeting.room.tick() == []
    assert meeting.text == before
    assert isinstance(meeting.bring(meeting.away.whole())[0], SetAside)


def test_what_comes_after_a_judgement_in_favour_is_ordinary_work() -> None:
    """[ED12] [ED1]"""
    meeting = Meeting(HOUR)
    meeting.bring(changed(meeting.away, lambda shared: ytext.append(line(shared), "더")))
    cut = changed(meeting.away, cut_half)
    meeting.room.receive(meeting.ben, codec.update(cut), 2)
    meeting.room.tick()
    assert meeting.text == plain_text(meeting.away)
    told = meeting.room.committed(meeting.room.seq, 10)
    assert Send(meeting.ben, codec.saved(2)) in told
