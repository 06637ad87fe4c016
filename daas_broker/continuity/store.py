"""Times without the database, told afterwards, in SQL."""

from sqlalchemy import Boolean, Column, Integer, String, Table, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.continuity.model import Period
from kernel.db import Instant, metadata

SHOWN = 50
periods = Table(
    "daas_continuity_periods",
    metadata,
    Column("id", String, primary_key=True),
    Column("gateway", String, nullable=False),
    Column("began_at", Instant, nullable=False, index=True),
    Column("ended_at", Instant, nullable=False),
    Column("admitted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    # Of its last line: what was told once is not told again [DC7].
    Column("head", String, nullable=False, unique=True),
    Column("is_whole", Boolean, nullable=False),
)


def add(db: Session, period: Period) -> bool:
    """False where it was told before."""
    fresh = upsert(periods).values(vars(period)).on_conflict_do_nothing(index_elements=["head"])
    return db.execute(fresh.returning(periods.c.id)).one_or_none() is not None


def newest(db: Session) -> list[Period]:
    rows = db.execute(select(periods).order_by(periods.c.began_at.desc()).limit(SHOWN))
    return [Period(**row._mapping) for row in rows]
