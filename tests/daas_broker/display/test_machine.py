from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.display.machine import ANSWER_SECONDS, SETTLE_SECONDS, Lanes, Typed
from daas_broker.display.model import ToDisplay, ToText

keys = st.builds(ToDisplay, st.just("kd,65293"), st.just(True))  # noqa: FBT003
texts = st.builds(ToText, st.just(b"text"), st.one_of(st.none(), st.integers(0, 9)))


@given(st.lists(st.tuples(st.one_of(keys, texts), st.floats(0, 0.1))))
def test_what_was_typed_goes_in_its_order_and_nothing_waits_for_ever(
    typing: list[tuple[Typed, float]],
) -> None:
    """[DK10]"""
    lanes, now = Lanes(), 0.0
    gone: list[tuple[Typed, float]] = []
    for typed, pause in typing:
        now += pause
        lanes.push(typed)
        gone += [(t, now) for t in lanes.take(now)]
    while (wake := lanes.wake_at) is not None:
        assert wake - now <= ANSWER_SECONDS * 1.001
        now = max(now, wake)
        gone += [(t, now) for t in lanes.take(now)]
    assert [t for t, _ in gone] == [t for t, _ in typing]
    for (before, at), (after, then) in pairwise(gone):
        assert type(before) is type(after) or then - at >= SETTLE_SECONDS * 0.999


def test_an_answer_lets_the_key_go_early() -> None:
    """[DK10]"""
    lanes = Lanes()
    lanes.push(ToText(b"commit", 7))
    lanes.push(ToDisplay("kd,65293", is_key=True))
    assert lanes.take(0.0) == [ToText(b"commit", 7)]
    assert lanes.take(0.1) == []
    lanes.answer(7, 0.1)
    assert lanes.take(0.1 + SETTLE_SECONDS) == [ToDisplay("kd,65293", is_key=True)]
