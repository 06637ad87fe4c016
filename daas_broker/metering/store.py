"""What is in use now, read from where each domain word keeps it: desktops, assignments, streams."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.desktops.store import desktops
from daas_broker.sessions.store import assignments
from daas_broker.usage import store as usage
from daas_broker.usage.model import Counters, Meter, Span, Whose
from daas_broker.usage.store import connections
from identity.people.store import people
from kernel.actor import UserId
from kernel.settings import Zone

ON_HOST = (State.BOOTING.value, State.WARM.value)
UNPLANNED_ENDS = ("lost",)  # noticed later than it happened


def spans(db: Session, since: datetime, open_sources: Collection[str]) -> list[Span]:
    """All that is in use, what ended after `since`, and what the ledger holds open."""
    return [
        *warm_spans(db),
        *held_spans(db, since, _named("held", open_sources)),
        *stream_spans(db, since, _named("stream", open_sources)),
    ]


def _named(kind: str, sources: Collection[str]) -> list[str]:
    return [s.partition(":")[2] for s in sources if s.startswith(f"{kind}:")]


def warm_spans(db: Session) -> Iterator[Span]:
    """From the moment a host was asked until somebody takes it; its claim is where that ended."""
    d, a = desktops.c, assignments.c
    rows = db.execute(
        select(desktops, a.claimed_at)
        .outerjoin(assignments, a.desktop_id == d.id)
        .where(d.gone_at.is_(None), d.asked_at.is_not(None), d.seen_at.is_not(None))
        .where(or_(d.state.in_(ON_HOST), a.id.is_not(None)))
    )
    for row in rows:
        whose = Whose(DesktopId(row.id), PoolId(row.pool_id), Zone(row.zone))
        yield Span(
            source=f"warm:{row.id}.{row.generation}",
            meter=Meter.WARM,
            whose=whose,
            began_at=row.asked_at,
            alive_at=row.claimed_at or row.seen_at,
            is_over=row.claimed_at is not None,
            counters=Counters(row.cpu_seconds or 0.0) if row.claimed_at is None else Counters(),
            memory_bytes=row.memory_bytes or 0,
        )


def held_spans(db: Session, since: datetime, ids: Collection[str]) -> Iterator[Span]:
    d, a = desktops.c, assignments.c
    rows = db.execute(
        select(assignments, d.zone, d.seen_at, d.cpu_seconds, d.memory_bytes, people.c.division_id)
        .join(desktops, a.desktop_id == d.id)
        .outerjoin(people, people.c.id == a.person_id)
        .where(or_(a.ended_at.is_(None), a.ended_at > since, a.id.in_(ids)))
    ).all()
    counted = usage.cpu_counted(db, [row.desktop_id for row in rows])
    for row in rows:
        yield Span(
            source=f"held:{row.id}",
            meter=Meter.HELD,
            whose=_whose(row),
            began_at=row.claimed_at,
            alive_at=_held_until(row),
            is_over=row.ended_at is not None,
            counters=Counters(row.cpu_seconds or 0.0),
            memory_bytes=row.memory_bytes or 0,
            cpu_before=counted.get(row.desktop_id, 0.0),
        )


def _held_until(row: Row[Any]) -> datetime:
    seen: datetime = max(row.seen_at or row.claimed_at, row.claimed_at)
    ended: datetime | None = row.ended_at
    if ended is None:
        return seen
    return min(ended, seen) if row.end_reason in UNPLANNED_ENDS else ended


def stream_spans(db: Session, since: datetime, ids: Collection[str]) -> Iterator[Span]:
    c = connections.c
    rows = db.execute(
        select(connections, desktops.c.zone, people.c.division_id)
        .join(desktops, c.desktop_id == desktops.c.id)
        .outerjoin(people, people.c.id == c.person_id)
        .where(or_(c.ended_at.is_(None), c.ended_at > since, c.id.in_(ids)))
    )
    for row in rows:
        yield Span(
            source=f"stream:{row.id}",
            meter=Meter.STREAM,
            whose=_whose(row),
            began_at=row.started_at,
            alive_at=row.ended_at or row.seen_at or row.started_at,
            is_over=row.ended_at is not None,
            counters=Counters(transferred_bytes=row.sent_bytes + row.received_bytes),
        )


def _whose(row: Row[Any]) -> Whose:
    return Whose(
        DesktopId(row.desktop_id),
        PoolId(row.pool_id),
        Zone(row.zone),
        UserId(row.person_id),
        row.division_id,
    )
