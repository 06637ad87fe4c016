"""Attempts in SQL: answered by one UPDATE, and taken by another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, LargeBinary, String, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from identity.mobile_id.model import Came, Phase
from kernel.db import Instant, metadata
from kernel.settings import Zone

attempts = Table(
    "identity_mobile_attempts",
    metadata,
    Column("request_hash", LargeBinary, primary_key=True),
    Column("browser_hash", LargeBinary, nullable=False, unique=True),
    Column("zone", String, nullable=False),
    Column("is_here", Boolean, nullable=False),
    Column("phase", String, nullable=False),
    Column("user_name", String, nullable=False),  # empty until it is proved, and once it was taken
    Column("code_hash", LargeBinary),  # what a browser on the same device comes back with
    Column("expires_at", Instant, nullable=False, index=True),
)
OPEN = (Phase.WAITING, Phase.ASKED)


@dataclass(frozen=True)
class Answer:
    phase: Phase
    user_name: str = ""
    code_hash: bytes | None = None


def add(
    db: Session, hashes: tuple[bytes, bytes], zone: Zone, expires_at: datetime, *, is_here: bool
) -> None:
    """`hashes` of the request and of the browser."""
    request, browser = hashes
    db.execute(
        insert(attempts).values(
            request_hash=request,
            browser_hash=browser,
            zone=zone,
            is_here=is_here,
            phase=Phase.WAITING,
            user_name="",
            expires_at=expires_at,
        )
    )


def asked(db: Session, request: bytes, zone: Zone, now: datetime) -> bool:
    """False for one that is over or answered already."""
    return _move(db, request, zone, now, Answer(Phase.ASKED)) is not None


def answered(db: Session, request: bytes, zone: Zone, now: datetime, answer: Answer) -> bool | None:
    """Whether it is a device's own attempt; None where the answer comes too late, or twice."""
    return _move(db, request, zone, now, answer)


def _move(db: Session, request: bytes, zone: Zone, now: datetime, to: Answer) -> bool | None:
    moved = db.execute(
        update(attempts)
        .where(
            attempts.c.request_hash == request,
            attempts.c.zone == zone,
            attempts.c.phase.in_(OPEN),
            attempts.c.expires_at > now,
        )
        .values(vars(to))
        .returning(attempts.c.is_here)
    )
    return moved.scalar_one_or_none()


def phase(db: Session, browser: bytes, zone: Zone, now: datetime) -> Phase:
    found = db.execute(
        select(attempts.c.phase).where(
            attempts.c.browser_hash == browser,
            attempts.c.zone == zone,
            attempts.c.expires_at > now,
        )
    ).scalar_one_or_none()
    return Phase(found) if found else Phase.OVER


def take(db: Session, browser: bytes, code: bytes, zone: Zone, now: datetime) -> Came | None:
    """For exactly one caller; one that was begun on the telephone itself with its code only."""
    row = attempts.c
    found = db.execute(
        select(attempts)
        .where(row.browser_hash == browser, row.zone == zone, row.phase == Phase.PROVED)
        .where(row.expires_at > now, ~row.is_here | (row.code_hash == code))
        .with_for_update()
    ).one_or_none()
    if found is None:
        return None
    db.execute(delete(attempts).where(row.request_hash == found.request_hash))
    return Came(found.user_name, found.is_here)


def forget(db: Session, now: datetime) -> None:
    old = select(attempts.c.request_hash).where(attempts.c.expires_at <= now)
    unlocked = old.with_for_update(skip_locked=True)  # somebody else forgets the same
    db.execute(delete(attempts).where(attempts.c.request_hash.in_(unlocked)))
