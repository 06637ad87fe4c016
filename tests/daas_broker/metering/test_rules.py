from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.metering.rules import GIB, advance, day_of, plan
from daas_broker.usage.model import Counters, Interval, Meter, Span, Whose
from kernel.actor import UserId
from kernel.settings import Zone

START = datetime(2030, 1, 7, 14, 59, 30, tzinfo=UTC)  # half a minute before midnight in Seoul
WHOSE = Whose(DesktopId("d"), PoolId("p"), Zone.INTERNET, UserId("ann"), "div")
silences = st.lists(st.integers(0, 200_000), min_size=1, max_size=12)  # seconds between heartbeats


def span(alive_at: datetime, *, cpu: float = 0.0, sent: int = 0, is_over: bool = False) -> Span:
    return Span(
        "held:a", Meter.HELD, WHOSE, START, alive_at, is_over, Counters(cpu, sent), memory_bytes=GIB
    )


def metered(silences: list[int]) -> tuple[list[Interval], datetime]:
    """The ledger after heartbeats so far apart, each of which counted one more of everything."""
    ledger: dict[object, Interval] = {}
    at, last = START, None
    for count, silence in enumerate(silences, 1):
        at += timedelta(seconds=silence)
        over = count == len(silences)
        for row in advance(span(at, cpu=count, sent=count, is_over=over), last):
            ledger[row.day] = row
        last = ledger[max(ledger, key=str)]
    return sorted(ledger.values(), key=lambda row: row.began_at), at


@given(silences)
def test_intervals_follow_each_other_and_add_up_to_the_second(silences: list[int]) -> None:
    """[DU3]"""
    rows, end = metered(silences)
    assert rows[0].began_at == START
    assert rows[-1].until_at == end
    assert all(a.until_at == b.began_at for a, b in pairwise(rows))
    assert all(row.is_closed for row in rows)
    assert sum(r.amounts.cpu_seconds for r in rows) == pytest.approx(len(silences))
    assert sum(r.amounts.transferred_bytes for r in rows) == pytest.approx(len(silences))
    held = (end - START).total_seconds()
    assert sum(r.amounts.memory_gib_seconds for r in rows) == pytest.approx(held)


@given(silences)
def test_an_interval_stays_within_its_day_of_seoul(silences: list[int]) -> None:
    """[DU3]"""
    rows, _ = metered(silences)
    assert len({row.day for row in rows}) == len(rows)
    for row in rows:
        assert day_of(row.began_at) == row.day
        assert day_of(row.until_at - timedelta(microseconds=1)) <= row.day or (
            row.until_at == row.began_at
        )


@given(silences)
def test_a_heartbeat_counted_twice_is_counted_once(silences: list[int]) -> None:
    """[DU1]"""
    last = None
    at = START
    for silence in silences:
        at += timedelta(seconds=silence)
        changed = advance(span(at, cpu=3.0), last)
        last = changed[-1] if changed else last
        assert advance(span(at, cpu=3.0), last) == []


def test_a_counter_that_went_back_takes_nothing_away() -> None:
    """[DU3]"""
    (first,) = advance(span(START + timedelta(seconds=10), cpu=50.0), None)
    (second,) = advance(span(START + timedelta(seconds=20), cpu=1.0), first)
    assert second.amounts.cpu_seconds == 50.0
    assert second.counted.cpu_seconds == 50.0


@given(st.integers(-500, 500))
def test_clocks_that_disagree_never_make_two_holders_of_a_second(milliseconds: int) -> None:
    """[DU1] A claim is stamped by another process than the heartbeat before it."""
    seen = START + timedelta(seconds=10)
    warm = Span("warm:d.1", Meter.WARM, WHOSE, START, seen, is_over=False)
    before = plan([warm], {}, {})
    claimed = seen + timedelta(milliseconds=milliseconds)
    ended = Span("warm:d.1", Meter.WARM, WHOSE, START, claimed, is_over=True)
    held = Span("held:a", Meter.HELD, WHOSE, claimed, seen + timedelta(9), is_over=False)
    after = plan([held, ended], {before[0].source: before[0]}, {("d", False): before[0].until_at})
    ends = max(row.until_at for row in [*before, *after] if row.meter is Meter.WARM)
    assert all(row.began_at >= ends for row in after if row.meter is Meter.HELD)


def test_what_nobody_knows_any_more_ends_at_its_last_heartbeat() -> None:
    """[DU2]"""
    (row,) = advance(span(START + timedelta(seconds=10)), None)
    (closed,) = plan([], {row.source: row}, {})
    assert closed.is_closed
    assert closed.until_at == START + timedelta(seconds=10)
