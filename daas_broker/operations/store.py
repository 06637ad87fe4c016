"""Messages to those who sit at a desktop, and what is known of each desktop's stream, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, String, Table, insert, select, update
from sqlalchemy.orm import Session

from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.store import desktops
from daas_broker.operations.model import Message, Watched
from daas_broker.usage.store import connections
from kernel.actor import UserId
from kernel.db import Instant, metadata

messages = Table(
    "daas_messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("desktop_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("sent_by", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("read_at", Instant),
    Index("ix_daas_messages_unread", "desktop_id", postgresql_where="read_at IS NULL"),
)


def add(db: Session, message: Message) -> None:
    db.execute(insert(messages).values(vars(message)))


def unread(db: Session, desktop_id: DesktopId, person_id: UserId) -> list[Message]:
    m = messages.c
    rows = db.execute(
        select(messages)
        .where(m.desktop_id == desktop_id, m.person_id == person_id, m.read_at.is_(None))
        .order_by(m.at)
    )
    return [
        Message(r.id, DesktopId(r.desktop_id), UserId(r.person_id), UserId(r.sent_by), r.text, r.at)
        for r in rows
    ]


def note_read(db: Session, message_id: str, person_id: UserId, now: datetime) -> bool:
    done = db.execute(
        update(messages)
        .where(messages.c.id == message_id, messages.c.person_id == person_id)
        .values(read_at=now)
        .returning(messages.c.id)
    )
    return done.one_or_none() is not None


def watched(db: Session, ids: Sequence[DesktopId]) -> dict[DesktopId, Watched]:
    """What is known of each desktop beyond its state: its open stream, and where it runs."""
    d, c = desktops.c, connections.c
    rows = db.execute(
        select(d.id, d.memory_bytes, d.cpu_seconds, d.provider, c.started_at, c.latency_ms)
        .outerjoin(connections, (c.desktop_id == d.id) & c.ended_at.is_(None))
        .where(d.id.in_(ids))
    )
    return {DesktopId(row.id): _watched(row) for row in rows}


def _watched(row: Any) -> Watched:
    return Watched(row.memory_bytes, row.cpu_seconds, row.provider, row.started_at, row.latency_ms)
