"""Tickets in SQL: redeemed by one UPDATE, so that two users of one ticket cannot both win."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, LargeBinary, String, Table, delete, insert, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from identity.tickets.model import Ticket
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone
from kernel.trips import ask_in_one_trip

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


class Used(NamedTuple):
    """A ticket that was used now, and of the session that asked for it: the hash of its cookie, and
    the device that it belongs to, if it does."""

    ticket: Ticket
    session_hash: bytes
    bound_to: str | None


def add(db: Session, ticket: Ticket, token_hash: bytes, origin: str, expires_at: datetime) -> None:
    db.execute(
        insert(tickets).values(
            hash=token_hash, origin=origin, expires_at=expires_at, **vars(ticket)
        )
    )


def use(
    db: Session, hashes: Sequence[bytes], purpose: str, origin: str, now: datetime
) -> dict[bytes, Used]:
    """Exactly one caller gets a ticket, and only while its sign-in session is open."""
    asked = {"hashes": list(hashes), "purpose": purpose, "origin": origin, "now": now}
    [used] = ask_in_one_trip(db, (_USE, asked))
    return {row.hash: Used(_ticket(row), row.token_hash, row.bound_to) for row in used}


# Written out: putting it together took longer than asking it, and a morning asks it all the time.
_USE = text(
    "UPDATE identity_tickets ticket SET used_at = :now FROM identity_sessions session"
    " WHERE hash = ANY(CAST(:hashes AS bytea[])) AND purpose = :purpose AND origin = :origin"
    "  AND used_at IS NULL AND ticket.expires_at > :now AND session.id = ticket.session_id"
    "  AND session.ended_at IS NULL AND session.expires_at > :now"
    " RETURNING hash, purpose, subject, ticket.person_id, session_id, ticket.zone, facts,"
    "  session.token_hash, bound_to"
)


def _ticket(row: Any) -> Ticket:
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
