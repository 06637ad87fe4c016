from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.metrics.model import Level, Name, Threshold
from daas_broker.metrics.rules import (
    DEFAULTS,
    SPANS,
    Counter,
    ThresholdImpossible,
    advance,
    check,
    judge,
    step_of,
    window,
)

NOW = datetime(2030, 1, 7, 3, 4, 5, tzinfo=UTC)
moments = st.datetimes(datetime(2029, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware by its zone


@given(moments, st.sampled_from(sorted(SPANS)))
def test_a_window_holds_now_and_stands_still_between_two_places(now: datetime, span: str) -> None:
    """[DU8]"""
    asked = window(span, now)
    assert asked.since <= now < asked.until
    assert asked.until - now <= asked.width
    assert window(span, asked.until - timedelta(microseconds=1)) == asked


@given(moments, st.sampled_from(sorted(SPANS)))
def test_what_is_asked_is_read_where_it_is_still_kept(now: datetime, span: str) -> None:
    """[DU8]"""
    asked = window(span, now)
    assert step_of(asked, now) <= asked.width


def test_a_counter_that_began_anew_gives_no_rate() -> None:
    """[DU8] A gateway that was started again has sent nothing less than nothing."""
    known: dict[tuple[str, str], Counter] = {}
    later = NOW + timedelta(seconds=10)
    assert advance(known, ("sent", "g"), NOW, 1000) is None
    assert advance(known, ("sent", "g"), later, 3000) == 200
    assert advance(known, ("sent", "g"), later + timedelta(seconds=10), 5) is None
    assert advance(known, ("sent", "g"), later + timedelta(seconds=10), 5) is None


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        (Name.WAITING, 2, Level.OK),
        (Name.WAITING, 3, Level.NEAR),
        (Name.WAITING, 10, Level.OVER),
        (Name.DISK_FREE, 50 * 2**30, Level.OK),
        (Name.DISK_FREE, 20 * 2**30, Level.NEAR),
        (Name.DISK_FREE, 1, Level.OVER),
        (Name.WAITING, None, Level.UNKNOWN),
        (Name.IN_USE, 10_000, Level.OK),
    ],
)
def test_much_of_the_bad_and_little_of_the_good_is_told(
    name: Name, value: float | None, level: Level
) -> None:
    """[DU9]"""
    assert judge(value, DEFAULTS.get(name)) is level


@pytest.mark.parametrize(
    "threshold",
    [
        Threshold(Name.WAITING, 5, 5),
        Threshold(Name.WAITING, 10, 3),
        Threshold(Name.DISK_FREE, 1, 2),
        Threshold(Name.WAITING, -1, 2),
        Threshold(Name.WAITING, float("nan"), 2),
        Threshold(Name.IN_USE, 1, 2),
    ],
)
def test_a_threshold_that_means_nothing_is_refused(threshold: Threshold) -> None:
    """[DU9]"""
    with pytest.raises(ThresholdImpossible):
        check(threshold)
