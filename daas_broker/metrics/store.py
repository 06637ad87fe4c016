"""Measurements in SQL: samples of ten seconds, rolled up to minutes and hours, and thresholds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Float, Index, Integer, String, Table, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import State
from daas_broker.desktops.model import PoolId
from daas_broker.metrics.model import Line, Name, Sample, Threshold, Window
from daas_broker.metrics.rules import DEFAULTS, HOUR, KEPT, MINUTE, SAMPLE, step_of
from daas_broker.pools import store as pools
from daas_broker.sessions import store as sessions
from daas_broker.sessions.rules import STILL_ASKING
from daas_broker.usage.store import connections
from kernel.db import Instant, metadata

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
points = Table(
    "daas_metrics",
    metadata,
    Column("name", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("step", Integer, primary_key=True),  # seconds
    Column("at", Instant, primary_key=True),  # where the step begins
    Column("total", Float, nullable=False),
    Column("peak", Float, nullable=False),
    Column("count", Integer, nullable=False),
    Index("ix_daas_metrics_age", "step", "at"),
)
thresholds = Table(
    "daas_thresholds",
    metadata,
    Column("name", String, primary_key=True),
    Column("near", Float, nullable=False),
    Column("over", Float, nullable=False),
)


@dataclass(frozen=True)
class SeenDesktop:
    id: str
    generation: int
    at: datetime
    cpu_seconds: float
    memory_bytes: int


@dataclass(frozen=True)
class SeenStream:
    id: str
    desktop_id: str
    at: datetime
    sent_bytes: int
    frames: int
    latency_ms: int | None


@dataclass(frozen=True)
class Seen:
    """What there is to measure now; claims and failures are those since the last look."""

    desktops: Sequence[SeenDesktop]
    streams: Sequence[SeenStream]
    pools: Mapping[PoolId, Mapping[State, int]]
    waiting: Mapping[PoolId, int]
    longest_wait: timedelta
    claims: Mapping[PoolId, int]
    failures: Mapping[PoolId, int]


def look(db: Session, since: datetime, now: datetime) -> Seen:
    counts = desktops.counts(db)
    after = now - STILL_ASKING
    waited = db.scalar(
        select(func.min(sessions.waiting.c.since)).where(sessions.waiting.c.seen_at >= after)
    )
    d, a, c = desktops.desktops.c, sessions.assignments.c, connections.c
    return Seen(
        desktops=[
            SeenDesktop(row.id, row.generation, row.seen_at, row.cpu_seconds, row.memory_bytes)
            for row in db.execute(
                select(d.id, d.generation, d.seen_at, d.cpu_seconds, d.memory_bytes)
                .where(d.gone_at.is_(None), d.seen_at > now - MINUTE)
                .where(d.cpu_seconds.is_not(None), d.memory_bytes.is_not(None))
            )
        ],
        streams=[
            SeenStream(
                row.id, row.desktop_id, row.seen_at, row.sent_bytes, row.frames, row.latency_ms
            )
            for row in db.execute(
                select(connections).where(c.ended_at.is_(None), c.seen_at > now - MINUTE)
            )
        ],
        pools={pool.id: counts.get(pool.id, {}) for pool in pools.current(db)},
        waiting=sessions.waiting_counts(db, after),
        longest_wait=now - waited if waited else timedelta(),
        claims=_by_pool(db, a.pool_id, a.claimed_at, since),
        failures=_failed(db, since),
    )


def _by_pool(db: Session, pool: Any, at: Any, since: datetime) -> dict[PoolId, int]:
    rows = db.execute(select(pool, func.count()).where(at > since).group_by(pool))
    return {PoolId(row[0]): row[1] for row in rows}


def _failed(db: Session, since: datetime) -> dict[PoolId, int]:
    d = desktops.desktops.c
    rows = db.execute(
        select(d.pool_id, func.count())
        .where(d.gone_at.is_(None), d.state == State.FAILED.value, d.state_since > since)
        .group_by(d.pool_id)
    )
    return {PoolId(row.pool_id): row[1] for row in rows}


def add(db: Session, samples: Sequence[Sample], at: datetime) -> None:
    """One a step of ten seconds and subject; a second one in the same step is left out."""
    seconds = SAMPLE.total_seconds()
    begins = datetime.fromtimestamp(at.timestamp() // seconds * seconds, at.tzinfo)
    rows = [
        {
            "name": sample.name.value,
            "subject": sample.subject,
            "step": round(seconds),
            "at": begins,
            "total": sample.value,
            "peak": sample.value,
            "count": 1,
        }
        for sample in samples
    ]
    if rows:
        db.execute(upsert(points).on_conflict_do_nothing(), rows)


def roll_up(db: Session, now: datetime) -> None:
    """Minutes out of samples and hours out of minutes, from what lies in the last steps. Doing it
    twice gives the same, and a step that was missed is made up for while its samples are kept."""
    _roll(db, SAMPLE, MINUTE, now - timedelta(minutes=10))
    _roll(db, MINUTE, HOUR, now - timedelta(hours=3))


def _roll(db: Session, fine: timedelta, coarse: timedelta, since: datetime) -> None:
    begins = func.date_bin(coarse, points.c.at, EPOCH)
    first = func.date_bin(coarse, since, EPOCH)
    rolled = (
        select(
            points.c.name,
            points.c.subject,
            literal(round(coarse.total_seconds())).label("step"),
            begins.label("at"),
            func.sum(points.c.total),
            func.max(points.c.peak),
            func.sum(points.c.count),
        )
        .where(points.c.step == round(fine.total_seconds()), points.c.at >= first)
        .group_by(points.c.name, points.c.subject, begins)
    )
    put = upsert(points).from_select([column.name for column in points.c], rolled)
    values = {name: put.excluded[name] for name in ("total", "peak", "count")}
    db.execute(
        put.on_conflict_do_update(index_elements=["name", "subject", "step", "at"], set_=values)
    )


def prune(db: Session, now: datetime) -> int:
    """What is older than its resolution is kept. How many went."""
    gone = 0
    for step, kept in KEPT.items():
        old = delete(points).where(
            points.c.step == round(step.total_seconds()), points.c.at < now - kept
        )
        gone += db.connection().execute(old).rowcount
    return gone


def read(
    db: Session, names: Sequence[Name], subject: str | None, asked: Window, now: datetime
) -> list[Line]:
    """A line for each name and subject that has a point; every subject where none is named."""
    step = round(step_of(asked, now).total_seconds())
    place = func.floor(
        func.extract("epoch", points.c.at - asked.since) / asked.width.total_seconds()
    )
    query = (
        select(
            points.c.name,
            points.c.subject,
            place.label("place"),
            (func.sum(points.c.total) / func.sum(points.c.count)).label("mean"),
            func.max(points.c.peak).label("peak"),
        )
        .where(points.c.name.in_([name.value for name in names]), points.c.step == step)
        .where(points.c.at >= asked.since, points.c.at < asked.until)
        .group_by(points.c.name, points.c.subject, place)
    )
    if subject is not None:
        query = query.where(points.c.subject == subject)
    means: dict[tuple[str, str], list[float | None]] = {}
    peaks: dict[tuple[str, str], list[float | None]] = {}
    for row in db.execute(query):
        key = (row.name, row.subject)
        means.setdefault(key, [None] * asked.slots)[int(row.place)] = row.mean
        peaks.setdefault(key, [None] * asked.slots)[int(row.place)] = row.peak
    return [Line(Name(name), of, means[name, of], peaks[name, of]) for name, of in sorted(means)]


def latest(db: Session, now: datetime) -> dict[tuple[Name, str], float]:
    """What was measured within the last minute, by name and subject."""
    rows = db.execute(
        select(points.c.name, points.c.subject, points.c.total)
        .where(points.c.step == round(SAMPLE.total_seconds()), points.c.at > now - MINUTE)
        .order_by(points.c.at)
    )
    return {(Name(row.name), row.subject): row.total for row in rows}


def all_thresholds(db: Session) -> dict[Name, Threshold]:
    saved = db.execute(select(thresholds))
    own = {Name(row.name): Threshold(Name(row.name), row.near, row.over) for row in saved}
    return {**DEFAULTS, **own}


def put_threshold(db: Session, threshold: Threshold) -> None:
    values = {**vars(threshold), "name": threshold.name.value}
    put = upsert(thresholds).values(values)
    db.execute(put.on_conflict_do_update(index_elements=["name"], set_=values))
