"""Removals that wait for an administrator's word, in SQL: one row, or none [VW8]."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    Row,
    Table,
    delete,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata
from vpn.tunnel.model import HeldBack

held_removals = Table(
    "vpn_held_removals",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default=true()),
    Column("count", Integer, nullable=False),
    Column("peers", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("why", JSONB, nullable=False),
    Column("allowed", Integer, nullable=False),
    Column("allowed_until", Instant),
    CheckConstraint("singleton", name="there_is_one"),
)


def held_back(db: Session) -> HeldBack | None:
    row = db.execute(select(held_removals)).one_or_none()
    return _held(row) if row else None


def held_back_locked(db: Session) -> HeldBack | None:
    row = db.execute(select(held_removals).with_for_update()).one_or_none()
    return _held(row) if row else None


def hold(db: Session, held: HeldBack) -> None:
    values = vars(held)
    fresh = upsert(held_removals).values(**values)
    db.execute(fresh.on_conflict_do_update(index_elements=["singleton"], set_=values))


def release(db: Session) -> None:
    db.execute(delete(held_removals))


def _held(row: Row[Any]) -> HeldBack:
    names = ("count", "peers", "since", "why", "allowed", "allowed_until")
    return HeldBack(**{name: row._mapping[name] for name in names})
