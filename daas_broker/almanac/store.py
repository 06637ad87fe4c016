"""The agency's own days, and leave, in SQL."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Select,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.almanac.model import Leave, OwnDay
from daas_broker.desktops.model import PoolId
from daas_broker.sessions.store import assignments
from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata

own_days = Table(
    "daas_own_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_off", Boolean, nullable=False),
    Column("name", String, nullable=False),
    Column("set_by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("set_at", Instant, nullable=False),
)
leaves = Table(
    "daas_leaves",
    metadata,
    Column("person_id", String, ForeignKey("identity_people.id"), primary_key=True),
    Column("begins", Date, primary_key=True),
    Column("ends", Date, nullable=False),
    CheckConstraint("ends >= begins", name="ends_after_it_begins"),
)


def own(db: Session, first: date, last: date) -> list[OwnDay]:
    rows = db.execute(select(own_days).where(own_days.c.day.between(first, last)))
    return [OwnDay(row.day, row.is_off, row.name) for row in rows]


def set_day(db: Session, day: OwnDay, by: UserId, now: datetime) -> None:
    values = {"is_off": day.is_off, "name": day.name, "set_by": by, "set_at": now}
    fresh = upsert(own_days).values(day=day.day, **values)
    db.execute(fresh.on_conflict_do_update(index_elements=["day"], set_=values))


def forget_day(db: Session, day: date) -> bool:
    done = db.execute(delete(own_days).where(own_days.c.day == day).returning(own_days.c.day))
    return done.one_or_none() is not None


def replace_leaves(db: Session, fresh: Iterable[Leave]) -> int:
    """Instead of all that was known. Of two that begin on one day the longer one stays."""
    longest: dict[tuple[UserId, date], date] = {}
    for leave in fresh:
        key = leave.person_id, leave.begins
        longest[key] = max(leave.ends, longest.get(key, leave.ends))
    db.execute(delete(leaves))
    if longest:
        rows = [{"person_id": p, "begins": b, "ends": e} for (p, b), e in longest.items()]
        db.execute(insert(leaves), rows)
    return len(longest)


def of_all(db: Session, first: date, last: date) -> list[Leave]:
    """Of those who work here."""
    active = select(people.c.id).where(people.c.is_active)
    return _leaves(db, first, last, active)


def of_regulars(db: Session, pool: PoolId, since: datetime, first: date, last: date) -> list[Leave]:
    """Of those who came to this pool since then."""
    return _leaves(db, first, last, _regulars(pool, since))


def regulars(db: Session, pool: PoolId, since: datetime) -> int:
    return db.scalar(select(func.count()).select_from(_regulars(pool, since).subquery())) or 0


def head_count(db: Session) -> int:
    asked = select(func.count()).select_from(people).where(people.c.is_active == true())
    return db.scalar(asked) or 0


def ids_of(db: Session, user_names: Sequence[str]) -> dict[str, UserId]:
    """By the name that each signs in with."""
    asked = select(people.c.user_name, people.c.id).where(
        people.c.user_name.in_(set(user_names)), people.c.is_active
    )
    return {row.user_name: UserId(row.id) for row in db.execute(asked)}


def _regulars(pool: PoolId, since: datetime) -> Select[tuple[str]]:
    a = assignments.c
    return (
        select(a.person_id)
        .join(people, people.c.id == a.person_id)
        .where(a.pool_id == pool, a.claimed_at >= since, people.c.is_active)
        .distinct()
    )


def _leaves(db: Session, first: date, last: date, whose: Select[tuple[str]]) -> list[Leave]:
    meets = (leaves.c.begins <= last) & (leaves.c.ends >= first)
    rows = db.execute(select(leaves).where(meets, leaves.c.person_id.in_(whose)))
    return [Leave(UserId(row.person_id), row.begins, row.ends) for row in rows]
