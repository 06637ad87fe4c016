"""Recordings, their checkpoints, notices and viewings in SQL; the pictures are in files."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    SmallInteger,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.recordings.model import (
    Chain,
    Duty,
    End,
    Hold,
    Point,
    Progress,
    Recording,
    RecordingId,
    Wanted,
)
from daas_broker.sessions.model import ConnectionId
from daas_broker.usage.store import connections
from identity.people.store import people
from kernel.actor import UserId
from kernel.audit import entries
from kernel.db import Instant, metadata
from kernel.settings import Zone

recordings = Table(
    "daas_recordings",
    metadata,
    Column("id", String, primary_key=True),
    Column("connection_id", String, nullable=False, index=True),
    Column("desktop_id", String, nullable=False, index=True),
    Column("pool_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("is_light", Boolean, nullable=False),
    Column("screen", SmallInteger, nullable=False, server_default="1"),
    Column("basis", String, nullable=False),
    Column("retention_days", Integer, nullable=False),
    Column("started_at", Instant, nullable=False, index=True),
    Column("noted_at", Instant, nullable=False),
    Column("chunks", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("length_ms", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("ended_at", Instant),
    Column("end", String),
    Column("chain", String, nullable=False),
    Column("checked_at", Instant),
    Column("held_by", String),
    Column("hold_reason", String),
    Column("held_at", Instant),
    Column("deleted_at", Instant),
    # What is held or still being made keeps its key; what is deleted has none [DREC10] [DREC11].
    CheckConstraint("(wrapped_key IS NULL) = (deleted_at IS NOT NULL)", name="key"),
    CheckConstraint(
        "deleted_at IS NULL OR (ended_at IS NOT NULL AND held_by IS NULL)", name="kept"
    ),
    Index("ix_daas_recordings_open", "noted_at", postgresql_where="ended_at IS NULL"),
    Index("ix_daas_recordings_kept", "ended_at", postgresql_where="deleted_at IS NULL"),
)
points = Table(
    "daas_recording_points",
    metadata,
    Column("recording_id", String, ForeignKey("daas_recordings.id"), primary_key=True),
    Column("chunk", BigInteger, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
)
notices = Table(
    "daas_recording_notices",
    metadata,
    Column("desktop_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("at", Instant, nullable=False),
)
viewings = Table(
    "daas_recording_viewings",
    metadata,
    Column("id", String, primary_key=True),
    Column("recording_id", String, ForeignKey("daas_recordings.id"), nullable=False, index=True),
    Column("person_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
)

_SAME = (
    "id",
    "connection_id",
    "desktop_id",
    "pool_id",
    "person_id",
    "is_light",
    "screen",
    "started_at",
    "noted_at",
    "wrapped_key",
)


def add(db: Session, found: Recording) -> None:
    values = {
        **_progress_columns(found.progress),
        **{name: getattr(found, name) for name in _SAME},
        "zone": found.zone.value,
        "basis": found.duty.basis,
        "retention_days": found.duty.retention_days,
        "chain": found.chain.value,
    }
    db.execute(insert(recordings).values(values))


def note(db: Session, id_: RecordingId, progress: Progress, now: datetime) -> bool:
    """False where it has ended meanwhile: its gateway was believed dead."""
    done = db.execute(
        update(recordings)
        .where(recordings.c.id == id_, recordings.c.ended_at.is_(None))
        .values(noted_at=now, **_progress_columns(progress))
        .returning(recordings.c.id)
    )
    return done.one_or_none() is not None


def finish(db: Session, id_: RecordingId, progress: Progress, end: End, now: datetime) -> bool:
    """False where it was ended already."""
    done = db.execute(
        update(recordings)
        .where(recordings.c.id == id_, recordings.c.ended_at.is_(None))
        .values(ended_at=now, noted_at=now, end=end.value, **_progress_columns(progress))
        .returning(recordings.c.id)
    )
    return done.one_or_none() is not None


def add_points(db: Session, id_: RecordingId, found: Sequence[Point]) -> None:
    if found:
        rows = [{"recording_id": id_, **vars(point)} for point in found]
        db.connection().execute(upsert(points).on_conflict_do_nothing(), rows)


def point_before(db: Session, id_: RecordingId, at_ms: int) -> Point:
    """The checkpoint from which that moment is shown; every recording begins with one."""
    return _point(db, id_, points.c.at_ms <= at_ms)


def point_of_chunk(db: Session, id_: RecordingId, chunk: int) -> Point:
    """The last checkpoint at or before a chunk."""
    return _point(db, id_, points.c.chunk <= chunk)


def find(db: Session, id_: RecordingId, *, lock: bool = False) -> Recording | None:
    asked = select(recordings).where(recordings.c.id == id_)
    row = db.execute(asked.with_for_update() if lock else asked).one_or_none()
    return _recording(row) if row else None


def wanted(db: Session, what: Wanted) -> list[Recording]:
    """The newest first; one more than `limit`, so that the caller knows of others."""
    rows = db.execute(
        select(recordings)
        .where(*_conditions(what))
        .order_by(recordings.c.started_at.desc())
        .limit(what.limit + 1)
    )
    return [_recording(row) for row in rows]


def deserted(db: Session, noted_before: datetime, closed_before: datetime) -> list[RecordingId]:
    """Still being made, as it seems, with nobody who makes them."""
    r = recordings.c
    rows = db.scalars(
        select(r.id)
        .outerjoin(connections, connections.c.id == r.connection_id)
        .where(
            r.ended_at.is_(None),
            (r.noted_at < noted_before) | (connections.c.ended_at < closed_before),
        )
        .order_by(r.id)
    )
    return [RecordingId(id_) for id_ in rows]


def past_retention(db: Session, now: datetime, most: int) -> list[RecordingId]:
    r = recordings.c
    rows = db.scalars(
        select(r.id)
        .where(
            r.deleted_at.is_(None),
            r.held_by.is_(None),
            r.ended_at + r.retention_days * timedelta(days=1) <= now,
        )
        .order_by(r.ended_at)
        .limit(most)
    )
    return [RecordingId(id_) for id_ in rows]


def delete_key(db: Session, id_: RecordingId, now: datetime) -> None:
    db.execute(delete(points).where(points.c.recording_id == id_))
    db.execute(
        update(recordings).where(recordings.c.id == id_).values(wrapped_key=None, deleted_at=now)
    )


def put_hold(db: Session, id_: RecordingId, hold: Hold | None) -> None:
    values = {
        "held_by": hold.by if hold else None,
        "hold_reason": hold.reason if hold else None,
        "held_at": hold.at if hold else None,
    }
    db.execute(update(recordings).where(recordings.c.id == id_).values(values))


def put_chain(db: Session, id_: RecordingId, chain: Chain, now: datetime) -> None:
    db.execute(
        update(recordings).where(recordings.c.id == id_).values(chain=chain.value, checked_at=now)
    )


def acknowledge(
    db: Session, desktop: DesktopId, person: UserId, digest: str, now: datetime
) -> None:
    values = {"desktop_id": desktop, "person_id": person, "digest": digest, "at": now}
    db.execute(upsert(notices).values(values).on_conflict_do_nothing())


def is_acknowledged(db: Session, desktop: DesktopId, person: UserId, digest: str) -> bool:
    n = notices.c
    asked = select(n.at).where(n.desktop_id == desktop, n.person_id == person, n.digest == digest)
    return db.scalar(asked) is not None


def add_viewing(db: Session, **values: Any) -> None:
    db.execute(insert(viewings).values(values))


def may_watch(db: Session, viewing: str, id_: RecordingId, session: str, after: datetime) -> bool:
    v = viewings.c
    asked = select(v.id).where(
        v.id == viewing, v.recording_id == id_, v.session_id == session, v.at > after
    )
    return db.scalar(asked) is not None


def sealed_head(db: Session, id_: RecordingId) -> str | None:
    """The end of its chain as the audit chain has it."""
    e = entries.c
    asked = select(e.facts).where(e.object == id_, e.act == "daas_broker.end_recording")
    facts = db.scalar(asked)
    return facts.get("head") if facts else None


def happened(db: Session, found: Recording, until: datetime, acts: Sequence[str]) -> list[Any]:
    """(at, act, outcome, facts) of what was noted of the desktop while it was recorded."""
    e = entries.c
    rows = db.execute(
        select(e.at, e.act, e.outcome, e.facts).where(
            e.act.in_(acts),
            e.at.between(found.started_at, until),
            (e.object == found.desktop_id) | (e.object == found.id),
        )
    )
    return list(rows)


def _point(db: Session, id_: RecordingId, condition: ColumnElement[bool]) -> Point:
    row = db.execute(
        select(points.c.at_ms, points.c.chunk, points.c.offset)
        .where(points.c.recording_id == id_, condition)
        .order_by(points.c.chunk.desc())
        .limit(1)
    ).one_or_none()
    return Point(*row) if row else Point(0, 0, 0)


def _conditions(what: Wanted) -> list[ColumnElement[bool]]:
    r = recordings.c
    deleted = r.deleted_at.is_not(None) if what.is_deleted else r.deleted_at.is_(None)
    found: list[ColumnElement[bool]] = [deleted, r.length_ms >= what.min_seconds * 1000]
    if what.who:
        named = people.c.name.icontains(what.who, autoescape=True)
        signs = people.c.user_name.icontains(what.who, autoescape=True)
        found.append(r.person_id.in_(select(people.c.id).where(named | signs)))
    if what.person_id:
        found.append(r.person_id == what.person_id)
    if what.pool_id:
        found.append(r.pool_id == what.pool_id)
    if what.chain:
        found.append(r.chain == what.chain.value)
    if what.since:
        found.append(r.started_at >= what.since)
    return found + [r.started_at < end for end in (what.until, what.before) if end]


def _progress_columns(progress: Progress) -> dict[str, Any]:
    return {
        "chunks": progress.chunks,
        "size_bytes": progress.size_bytes,
        "length_ms": progress.length_ms,
        "head": progress.head,
    }


def _recording(row: Row[Any]) -> Recording:
    hold = Hold(UserId(row.held_by), row.hold_reason, row.held_at) if row.held_by else None
    return Recording(
        id=RecordingId(row.id),
        connection_id=ConnectionId(row.connection_id),
        desktop_id=DesktopId(row.desktop_id),
        pool_id=PoolId(row.pool_id),
        person_id=UserId(row.person_id),
        zone=Zone(row.zone),
        is_light=row.is_light,
        duty=Duty(row.basis, row.retention_days),
        started_at=row.started_at,
        progress=Progress(row.chunks, row.size_bytes, row.length_ms, row.head),
        noted_at=row.noted_at,
        wrapped_key=row.wrapped_key,
        ended_at=row.ended_at,
        end=End(row.end) if row.end else None,
        chain=Chain(row.chain),
        checked_at=row.checked_at,
        hold=hold,
        deleted_at=row.deleted_at,
        screen=row.screen,
    )
