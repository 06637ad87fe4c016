from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.machine import ANSWER_SECONDS, SETTLE_SECONDS, Lanes, Typed
from daas_broker.display.model import Settle, Settled, ToDisplay, ToText

ENTER = ToDisplay("kd,65293", is_key=True)
TEXT = ToText(b"commit", 7)
keys = st.builds(ToDisplay, st.just("kd,65293"), st.just(True))  # noqa: FBT003
texts = st.builds(ToText, st.just(b"text"), st.one_of(st.none(), st.integers(0, 9)))
typings = st.lists(st.tuples(st.one_of(keys, texts), st.floats(0, 0.1)))


@given(typings)
def test_what_was_typed_goes_in_its_order_and_nothing_waits_for_ever(
    typing: list[tuple[Typed, float]],
) -> None:
    """[DK10]"""
    lanes, now = Lanes(), 0.0
    gone: list[tuple[Typed, float]] = []

    def take() -> None:
        gone.extend((t, now) for t in lanes.take(now) if not isinstance(t, Settle))

    for typed, pause in typing:
        now += pause
        lanes.push(typed)
        take()
    while (wake := lanes.wake_at) is not None:
        assert wake - now <= ANSWER_SECONDS * 1.001
        now = max(now, wake)
        take()
    assert [t for t, _ in gone] == [t for t, _ in typing]
    for (before, at), (after, then) in pairwise(gone):
        assert type(before) is type(after) or then - at >= ANSWER_SECONDS * 0.999


def test_a_click_and_a_drag_behind_it_keep_their_place_and_mere_moves_go_at_once() -> None:
    """[DG3]"""
    lanes = Lanes()
    move, press, drag, drop = (
        ToDisplay(f"m,{x},1,{buttons},0", buttons=buttons)
        for x, buttons in ((1, 0), (1, 1), (2, 1), (2, 0))
    )
    assert not lanes.keeps_order(move)
    lanes.push(TEXT)
    lanes.take(0)
    gone: list[Typed | Settle] = []
    for pointed in (press, drag, drop):
        assert lanes.keeps_order(pointed)
        lanes.push(pointed)
        gone += lanes.take(0)
    [asked] = gone
    assert isinstance(asked, Settle)
    assert not asked.after_keys
    lanes.answer(Settled(asked.number, is_sure=True), 1)
    assert lanes.take(1) == [press, drag, drop]
    assert not lanes.keeps_order(move)
    lanes.push(TEXT)
    [asked] = lanes.take(1)
    assert isinstance(asked, Settle)
    assert asked.after_keys


@given(typings)
def test_nothing_changes_ways_before_what_went_before_is_taken(
    typing: list[tuple[Typed, float]],
) -> None:
    """[DIN1]"""
    lanes, now = Lanes(), 0.0
    gone: list[Typed | Settle] = []
    for typed, pause in typing:
        now += pause
        lanes.push(typed)
        asked = [each for each in gone if isinstance(each, Settle)]
        if asked:
            lanes.answer(Settled(asked[-1].number, is_sure=True), now)
        gone += lanes.take(now)
    for before, after in pairwise(gone):
        if not isinstance(before, Settle) and not isinstance(after, Settle):
            assert type(before) is type(after)
    numbers = [each.number for each in gone if isinstance(each, Settle)]
    assert numbers == sorted(set(numbers))


def test_an_answer_lets_the_key_go_at_once() -> None:
    """[DIN1]"""
    lanes = Lanes()
    lanes.push(TEXT)
    lanes.push(ENTER)
    sent, asked = lanes.take(0.0)
    assert (sent, lanes.take(0.1)) == (TEXT, [])
    assert isinstance(asked, Settle)
    lanes.answer(Settled(asked.number, is_sure=True), 0.1)
    assert lanes.take(0.1) == [ENTER]


def test_an_input_method_that_cannot_tell_gets_a_moment() -> None:
    """[DIN1]"""
    lanes = Lanes()
    lanes.push(ENTER)
    lanes.push(TEXT)
    _, asked = lanes.take(0.0)
    assert isinstance(asked, Settle)
    assert asked.after_keys
    lanes.answer(Settled(asked.number - 1, is_sure=True), 0.1)  # of a question before
    lanes.answer(Settled(asked.number, is_sure=False), 0.2)
    assert lanes.take(0.2 + SETTLE_SECONDS / 2) == []
    assert lanes.take(0.2 + SETTLE_SECONDS) == [TEXT]
