"""The gateway in SQL: one row, whose revision grows with whatever the data plane is made from."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    false,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.gateways.model import UNTOUCHED, Approval, Gateway

gateways = Table(
    "vpn_gateways",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default=true()),
    Column("is_on", Boolean, nullable=False, server_default=false()),
    Column("host", String, nullable=False, server_default=""),
    Column("port", Integer, nullable=False, server_default="0"),
    Column("approval", String, nullable=False, server_default=Approval.ALWAYS.value),
    Column("public_key", LargeBinary),
    Column("revision", BigInteger, nullable=False, server_default="1"),
    Column("changed_at", Instant),
    Column("changed_by", String),
    CheckConstraint("singleton", name="there_is_one"),
    CheckConstraint("port BETWEEN 0 AND 65535", name="port_is_one"),
    CheckConstraint("approval IN ('always', 'personal', 'never')", name="approval_is_known"),
)


def find(db: Session) -> Gateway:
    """`host` is empty and `port` 0 until an administrator says otherwise."""
    row = db.execute(select(gateways)).one_or_none()
    if row is None:
        return UNTOUCHED
    return _gateway(row)


def next_revision(db: Session) -> int:
    """Whoever changes what the data plane is made from says so first, one after the other."""
    fresh = upsert(gateways).values(singleton=True)
    grown = fresh.on_conflict_do_update(
        index_elements=["singleton"], set_={"revision": gateways.c.revision + 1}
    )
    return int(db.execute(grown.returning(gateways.c.revision)).scalar_one())


def change(db: Session, wish: Gateway) -> None:
    db.execute(
        update(gateways).values(
            is_on=wish.is_on,
            host=wish.host,
            port=wish.port,
            approval=wish.approval.value,
            changed_at=wish.changed_at,
            changed_by=wish.changed_by,
        )
    )


def note_key(db: Session, public_key: bytes) -> None:
    """What the host made for itself."""
    db.execute(update(gateways).values(public_key=public_key))


def _gateway(row: Row[Any]) -> Gateway:
    return Gateway(
        is_on=row.is_on,
        host=row.host,
        port=row.port,
        approval=Approval(row.approval),
        public_key=row.public_key,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=UserId(row.changed_by) if row.changed_by else None,
    )
