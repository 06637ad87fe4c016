"""Sessions in SQL: found by the hash of the cookie's value."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from identity.people.store import people
from identity.sessions.model import Method, SignInSession
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone
from kernel.trips import glance

ENDED = "identity_session_ended"  # PostgreSQL channel: the editing and display servers listen
sessions = Table(
    "identity_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("zone", String, nullable=False),
    Column("method", String, nullable=False),
    Column("address", String, nullable=False),
    Column("agent", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("bound_to", String, index=True),
    Column("strange_at", Instant),  # when it was last shown where it does not belong
    Column("end_reason", String),
)


def add(db: Session, session: SignInSession, token_hash: bytes) -> None:
    db.execute(insert(sessions).values(**asdict(session), token_hash=token_hash))


# Asked for each request: made once, with no more than it is asked for.
_SHOWN = [sessions.c[name] for name in (
    "id", "person_id", "zone", "method", "address", "agent", "created_at", "seen_at", "expires_at",
    "bound_to",
)]  # fmt: skip
_UNENDED = (
    select(*_SHOWN, people.c.roles)
    .join(people, sessions.c.person_id == people.c.id)
    .where(sessions.c.ended_at.is_(None), people.c.is_active)
)
_BY_TOKEN = _UNENDED.where(
    sessions.c.token_hash == bindparam("token"), sessions.c.zone == bindparam("in_zone")
)
_BY_ID = _UNENDED.where(sessions.c.id == bindparam("session"))


def find_open(
    db: Session, token_hash: bytes, zone: Zone
) -> tuple[SignInSession, Sequence[str]] | None:
    """An unended session of an active person, and that person's roles."""
    asked = {"token": token_hash, "in_zone": zone.value}
    row = next(iter(glance(db, (_BY_TOKEN, asked))), None)
    return (_session(row._asdict()), row.roles) if row else None


def find_unended(db: Session, session_id: SessionId) -> tuple[SignInSession, Sequence[str]] | None:
    """The same by its id, for a server that was let in by this session before."""
    row = db.execute(_BY_ID, {"session": session_id}).one_or_none()
    return (_session(row._mapping), row.roles) if row else None


def find(db: Session, session_id: SessionId) -> SignInSession | None:
    """Also one that has ended."""
    row = db.execute(select(sessions).where(sessions.c.id == session_id)).one_or_none()
    return _session(row._mapping) if row else None


class End(NamedTuple):
    """Why a session ended, its device, and where it was opened."""

    reason: str
    bound_to: str | None
    address: str


def end_of(db: Session, token_hash: bytes, zone: Zone) -> End | None:
    """None for one that has not ended."""
    row = db.execute(
        select(sessions.c.end_reason, sessions.c.bound_to, sessions.c.address).where(
            sessions.c.token_hash == token_hash,
            sessions.c.zone == zone.value,
            sessions.c.ended_at.is_not(None),
        )
    ).one_or_none()
    return End(*row) if row else None


def note_seen(db: Session, session_id: SessionId, now: datetime) -> None:
    db.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=now))


def bind(db: Session, session_id: SessionId, address: str) -> None:
    """To the first device it is shown on, and never to another."""
    free = (sessions.c.id == session_id) & sessions.c.bound_to.is_(None)
    db.execute(update(sessions).where(free).values(bound_to=address))


def note_strange(db: Session, session_id: SessionId, now: datetime, since: datetime) -> bool:
    """False where that was noted since then."""
    is_news = sessions.c.strange_at.is_(None) | (sessions.c.strange_at < since)
    noted = update(sessions).where(sessions.c.id == session_id, is_news).values(strange_at=now)
    return db.execute(noted.returning(sessions.c.id)).one_or_none() is not None


def end_bound(db: Session, address: str, now: datetime, reason: str) -> list[SignInSession]:
    """Those that belong to a device that is no more."""
    return _end(db, sessions.c.bound_to == address, now, reason)


def cut_bound(db: Session, address: str) -> None:
    """Listeners let go of what these sessions hold open; the sessions go on."""
    theirs = (sessions.c.bound_to == address) & sessions.c.ended_at.is_(None)
    db.execute(select(func.pg_notify(ENDED, sessions.c.id)).where(theirs))


def note_confirmed(db: Session, session_id: SessionId, now: datetime) -> None:
    db.execute(update(sessions).where(sessions.c.id == session_id).values(confirmed_at=now))


def proved_at(db: Session, session_id: SessionId) -> datetime | None:
    """When its person last proved who they are; None when there is no such session."""
    proved = func.coalesce(sessions.c.confirmed_at, sessions.c.created_at)
    found: datetime | None = db.scalar(select(proved).where(sessions.c.id == session_id))
    return found


def of_person(db: Session, person_id: UserId) -> list[SignInSession]:
    rows = db.execute(
        select(sessions)
        .where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
        .order_by(sessions.c.seen_at.desc())
    )
    return [_session(row._mapping) for row in rows]


def end(
    db: Session, session_id: SessionId, person_id: UserId, now: datetime, reason: str
) -> SignInSession | None:
    """None when it is not this person's or has ended before. Listeners hear of it at commit."""
    row = db.execute(
        update(sessions)
        .where(
            sessions.c.id == session_id,
            sessions.c.person_id == person_id,
            sessions.c.ended_at.is_(None),
        )
        .values(ended_at=now, end_reason=reason)
        .returning(sessions)
    ).one_or_none()
    if row is None:
        return None
    db.execute(select(func.pg_notify(ENDED, session_id)))
    return _session(row._mapping)


def end_all(db: Session, person_id: UserId, now: datetime, reason: str) -> list[SignInSession]:
    """Those that were still open."""
    return _end(db, sessions.c.person_id == person_id, now, reason)


def end_others(
    db: Session, person_id: UserId, kept: SessionId, now: datetime, reason: str
) -> list[SignInSession]:
    """Those that were still open, but for `kept`."""
    others = (sessions.c.person_id == person_id) & (sessions.c.id != kept)
    return _end(db, others, now, reason)


def end_old(db: Session, now: datetime, unused_since: datetime) -> list[SignInSession]:
    """Those whose time is over, or that were last used before `unused_since`."""
    is_old = (sessions.c.expires_at <= now) | (sessions.c.seen_at <= unused_since)
    return _end(db, is_old, now, "too_old")


def _end(
    db: Session, which: ColumnElement[bool], now: datetime, reason: str
) -> list[SignInSession]:
    rows = db.execute(
        update(sessions)
        .where(which, sessions.c.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
        .returning(sessions)
    ).all()
    for row in rows:
        db.execute(select(func.pg_notify(ENDED, row.id)))
    return [_session(row._mapping) for row in rows]


def _session(r: Mapping[Any, Any]) -> SignInSession:
    plain = ("address", "agent", "created_at", "seen_at", "expires_at", "bound_to")
    return SignInSession(
        id=SessionId(r["id"]),
        person_id=UserId(r["person_id"]),
        zone=Zone(r["zone"]),
        method=Method(r["method"]),
        **{key: r[key] for key in plain},
    )
