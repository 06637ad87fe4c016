"""Streams, and the ledger of what was used: one row for each source and day, to the second.

The database keeps the ledger honest: two intervals of one desktop never overlap [DU1], and a closed
one is neither changed nor removed (a trigger in its migration) [DU2].
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.usage.model import Amounts, Counters, Interval, Meter, Pulse, Whose
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

connections = Table(
    "daas_connections",
    metadata,
    Column("id", String, primary_key=True),
    Column("pool_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("desktop_id", String, nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # The last heartbeat of the gateway that holds it, and what it had counted by then.
    Column("seen_at", Instant),
    Column("sent_bytes", BigInteger, nullable=False, server_default="0"),
    Column("received_bytes", BigInteger, nullable=False, server_default="0"),
    Column("frames", BigInteger, nullable=False, server_default="0"),
    Column("latency_ms", Integer),
    Index("ix_daas_connections_span", "pool_id", "started_at"),
    Index("ix_daas_connections_open", "desktop_id", postgresql_where="ended_at IS NULL"),
)
intervals = Table(
    "daas_usage_intervals",
    metadata,
    Column("source", String, primary_key=True),
    Column("day", Date, primary_key=True),  # of Seoul
    Column("meter", String, nullable=False),
    Column("desktop_id", String, nullable=False),
    Column("pool_id", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("person_id", String),
    Column("division_id", String),
    Column("began_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("cpu_seconds", Float, nullable=False),
    Column("memory_gib_seconds", Float, nullable=False),
    Column("transferred_bytes", Float, nullable=False),
    Column("counted_cpu_seconds", Float, nullable=False),
    Column("counted_bytes", BigInteger, nullable=False),
    CheckConstraint("until_at >= began_at", name="forward"),
    CheckConstraint("(meter = 'warm') = (person_id IS NULL)", name="whose"),
    ExcludeConstraint(
        ("desktop_id", "="),
        (literal_column("(meter = 'stream')"), "="),
        (literal_column("tstzrange(began_at, until_at)"), "&&"),
        name="ex_daas_usage_intervals_overlap",
        using="gist",
    ),
    Index("ix_daas_usage_intervals_day", "day", "division_id"),
    Index("ix_daas_usage_intervals_open", "source", postgresql_where="NOT is_closed"),
    Index("ix_daas_usage_intervals_person", "person_id", "day"),
)


def stop(db: Session, connection_id: str, now: datetime) -> None:
    db.execute(
        update(connections)
        .where(connections.c.id == connection_id, connections.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def stop_all_of(db: Session, desktop_ids: Sequence[str], now: datetime) -> None:
    db.execute(
        update(connections)
        .where(connections.c.desktop_id.in_(desktop_ids), connections.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def stop_unheard_of(db: Session, desktop_id: str) -> None:
    """Their gateway died: they ended at its last heartbeat, not when that was noticed [DU2]."""
    db.execute(
        update(connections)
        .where(connections.c.desktop_id == desktop_id, connections.c.ended_at.is_(None))
        .values(ended_at=func.coalesce(connections.c.seen_at, connections.c.started_at))
    )


def note_pulses(db: Session, pulses: Iterable[Pulse], now: datetime) -> None:
    rows = [{f"b_{key}": value for key, value in vars(pulse).items()} for pulse in pulses]
    if not rows:
        return
    counted = ("sent_bytes", "received_bytes", "frames", "latency_ms")
    statement = (
        update(connections)
        .where(connections.c.id == bindparam("b_connection_id"))
        .values(seen_at=now, **{name: bindparam(f"b_{name}") for name in counted})
    )
    db.connection().execute(statement, rows)


def used(db: Session, pool_id: str, since: datetime, now: datetime) -> timedelta:
    """All streams of a pool since then, added up."""
    ended = func.coalesce(connections.c.ended_at, now)
    began = func.greatest(connections.c.started_at, since)
    total = db.scalar(
        select(func.sum(ended - began)).where(connections.c.pool_id == pool_id, ended > since)
    )
    return total or timedelta()


def open_intervals(db: Session) -> list[Interval]:
    rows = db.execute(select(intervals).where(intervals.c.is_closed.is_(False)))
    return [interval_of(row) for row in rows]


def latest_of(db: Session, sources: Collection[str]) -> dict[str, Interval]:
    """The last interval of each source that has one."""
    rows = db.execute(
        select(intervals)
        .where(intervals.c.source.in_(sources))
        .ext(distinct_on(intervals.c.source))
        .order_by(intervals.c.source, intervals.c.day.desc())
    )
    return {row.source: interval_of(row) for row in rows}


def reached(db: Session, desktop_ids: Collection[str]) -> dict[tuple[str, bool], datetime]:
    """Up to when each desktop is counted: its streams (True), and its holding (False)."""
    is_stream = (intervals.c.meter == Meter.STREAM.value).label("is_stream")
    rows = db.execute(
        select(intervals.c.desktop_id, is_stream, func.max(intervals.c.until_at))
        .where(intervals.c.desktop_id.in_(desktop_ids))
        .group_by(intervals.c.desktop_id, is_stream)
    )
    return {(desktop_id, stream): until for desktop_id, stream, until in rows}


def cpu_counted(db: Session, desktop_ids: Sequence[str]) -> dict[str, float]:
    """Processor seconds of each desktop that the ledger holds already."""
    rows = db.execute(
        select(intervals.c.desktop_id, func.max(intervals.c.counted_cpu_seconds))
        .where(intervals.c.desktop_id.in_(desktop_ids), intervals.c.meter == Meter.WARM.value)
        .group_by(intervals.c.desktop_id)
    )
    return {row.desktop_id: row[1] for row in rows}


def put(db: Session, changed: Sequence[Interval]) -> None:
    """New ones, and open ones that have grown. What is closed by now stays as it is [DU2]."""
    if not changed:
        return
    statement = upsert(intervals)
    grown = ("until_at", "is_closed", "cpu_seconds", "memory_gib_seconds", "transferred_bytes")
    counted = ("counted_cpu_seconds", "counted_bytes")
    statement = statement.on_conflict_do_update(
        index_elements=["source", "day"],
        set_={name: statement.excluded[name] for name in (*grown, *counted)},
        where=intervals.c.is_closed.is_(False),
    )
    # Those that end go first, so that what follows them on the same desktop finds room.
    ordered = sorted(changed, key=lambda i: (not i.is_closed, i.began_at))
    db.connection().execute(statement, [row_of(interval) for interval in ordered])


def row_of(interval: Interval) -> dict[str, Any]:
    whose = interval.whose
    return {
        "source": interval.source,
        "day": interval.day,
        "meter": interval.meter.value,
        "desktop_id": whose.desktop_id,
        "pool_id": whose.pool_id,
        "zone": whose.zone.value,
        "person_id": whose.person_id,
        "division_id": whose.division_id,
        "began_at": interval.began_at,
        "until_at": interval.until_at,
        "is_closed": interval.is_closed,
        **vars(interval.amounts),
        "counted_cpu_seconds": interval.counted.cpu_seconds,
        "counted_bytes": interval.counted.transferred_bytes,
    }


def interval_of(row: Row[Any]) -> Interval:
    r = row._mapping
    whose = Whose(
        DesktopId(r["desktop_id"]),
        PoolId(r["pool_id"]),
        Zone(r["zone"]),
        UserId(r["person_id"]) if r["person_id"] else None,
        r["division_id"],
    )
    return Interval(
        source=r["source"],
        meter=Meter(r["meter"]),
        day=r["day"],
        whose=whose,
        began_at=r["began_at"],
        until_at=r["until_at"],
        is_closed=r["is_closed"],
        amounts=Amounts(r["cpu_seconds"], r["memory_gib_seconds"], r["transferred_bytes"]),
        counted=Counters(r["counted_cpu_seconds"], r["counted_bytes"]),
    )
