"""Tickets in SQL: redeemed by one UPDATE, so that two users of one ticket cannot both win."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, String, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from identity.sessions.store import sessions
from identity.tickets.model import Ticket
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

tickets = Table(
    "identity_tickets",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)


def add(db: Session, ticket: Ticket, token_hash: bytes, origin: str, expires_at: datetime) -> None:
    db.execute(
        insert(tickets).values(
            hash=token_hash, origin=origin, expires_at=expires_at, **vars(ticket)
        )
    )


def use(
    db: Session, hashes: Sequence[bytes], purpose: str, origin: str, now: datetime
) -> dict[bytes, Ticket]:
    """Exactly one caller gets a ticket, and only while its sign-in session is open."""
    alive = select(sessions.c.id).where(sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    rows = db.execute(
        update(tickets)
        .where(
            tickets.c.hash.in_(hashes),
            tickets.c.purpose == purpose,
            tickets.c.origin == origin,
            tickets.c.used_at.is_(None),
            tickets.c.expires_at > now,
            tickets.c.session_id.in_(alive),
        )
        .values(used_at=now)
        .returning(tickets)
    )
    return {row.hash: _ticket(row) for row in rows}


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        purpose=row.purpose,
        subject=row.subject,
        person_id=UserId(row.person_id),
        session_id=SessionId(row.session_id),
        zone=Zone(row.zone),
        facts=row.facts,
    )


def delete_expired(db: Session, before: datetime) -> None:
    db.execute(delete(tickets).where(tickets.c.expires_at < before))
