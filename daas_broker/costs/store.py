"""Assumptions by version, budgets, and sums of the ledger, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Float,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.costs.model import Assumptions, AtLimit, Budget, OwnUse, Used, Version
from daas_broker.usage.model import Meter
from daas_broker.usage.store import connections, intervals
from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata

versions = Table(
    "daas_assumptions",
    metadata,
    # The next number is taken once: of two who save at the same time, one is told.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("values", JSONB, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String, nullable=False),
    Column("reason", String, nullable=False),
)
budgets = Table(
    "daas_budgets",
    metadata,
    Column("division_id", String, primary_key=True),
    Column("monthly", Float, nullable=False),
    Column("at_limit", String, nullable=False),
    CheckConstraint("monthly > 0", name="some"),
)
FIRST = Version(0, Assumptions(), None, "", "")


def history(db: Session) -> list[Version]:
    """The newest first; before anybody saved, what the product came with."""
    rows = db.execute(select(versions).order_by(versions.c.number.desc()))
    saved = [
        Version(r.number, assumptions_of(r._mapping["values"]), r.made_at, r.made_by, r.reason)
        for r in rows
    ]
    return [*saved, FIRST]


def current(db: Session) -> Version:
    return history(db)[0]


def assumptions_of(kept: Mapping[str, float]) -> Assumptions:
    """What a later release added has its default; what it dropped is left out."""
    known = vars(Assumptions())
    return Assumptions(**{name: kept[name] for name in known if name in kept})


def add(db: Session, version: Version) -> None:
    """IntegrityError where the number is taken."""
    values = {**vars(version), "values": vars(version.values)}
    db.execute(insert(versions).values(values))


def all_budgets(db: Session) -> dict[str, Budget]:
    rows = db.execute(select(budgets))
    return {
        row.division_id: Budget(row.division_id, row.monthly, AtLimit(row.at_limit)) for row in rows
    }


def put_budget(db: Session, budget: Budget) -> None:
    values = {**vars(budget), "at_limit": budget.at_limit.value}
    put = upsert(budgets).values(values)
    db.execute(put.on_conflict_do_update(index_elements=["division_id"], set_=values))


def remove_budget(db: Session, division_id: str) -> bool:
    gone = delete(budgets).where(budgets.c.division_id == division_id)
    return db.execute(gone.returning(budgets.c.division_id)).one_or_none() is not None


def members(db: Session, division_ids: list[str]) -> dict[UserId, str]:
    rows = db.execute(
        select(people.c.id, people.c.division_id).where(people.c.division_id.in_(division_ids))
    )
    return {UserId(row.id): row.division_id for row in rows}


KEYS: Mapping[str, ColumnElement[Any]] = {
    "division": intervals.c.division_id,
    "person": intervals.c.person_id,
    "pool": intervals.c.pool_id,
    "zone": intervals.c.zone,
    "day": intervals.c.day,
}


def used_by(db: Session, key: str, first: date, last: date) -> dict[Any, Used]:
    """Sums of the days from `first` to `last`, both included, by one of KEYS."""
    return {at[0]: used for at, used in used_by_two(db, (key, key), first, last).items()}


def used_by_two(
    db: Session, keys: tuple[str, str], first: date, last: date
) -> dict[tuple[Any, Any], Used]:
    columns = [KEYS[key].label(f"key_{n}") for n, key in enumerate(keys)]
    seconds = func.extract("epoch", intervals.c.until_at - intervals.c.began_at)
    rows = db.execute(
        select(
            *columns,
            *(
                func.coalesce(func.sum(seconds).filter(intervals.c.meter == meter.value), 0)
                for meter in (Meter.HELD, Meter.STREAM, Meter.WARM)
            ),
            func.sum(intervals.c.cpu_seconds),
            func.sum(intervals.c.memory_gib_seconds),
            func.sum(intervals.c.transferred_bytes),
            func.count(intervals.c.person_id.distinct()),
        )
        .where(intervals.c.day.between(first, last))
        .group_by(*columns)
    )
    return {(row[0], row[1]): _used(list(row)[2:]) for row in rows}


def _used(sums: Sequence[Any]) -> Used:
    held, streamed, warm, cpu, memory, transferred = map(float, sums[:-1])
    return Used(held, streamed, warm, cpu, memory, transferred, people=sums[-1])


def own_use(db: Session, person_id: UserId, day: date) -> list[OwnUse]:
    """By pool: how long this person held desktops on that day, and their last stream of all."""
    seconds = func.extract("epoch", intervals.c.until_at - intervals.c.began_at)
    today = db.execute(
        select(intervals.c.pool_id, func.sum(seconds).label("held"))
        .where(intervals.c.person_id == person_id, intervals.c.day == day)
        .where(intervals.c.meter == Meter.HELD.value)
        .group_by(intervals.c.pool_id)
    )
    held = {row.pool_id: float(row.held) for row in today}
    c = connections.c
    streams = db.execute(
        select(connections)
        .where(c.person_id == person_id)
        .ext(distinct_on(c.pool_id))
        .order_by(c.pool_id, c.started_at.desc())
    )
    last = {row.pool_id: row for row in streams}
    return [
        OwnUse(
            pool,
            held.get(pool, 0.0),
            last[pool].latency_ms if pool in last else None,
            last[pool].started_at if pool in last else None,
        )
        for pool in sorted({*held, *last})
    ]
