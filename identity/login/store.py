"""Failures by name, and everybody's history of signing in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.login.model import Outcome, SignInRecord, Tally, Visit
from identity.sessions.model import Method
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

tallies = Table(
    "identity_login_tallies",
    metadata,
    Column("key", String, primary_key=True),  # kernel.text.name_key of what was typed
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant, nullable=False, index=True),
    Column("locked_until", Instant),
)
sign_ins = Table(
    "identity_sign_ins",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String, nullable=False),
    Column("method", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("address", String, nullable=False),
    Column("network", String, nullable=False),
    Column("agent", String, nullable=False),
    Column("is_new_place", Boolean, nullable=False),
    Index("ix_identity_sign_ins_person_id_at", "person_id", "at"),
)


def tally_locked(db: Session, key: str, now: datetime) -> Tally | None:
    """None on a name's first attempt. Attempts of one name wait here for each other [SI3]. In one
    statement: between two, another attempt that succeeded would take the row away."""
    first = upsert(tallies).values(key=key, failures=0, failed_at=now)
    same = first.on_conflict_do_update(index_elements=["key"], set_={"key": key})
    row = db.execute(same.returning(tallies)).one()
    return Tally(row.failures, row.failed_at, row.locked_until) if row.failures else None


def put_tally(db: Session, key: str, tally: Tally) -> None:
    values = vars(tally)
    db.execute(
        upsert(tallies)
        .values(key=key, **values)
        .on_conflict_do_update(index_elements=["key"], set_=values)
    )


def uncount(db: Session, key: str) -> None:
    """One attempt less, and no lock: it was not looked at."""
    one_less = {"failures": tallies.c.failures - 1, "locked_until": None}
    db.execute(update(tallies).where(tallies.c.key == key, tallies.c.failures > 0).values(one_less))


def clear_tally(db: Session, key: str) -> None:
    db.execute(delete(tallies).where(tallies.c.key == key))


def forget_tallies(db: Session, before: datetime) -> None:
    """Rows that another attempt is looking at are left for next time."""
    old = select(tallies.c.key).where(tallies.c.failed_at < before)
    db.execute(delete(tallies).where(tallies.c.key.in_(old.with_for_update(skip_locked=True))))


def add_record(db: Session, person_id: UserId, record: SignInRecord, network: str) -> None:
    db.execute(
        insert(sign_ins).values(
            person_id=person_id,
            at=record.at,
            outcome=record.outcome.value,
            method=record.method.value,
            zone=record.visit.zone.value,
            address=record.visit.address,
            network=network,
            agent=record.visit.agent,
            is_new_place=record.is_new_place,
        )
    )


def has_signed_in(
    db: Session, person_id: UserId, since: datetime | None = None, network: str | None = None
) -> bool:
    """Ever, or since then, or from that network."""
    found = select(sign_ins.c.id).where(
        sign_ins.c.person_id == person_id, sign_ins.c.outcome == Outcome.DONE.value
    )
    if since is not None:
        found = found.where(sign_ins.c.at >= since)
    if network is not None:
        found = found.where(sign_ins.c.network == network)
    return bool(db.scalar(select(exists(found))))


def half_proofs(db: Session, person_id: UserId, since: datetime) -> int:
    """How many came since then that no sign-in followed."""
    mine = (sign_ins.c.person_id == person_id) & (sign_ins.c.at >= since)
    done = select(func.max(sign_ins.c.id)).where(mine, sign_ins.c.outcome == Outcome.DONE.value)
    half = mine & (sign_ins.c.outcome == Outcome.HALF.value)
    after = sign_ins.c.id > func.coalesce(done.scalar_subquery(), 0)
    return db.scalar(select(func.count()).where(half, after)) or 0


def history(db: Session, person_id: UserId, limit: int) -> list[SignInRecord]:
    rows: Sequence[Row[tuple[object, ...]]] = db.execute(
        select(sign_ins)
        .where(sign_ins.c.person_id == person_id)
        .order_by(sign_ins.c.at.desc(), sign_ins.c.id.desc())
        .limit(limit)
    ).all()
    return [_record(row) for row in rows]


def _record(row: Row[tuple[object, ...]]) -> SignInRecord:
    r = row._mapping
    return SignInRecord(
        at=r["at"],
        outcome=Outcome(r["outcome"]),
        method=Method(r["method"]),
        visit=Visit(Zone(r["zone"]), r["address"], r["agent"]),
        is_new_place=r["is_new_place"],
    )
