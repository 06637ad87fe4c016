"""Measurements of the month before today, so that charts have something to show. Invented, the same
each time, and dated from the hour in which they are loaded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import exp
from random import Random

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from daas_broker.metering.rules import SEOUL
from daas_broker.metrics.model import Name
from daas_broker.metrics.rules import HOUR, MINUTE
from daas_broker.metrics.store import points
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

SEED = 2019
DAYS = 30
EVERY = timedelta(minutes=5)  # of the last day; the hours before it
GIB = float(1 << 30)
WEEKEND = 5
RARE = 0.01
PEAKS = ((9.1, 0.35, 1.0), (11.0, 1.4, 0.6), (13.4, 0.5, 0.8), (15.5, 1.6, 0.65))
SEATS = 74.0  # at the busiest moment
Row = tuple[Name, str, float]


def load(workplace: Workplace, cast: Cast) -> None:
    random = Random(SEED)  # noqa: S311 - a demonstration, not a secret
    now = cast.now.replace(minute=cast.now.minute // 5 * 5, second=0, microsecond=0)
    hour = now.replace(minute=0)
    with workplace.base.begin() as tx:
        past = select(points.c.at).where(points.c.at < now - timedelta(days=2)).limit(1)
        if tx.db.execute(past).one_or_none():
            return
        rows = [
            *_rows(random, HOUR, (hour - timedelta(days=DAYS), hour), HOUR),
            *_rows(random, MINUTE, (now - timedelta(days=1), now), EVERY),
        ]
        tx.db.execute(upsert(points).on_conflict_do_nothing(), rows)


def _rows(
    random: Random, step: timedelta, bounds: tuple[datetime, datetime], every: timedelta
) -> Iterator[dict[str, object]]:
    at, until = bounds
    while at < until:
        for name, subject, value in _moment(random, at):
            yield {
                "name": name.value,
                "subject": subject,
                "step": round(step.total_seconds()),
                "at": at,
                "total": value,
                "peak": value * random.uniform(1.0, 1.3),
                "count": 1,
            }
        at += every


def load_at(at: datetime) -> float:
    """From 0 to about 1: the morning storm, the calm after lunch, the weekend."""
    local = at.astimezone(SEOUL)
    hour = local.hour + local.minute / 60
    busy = max(height * exp(-(((hour - peak) / width) ** 2)) for peak, width, height in PEAKS)
    return busy * (0.06 if local.weekday() >= WEEKEND else 1.0)


def _moment(random: Random, at: datetime) -> Iterator[Row]:
    busy = load_at(at) * random.uniform(0.85, 1.1)
    in_use = round(SEATS * busy)
    waiting = max(0, round((busy - 0.9) * 40))
    sent = in_use * random.uniform(2e4, 6e4)
    yield Name.IN_USE, "", in_use
    yield Name.HELD, "", round(in_use * random.uniform(1.02, 1.15))
    yield Name.WARM, "", max(2, round(12 - busy * 8))
    yield Name.CLAIMS, "", round(busy * 5 * random.uniform(0.4, 1.2), 2)
    yield Name.WAITING, "", waiting
    yield Name.WAIT, "", waiting * random.uniform(6, 14)
    yield Name.LATENCY, "", 9 + busy * random.uniform(4, 22)
    for gateway, share in (("display-internet", 0.8), ("display-work", 0.2)):
        yield Name.STREAMS, gateway, round(in_use * share)
        yield Name.GATEWAY_SENT, gateway, sent * share
        yield Name.GATEWAY_CPU, gateway, 0.01 + sent * share * 1.1e-7
        yield Name.REFUSALS, gateway, float(random.random() < busy * 0.2)
    yield Name.FAILURES, "", 0.1 if random.random() < RARE else 0.0
    yield Name.MEMORY_FREE, "podman", (60 - 0.62 * in_use) * GIB
    yield Name.DISK_FREE, "podman", (420 - (at.timestamp() / 86_400 % 60)) * GIB
