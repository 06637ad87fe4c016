"""Failures by address and name, and which addresses are held."""

from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.address_holds.model import Hold, Tries
from kernel.db import Instant, metadata

tries = Table(
    "identity_address_tries",
    metadata,
    Column("address", String, primary_key=True),
    Column("mark", Integer, primary_key=True),  # of a name: identity.address_holds.rules.mark
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant),
    Column("came_in_at", Instant),
    Column("seen_at", Instant, nullable=False, index=True),
)
holds = Table(
    "identity_address_holds",
    metadata,
    Column("address", String, primary_key=True),
    Column("until", Instant, nullable=False),
)


def find_hold(db: Session, address: str, now: datetime) -> Hold | None:
    found = select(holds.c.until).where(holds.c.address == address, holds.c.until > now)
    until = db.scalar(found)
    return Hold(address, until) if until else None


def lock(db: Session, address: str) -> None:
    """Failures of one address wait here for each other, until their transaction ends."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"sign-in {address}"))))


def add_failure(
    db: Session, address: str, mark: int, now: datetime, forgotten_before: datetime
) -> None:
    """One more; those from before are forgotten."""
    first = {"failures": 1, "failed_at": now, "seen_at": now}
    is_old = tries.c.failed_at < forgotten_before
    more = {**first, "failures": case((is_old, 1), else_=tries.c.failures + 1)}
    db.execute(
        upsert(tries)
        .values(address=address, mark=mark, **first)
        .on_conflict_do_update(index_elements=["address", "mark"], set_=more)
    )


def came_in(db: Session, address: str, mark: int, now: datetime) -> None:
    values = {"failures": 0, "failed_at": None, "came_in_at": now, "seen_at": now}
    db.execute(
        upsert(tries)
        .values(address=address, mark=mark, **values)
        .on_conflict_do_update(index_elements=["address", "mark"], set_=values)
    )


def tries_of(db: Session, address: str, failed_since: datetime, in_since: datetime) -> Tries:
    lately = tries.c.failed_at >= failed_since
    counts = select(
        func.coalesce(func.sum(tries.c.failures).filter(lately), 0),
        func.count().filter(lately),
        func.count().filter(tries.c.came_in_at >= in_since),
    )
    row = db.execute(counts.where(tries.c.address == address)).one()
    return Tries(*row)


def hold(db: Session, found: Hold) -> None:
    """Counting begins anew once it is over."""
    db.execute(
        upsert(holds)
        .values(address=found.address, until=found.until)
        .on_conflict_do_update(index_elements=["address"], set_={"until": found.until})
    )
    db.execute(delete(tries).where(tries.c.address == found.address, tries.c.failures > 0))


def forget(db: Session, seen_before: datetime, now: datetime) -> None:
    """Rows that another attempt is looking at are left for next time."""
    old = select(tries.c.address, tries.c.mark).where(tries.c.seen_at < seen_before)
    keys = old.with_for_update(skip_locked=True).subquery()
    same = (tries.c.address == keys.c.address) & (tries.c.mark == keys.c.mark)
    db.execute(delete(tries).where(same))
    db.execute(delete(holds).where(holds.c.until <= now))
