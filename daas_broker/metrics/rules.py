"""Rates out of counters, windows for charts, and what a value means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from daas_broker.metrics.model import Level, Name, Threshold, Window
from kernel.errors import Invalid

SAMPLE = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# How long each resolution is kept: an hour in tens of seconds, three days in minutes, a quarter.
KEPT: Mapping[timedelta, timedelta] = {
    SAMPLE: timedelta(hours=3),
    MINUTE: timedelta(days=3),
    HOUR: timedelta(days=92),
}
GIB = float(1 << 30)
OF_DESKTOPS = frozenset({Name.CPU, Name.MEMORY, Name.LATENCY, Name.FRAMES, Name.SENT})
SPANS: Mapping[str, tuple[timedelta, timedelta]] = {
    "hour": (timedelta(seconds=20), HOUR),
    "day": (timedelta(minutes=10), timedelta(days=1)),
    "week": (HOUR, timedelta(days=7)),
    "month": (timedelta(hours=4), timedelta(days=30)),
}
DEFAULTS: Mapping[Name, Threshold] = {
    each.name: each
    for each in (
        Threshold(Name.WAITING, 3, 10),
        Threshold(Name.WAIT, 60, 300),
        Threshold(Name.FAILURES, 0.1, 1),
        Threshold(Name.LATENCY, 80, 150),
        Threshold(Name.REFUSALS, 10, 100),
        Threshold(Name.GATEWAY_CPU, 0.7, 0.9),
        Threshold(Name.MEMORY_FREE, 4 * GIB, 2 * GIB),
        Threshold(Name.DISK_FREE, 20 * GIB, 5 * GIB),
    )
}


class ThresholdImpossible(Invalid):
    """`name` says of what; the two values must be numbers that differ."""

    code = "threshold_impossible"


def window(span: str, now: datetime) -> Window:
    """Places that stand still: a chart asked again a second later has the same ones."""
    width, whole = SPANS[span]
    seconds = width.total_seconds()
    until = datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, now.tzinfo)
    return Window(until, width, round(whole / width))


def step_of(asked: Window, now: datetime) -> timedelta:
    """The finest resolution that still holds the beginning of what is asked."""
    for step, kept in KEPT.items():
        if step <= asked.width and now - asked.since <= kept:
            return step
    return HOUR


def rate(before: float, after: float, took: timedelta) -> float | None:
    """Of a counter, a second; None where it began anew or no time has passed."""
    seconds = took.total_seconds()
    return (after - before) / seconds if seconds > 0 and after >= before else None


def judge(value: float | None, threshold: Threshold | None) -> Level:
    if value is None:
        return Level.UNKNOWN
    if threshold is None:
        return Level.OK
    sign = 1 if threshold.over >= threshold.near else -1
    if sign * value >= sign * threshold.over:
        return Level.OVER
    return Level.NEAR if sign * value >= sign * threshold.near else Level.OK


def check(threshold: Threshold) -> Threshold:
    values = (threshold.near, threshold.over)
    if not all(isfinite(value) and value >= 0 for value in values) or values[0] == values[1]:
        raise ThresholdImpossible(name=threshold.name.value)
    default = DEFAULTS.get(threshold.name)
    if default is None or (default.over > default.near) != (threshold.over > threshold.near):
        raise ThresholdImpossible(name=threshold.name.value)
    return threshold


@dataclass(frozen=True)
class Counter:
    """A counter as it was seen last."""

    at: datetime
    value: float


def advance(
    known: dict[tuple[str, str], Counter], key: tuple[str, str], at: datetime, value: float
) -> float | None:
    """The rate since the last sight of this counter, which is replaced by this one."""
    before = known.get(key)
    known[key] = Counter(at, value)
    return None if before is None else rate(before.value, value, at - before.at)
