"""Stays in SQL: a row for each change of place, so that most looks write nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.devices.model import DeviceId
from vpn.sightings.model import Stay

stays = Table(
    "vpn_stays",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), nullable=False),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("endpoint", String, nullable=False),
    Column("country", String),
    Column("came_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("ix_vpn_stays_device_id_came_at", "device_id", "came_at"),
    Index("ix_vpn_stays_person_id_seen_at", "person_id", "seen_at"),
)


def latest(db: Session) -> dict[DeviceId, Stay]:
    newest = select(func.max(stays.c.id)).group_by(stays.c.device_id)
    rows = db.execute(select(stays).where(stays.c.id.in_(newest)))
    return {DeviceId(row.device_id): _stay(row) for row in rows}


def add(db: Session, stay: Stay) -> None:
    db.execute(insert(stays).values(**vars(stay)))


def touch(db: Session, still: Sequence[Stay], seen_at: datetime) -> None:
    each = [(stay.device_id, stay.came_at) for stay in still]
    those = tuple_(stays.c.device_id, stays.c.came_at).in_(each)
    db.execute(update(stays).where(those).values(seen_at=seen_at))


def since(db: Session, device_id: DeviceId, moment: datetime) -> list[Stay]:
    """Those of a device that were not over then, the oldest first."""
    asked = select(stays).where(stays.c.device_id == device_id, stays.c.came_at >= moment)
    return [_stay(row) for row in db.execute(asked.order_by(stays.c.came_at, stays.c.id))]


def elsewhere(db: Session, person_id: UserId, country: str, moment: datetime) -> Stay | None:
    """The last in another country, with whatever device, seen since then."""
    asked = select(stays).where(
        stays.c.person_id == person_id,
        stays.c.country.is_not(None),
        stays.c.country != country,
        stays.c.seen_at >= moment,
    )
    row = db.execute(asked.order_by(stays.c.seen_at.desc()).limit(1)).one_or_none()
    return _stay(row) if row else None


def forget(db: Session, before: datetime) -> None:
    db.execute(delete(stays).where(stays.c.seen_at < before))


def _stay(row: Row[Any]) -> Stay:
    plain = ("endpoint", "country", "came_at", "seen_at")
    return Stay(
        DeviceId(row.device_id),
        UserId(row.person_id),
        **{key: row._mapping[key] for key in plain},
    )
