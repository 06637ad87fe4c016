"""Policies in SQL, one document each: they are read together and decided upon in memory."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Column, String, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.policy.model import Policy, PolicyId

policies = Table(
    "vpn_policies",
    metadata,
    Column("id", String, primary_key=True),
    Column("policy", JSONB, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String, nullable=False),
)
BODY = TypeAdapter(Policy)


def every(db: Session) -> list[Policy]:
    rows = db.scalars(select(policies.c.policy).order_by(policies.c.made_at))
    return [BODY.validate_python(row) for row in rows]


def add(db: Session, policy: Policy, made_at: datetime, made_by: UserId) -> None:
    body = BODY.dump_python(policy, mode="json")
    db.execute(insert(policies).values(id=policy.id, policy=body, made_at=made_at, made_by=made_by))


def change(db: Session, policy: Policy) -> Policy | None:
    """As it was before; None where it is gone."""
    asked = select(policies.c.policy).where(policies.c.id == policy.id).with_for_update()
    before = db.scalar(asked)
    if before is None:
        return None
    body = BODY.dump_python(policy, mode="json")
    db.execute(update(policies).where(policies.c.id == policy.id).values(policy=body))
    return BODY.validate_python(before)


def remove(db: Session, policy_id: PolicyId) -> Policy | None:
    gone = delete(policies).where(policies.c.id == policy_id).returning(policies.c.policy)
    found = db.scalar(gone)
    return BODY.validate_python(found) if found else None
