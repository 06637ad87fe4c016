"""One stream's crossings over time."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.policies import rules
from daas_broker.policies.machine import HOLD_SECONDS, QUIET_SECONDS, Guard
from daas_broker.policies.model import NeedsReason, Passed, Refused, Way
from kernel.settings import Zone

TODAY = date(2026, 11, 25)
INTERNET, WORK = rules.DEFAULTS[Zone.INTERNET], rules.DEFAULTS[Zone.WORK]
LIKELY = "900101-1000000"


def test_a_refusal_is_told_once_and_then_counted_in_silence() -> None:
    """[DLP4]"""
    guard = Guard(INTERNET)
    told = [guard.cross(Way.IN, "대외비", float(second), TODAY) for second in range(5)]
    assert [one.is_news for one in told] == [True, False, False, False, False]
    again = guard.cross(Way.IN, "대외비", QUIET_SECONDS + 1, TODAY)
    assert (again.is_news, again.told_before) == (True, 4)


def test_copying_inside_a_closed_desktop_is_told_once_until_the_policy_changes() -> None:
    """[DLP4]"""
    guard = Guard(WORK)
    told = [guard.cross(Way.OUT, "글", 100.0 * turn, TODAY) for turn in range(3)]
    assert [one.is_news for one in told] == [True, False, False]
    guard.adopt(WORK)
    assert guard.cross(Way.OUT, "글", 400.0, TODAY).is_news


def test_a_text_waits_for_its_reason_and_is_decided_anew() -> None:
    """[DLP9]"""
    guard = Guard(INTERNET)
    asked = guard.cross(Way.IN, LIKELY, 0, TODAY)
    assert isinstance(asked.verdict, NeedsReason)
    assert asked.hold is not None
    assert guard.give_reason(asked.hold + 1, "민원 처리", 1, TODAY) is None
    short = guard.give_reason(asked.hold, "ㅇ", 1, TODAY)
    assert short is not None
    assert isinstance(short.verdict, NeedsReason)
    assert short.hold is not None
    passed = guard.give_reason(short.hold, "민원 처리에 필요", 2, TODAY)
    assert passed is not None
    assert passed.verdict == Passed(LIKELY, short.verdict.signs)
    assert passed.reason == "민원 처리에 필요"
    assert guard.give_reason(short.hold, "민원 처리에 필요", 3, TODAY) is None


def test_a_reason_that_comes_too_late_or_after_the_door_closed_opens_nothing() -> None:
    """[DLP3] [DLP9]"""
    guard = Guard(INTERNET)
    late = guard.cross(Way.IN, LIKELY, 0, TODAY).hold
    assert late is not None
    assert guard.give_reason(late, "민원 처리에 필요", HOLD_SECONDS + 1, TODAY) is None
    waiting = guard.cross(Way.IN, LIKELY, 200, TODAY).hold
    assert waiting is not None
    guard.adopt(replace(INTERNET, clipboard_in=replace(INTERNET.clipboard_in, is_open=False)))
    refused = guard.give_reason(waiting, "민원 처리에 필요", 201, TODAY)
    assert refused is not None
    assert isinstance(refused.verdict, Refused)
    assert refused.verdict.rule == "clipboard_in_closed"


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 3000), st.booleans()), max_size=60))
def test_text_that_goes_in_stays_within_the_rate(steps: list[tuple[float, int, bool]]) -> None:
    """[DLP8]"""
    rate, most = 100, 2_000
    clipboard = replace(INTERNET.clipboard_in, most_bytes=most)
    guard = Guard(replace(INTERNET, characters_per_second=rate, clipboard_in=clipboard))
    now, went_in = 0.0, 0
    for pause, size, is_pasted in steps:
        now += pause
        if is_pasted:
            passed = isinstance(guard.cross(Way.IN, "가" * (size // 3), now, TODAY).verdict, Passed)
            went_in += size // 3 if passed else 0
        elif guard.typed(size, now) is None:
            went_in += size
        assert went_in <= most + rate * now + 1


def test_nobody_types_too_fast_where_there_is_no_rate() -> None:
    """[DLP8]"""
    assert Guard(WORK).typed(10**6, 0) is None


def test_a_flood_of_crossings_is_refused() -> None:
    """[DLP8]"""
    guard = Guard(INTERNET)
    verdicts = [guard.cross(Way.OUT, "글", 0.5, TODAY).verdict for _ in range(20)]
    assert isinstance(verdicts[0], Passed)
    assert isinstance(verdicts[-1], Refused)
    assert verdicts[-1].rule == "clipboard_flood"
