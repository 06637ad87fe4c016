"""How long desktops were looked at: one row for each stream, to the second."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, String, Table, func, insert, select, update
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata

connections = Table(
    "daas_connections",
    metadata,
    Column("id", String, primary_key=True),
    Column("pool_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("desktop_id", String, nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_daas_connections_span", "pool_id", "started_at"),
)


def start(db: Session, connection_id: str, now: datetime, **whose: Any) -> None:
    """`whose` names pool_id, person_id and desktop_id."""
    db.execute(insert(connections).values(id=connection_id, started_at=now, **whose))


def stop(db: Session, connection_id: str, now: datetime) -> None:
    db.execute(
        update(connections)
        .where(connections.c.id == connection_id, connections.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def stop_all_of(db: Session, desktop_id: str, now: datetime) -> None:
    db.execute(
        update(connections)
        .where(connections.c.desktop_id == desktop_id, connections.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def used(db: Session, pool_id: str, since: datetime, now: datetime) -> timedelta:
    """All streams of a pool since then, added up."""
    ended = func.coalesce(connections.c.ended_at, now)
    began = func.greatest(connections.c.started_at, since)
    total = db.scalar(
        select(func.sum(ended - began)).where(connections.c.pool_id == pool_id, ended > since)
    )
    return total or timedelta()
