from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.forecast import rules
from daas_broker.forecast.model import Arrivals, Day, Rates, Readiness, Supply, Window
from daas_broker.forecast.rules import Past
from daas_broker.forecast.store import readiness_of, values_of

MONDAY = date(2030, 1, 7)
NINE = datetime(2030, 1, 7, 0, 0, tzinfo=UTC)  # 09:00 in Seoul
SUPPLY = Supply(timedelta(seconds=8), 4)
EVERY_DAY = frozenset(range(7))
KEYS = st.tuples(st.integers(0, 6), st.integers(0, 287))
RATES = st.builds(Rates, st.dictionaries(KEYS, st.floats(0, 40), max_size=40))
STORM = Rates({(0, 108): 30.0, (0, 109): 20.0}, 8)  # Mondays, 09:00 to 09:10
WINDOWS = st.builds(
    lambda days, begins, long, warm: Window(days, begins, min(1440, begins + long), warm),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.integers(0, 50),
)
ASKED = st.builds(
    Readiness,
    st.lists(WINDOWS, max_size=4).map(tuple),
    st.integers(0, 200),
    st.booleans(),
    st.integers(500, 999),
)
TIMES = st.integers(0, 14 * 24 * 60).map(lambda minutes: NINE + timedelta(minutes=minutes))
USE = st.integers(0, 200)


@given(st.integers(0, 50), ASKED, RATES, TIMES, USE)
def test_never_fewer_than_the_minimum_and_each_reason_counts(
    minimum: int, asked: Readiness, rates: Rates, at: datetime, in_use: int
) -> None:
    """[DP6]"""
    target = rules.warm_target(minimum, asked, rates, SUPPLY, (at, in_use))
    assert target.warm >= minimum
    assert target.warm >= rules.scheduled(asked.windows, at)
    assert target.warm * 100 >= in_use * asked.headroom
    assert asked.foresees or target.foreseen == 0
    assert target.warm in {minimum, target.scheduled, target.headroom, target.foreseen}


@given(ASKED, RATES, TIMES, st.floats(0, 20))
def test_more_people_never_mean_fewer_desktops(
    asked: Readiness, rates: Rates, at: datetime, more: float
) -> None:
    """[DP6]"""
    asked = replace(asked, foresees=True)
    crowd = Rates({key: rate + more for key, rate in rates.expected.items()})
    before = rules.warm_target(0, asked, rates, SUPPLY, (at, 0)).warm
    assert rules.warm_target(0, asked, crowd, SUPPLY, (at, 0)).warm >= before


