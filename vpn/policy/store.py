"""Policies in SQL, one document each: they are read together and decided upon in memory."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Integer, Row, String, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.policy.model import Kept, Policy, PolicyId

policies = Table(
    "vpn_policies",
    metadata,
    Column("id", String, primary_key=True),
    Column("policy", JSONB, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("changed_by", String),
)
BODY = TypeAdapter(Policy)


def every(db: Session) -> list[Policy]:
    return [kept.policy for kept in every_kept(db)]


def every_kept(db: Session) -> list[Kept]:
    """With their versions, the oldest first."""
    return [_kept(row) for row in db.execute(select(policies).order_by(policies.c.made_at))]


def add(db: Session, policy: Policy, made_at: datetime, made_by: UserId) -> None:
    body = BODY.dump_python(policy, mode="json")
    db.execute(insert(policies).values(id=policy.id, policy=body, made_at=made_at, made_by=made_by))


def find_locked(db: Session, policy_id: PolicyId) -> Kept | None:
    asked = select(policies).where(policies.c.id == policy_id).with_for_update()
    row = db.execute(asked).one_or_none()
    return _kept(row) if row else None


def change(db: Session, policy: Policy, version: int, by: UserId) -> None:
    body = BODY.dump_python(policy, mode="json")
    values = {"policy": body, "version": version, "changed_by": by}
    db.execute(update(policies).where(policies.c.id == policy.id).values(**values))


def remove(db: Session, policy_id: PolicyId) -> None:
    db.execute(delete(policies).where(policies.c.id == policy_id))


def _kept(row: Row[Any]) -> Kept:
    last = UserId(row.changed_by or row.made_by)
    return Kept(BODY.validate_python(row.policy), row.version, last)
