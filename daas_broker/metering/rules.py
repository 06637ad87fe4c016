"""How a heartbeat changes the ledger. Pure.

A desktop serves one person in its life and a stream has an id of its own, so a source that is alive
after a silence was alive during it: its interval goes on. One that is not alive any more ends at
its last heartbeat, however late that is noticed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from daas_broker.usage.model import Amounts, Counters, Interval, Meter, Span

SEOUL = ZoneInfo("Asia/Seoul")
GIB = 1 << 30
Lane = tuple[str, bool]  # a desktop, and whether its streams or its holding are meant


def day_of(at: datetime) -> date:
    return at.astimezone(SEOUL).date()


def midnight_after(at: datetime) -> datetime:
    return datetime.combine(day_of(at) + timedelta(days=1), time(), SEOUL).astimezone(at.tzinfo)


def plan(
    spans: Sequence[Span], known: Mapping[str, Interval], reached: Mapping[Lane, datetime]
) -> list[Interval]:
    """All that changes in the ledger. `known` has each source's latest interval, and every open
    one; `reached` how far each lane is counted already.

    Two clocks may disagree by some milliseconds on who came first: what follows on the same desktop
    begins no earlier than what went before has reached [DU1].
    """
    floor = dict(reached)
    changed = [abandoned(row) for row in _lost(spans, known)]
    for span in sorted(spans, key=lambda span: span.began_at):
        last = known.get(span.source)
        if last is None:
            began = max(span.began_at, floor.get(lane_of(span), span.began_at))
            span = replace(span, began_at=began)  # noqa: PLW2901 - the same span, pushed
        rows = advance(span, last)
        changed += rows
        for row in rows:
            floor[lane_of(row)] = max(row.until_at, floor.get(lane_of(row), row.until_at))
    return changed


def lane_of(metered: Span | Interval) -> Lane:
    return metered.whose.desktop_id, metered.meter is Meter.STREAM


def _lost(spans: Sequence[Span], known: Mapping[str, Interval]) -> Iterator[Interval]:
    living = {span.source for span in spans}
    yield from (row for row in known.values() if row.source not in living and not row.is_closed)


def advance(span: Span, last: Interval | None) -> list[Interval]:
    """The intervals that differ from the ledger after this heartbeat; none when none does [DU1].

    `last` is the source's latest interval. Each lies within one day of Seoul [DU3].
    """
    if last is not None and last.is_closed:
        return []
    start = last.until_at if last else span.began_at
    end = max(start, span.alive_at)
    growth = _growth(span, last, (end - start).total_seconds())
    rows = [last] if last else []
    for began, until in _by_days(start, end):
        part = _share(growth, until - began, end - start)
        if rows and rows[-1].day == day_of(began):
            rows[-1] = _grown(rows[-1], until, part)
        else:
            rows = [replace(row, is_closed=True) for row in rows]
            rows.append(_fresh(span, (began, until), part))
    counted = _further(span.counters, last.counted if last else Counters())
    rows[-1] = replace(rows[-1], is_closed=span.is_over, counted=counted)
    return [row for row in rows if row != last]


def abandoned(interval: Interval) -> Interval:
    """Nothing is known of its source any more: it ended at its last heartbeat [DU2]."""
    return replace(interval, is_closed=True)


def _by_days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while (midnight := midnight_after(start)) < end:
        yield start, midnight
        start = midnight
    yield start, end


def _growth(span: Span, last: Interval | None, seconds: float) -> Amounts:
    """Since the last heartbeat. A counter that went back, or that a host cannot tell, adds 0."""
    before = last.counted if last else Counters(cpu_seconds=span.cpu_before)
    return Amounts(
        cpu_seconds=max(0.0, span.counters.cpu_seconds - before.cpu_seconds),
        memory_gib_seconds=span.memory_bytes / GIB * seconds,
        transferred_bytes=max(0, span.counters.transferred_bytes - before.transferred_bytes),
    )


def _further(now: Counters, before: Counters) -> Counters:
    return Counters(
        max(now.cpu_seconds, before.cpu_seconds),
        max(now.transferred_bytes, before.transferred_bytes),
    )


def _share(growth: Amounts, part: timedelta, whole: timedelta) -> Amounts:
    ratio = part / whole if whole else 1.0
    return Amounts(*(amount * ratio for amount in vars(growth).values()))


def _grown(row: Interval, until: datetime, by: Amounts) -> Interval:
    sums = (a + b for a, b in zip(vars(row.amounts).values(), vars(by).values(), strict=True))
    return replace(row, until_at=until, amounts=Amounts(*sums))


def _fresh(span: Span, bounds: tuple[datetime, datetime], amounts: Amounts) -> Interval:
    began, until = bounds
    return Interval(
        source=span.source,
        meter=span.meter,
        day=day_of(began),
        whose=span.whose,
        began_at=began,
        until_at=until,
        is_closed=False,
        amounts=amounts,
        counted=Counters(),
    )