@given(RATES, TIMES, st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_less_patience_or_a_slower_host_never_mean_fewer_desktops(
    rates: Rates, at: datetime, one: float, two: float
) -> None:
    """[DP6]"""
    found = rules.foreseen(rates, SUPPLY, at, min(one, two))
    assert rules.foreseen(rates, SUPPLY, at, max(one, two)) >= found
    slower = Supply(SUPPLY.boot * 2, SUPPLY.at_once)
    assert rules.foreseen(rates, slower, at, min(one, two)) >= found


@given(st.floats(0.001, 60), st.floats(0.5, 0.999))
def test_the_quantile_is_the_least_number_that_is_enough(mean: float, certainty: float) -> None:
    """[DP6]"""

    def enough(count: int) -> float:
        return sum(exp(-mean) * mean**k / factorial(k) for k in range(count + 1))

    found = rules.quantile(mean, certainty)
    assert enough(found) >= certainty - 1e-9
    assert found == 0 or enough(found - 1) < certainty + 1e-9


@given(RATES, TIMES, st.integers(0, 90), st.integers(0, 90))
def test_what_is_expected_in_two_spans_is_expected_in_both_together(
    rates: Rates, at: datetime, one: int, two: int
) -> None:
    """[DP6]"""
    first, second = timedelta(minutes=one), timedelta(minutes=two, seconds=7)
    together = rules.expected(rates, at, first + second)
    apart = rules.expected(rates, at, first) + rules.expected(rates, at + first, second)
    assert together == pytest.approx(apart, abs=1e-6)


@given(st.integers(0, 20), ASKED, RATES, TIMES, USE)
def test_what_is_wanted_again_soon_is_kept(
    minimum: int, asked: Readiness, rates: Rates, at: datetime, in_use: int
) -> None:
    """[DP7]"""
    goal = rules.goal(minimum, asked, rates, SUPPLY, (at, in_use))
    assert goal.keep >= goal.warm
    later = (at + timedelta(minutes=10), in_use)
    assert goal.keep >= rules.warm_target(minimum, asked, rates, SUPPLY, later).warm


def test_a_storm_is_prepared_for_before_it_comes_and_is_over_after_it() -> None:
    """[DP6]"""
    asked = Readiness(foresees=True)

    def at(minutes: int, supply: Supply = SUPPLY) -> int:
        when = NINE + timedelta(minutes=minutes)
        return rules.warm_target(1, asked, STORM, supply, (when, 0)).warm

    assert at(-90) == 1
    assert at(0) > at(-90)
    assert at(30) == 1
    slow = Supply(timedelta(minutes=5), 2)  # the host cannot keep up: it begins earlier
    assert at(-20, slow) >= 20
    assert at(0, slow) > at(0)


def test_the_same_weekday_is_learned_from_and_holidays_teach_nothing() -> None:
    """[DP8]"""
    mondays = [MONDAY - timedelta(weeks=week) for week in range(1, 9)]
    came = [Arrivals(day, 108, 10) for day in mondays if day != mondays[2]]
    rates = rules.learn(came, MONDAY)
    assert rates.days == 7
    total = sum(rate for (weekday, _), rate in rates.expected.items() if weekday == 0)
    assert total == pytest.approx(10)
    assert {weekday for weekday, _ in rates.expected} == {0}
    grown = [Arrivals(mondays[0], 108, 20), *came[1:]]
    newer = rules.learn(grown, MONDAY)
    assert newer.expected[0, 108] > rates.expected[0, 108]
    assert rules.learn([Arrivals(MONDAY, 108, 9)], MONDAY).expected == {}  # today is not over


def test_of_open_windows_the_largest_counts_until_it_closes() -> None:
    """[DP6]"""
    windows = [Window(frozenset({0}), 480, 600, 20), Window(EVERY_DAY, 540, 1080, 5)]
    at = [rules.scheduled(windows, NINE + timedelta(minutes=m)) for m in (-61, -60, 0, 59, 60, 540)]
    assert at == [0, 20, 20, 20, 5, 0]
    tuesday = NINE + timedelta(days=1)
    assert rules.scheduled(windows, tuesday) == 5


@given(ASKED)
def test_what_was_asked_for_is_kept_as_it_was_said(asked: Readiness) -> None:
    assert readiness_of(values_of(asked)) == asked
    assert rules.check(asked) is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Readiness(headroom=201), "headroom"),
        (Readiness(certainty=1000), "certainty"),
        (Readiness((Window(EVERY_DAY, 600, 600, 1),)), "windows"),
        (Readiness((Window(EVERY_DAY, 600, 1441, 1),)), "windows"),
        (Readiness((Window(frozenset(), 0, 60, 1),)), "windows"),
    ],
)
def test_nonsense_is_named(asked: Readiness, field: str) -> None:
    """[DP6]"""
    assert rules.check(asked) == field


def page(windows: tuple[Window, ...], now: datetime) -> Day:
    past, lesson = Past({}, {}, {}, 0), (Rates({}), SUPPLY)
    return rules.day((1, 90), Readiness(windows, 0, foresees=False), lesson, past, now)


@pytest.mark.parametrize(("minute", "keep"), [(1400, 5), (1432, 5), (1438, 5)])
def test_late_in_the_evening_the_page_sees_beyond_midnight_as_the_keeper_does(
    minute: int, keep: int
) -> None:
    """[DP7] [DP11]"""
    windows = Window(EVERY_DAY, 1200, 1430, 5), Window(EVERY_DAY, 0, 120, 5)
    now = datetime.combine(MONDAY, time(), rules.HOME) + timedelta(minutes=minute)
    today = page(windows, now)
    assert (today.keep, today.next) == (keep, None)


@given(st.lists(WINDOWS, max_size=4).map(tuple), TIMES)
def test_the_page_never_says_that_fewer_stay_than_the_keeper_keeps(
    windows: tuple[Window, ...], at: datetime
) -> None:
    """[DP7] [DP11]"""
    asked = Readiness(windows, 0, foresees=False)
    kept = rules.goal(1, asked, Rates({}), SUPPLY, (at, 0)).keep
    today = page(windows, at)
    assert today.keep >= kept
    assert today.next is None or today.next.at.astimezone(rules.HOME).date() == (
        at.astimezone(rules.HOME).date()
    )
