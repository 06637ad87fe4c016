"""Devices in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, insert, select, update
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.devices.model import Device

devices = Table(
    "mobile_devices",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("user_name", String, nullable=False, unique=True),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("seen_at", Instant),
)
_SHOWN = [column for column in devices.c if column.name != "secret_hash"]


def add(db: Session, device: Device, secret_hash: bytes) -> None:
    db.execute(insert(devices).values(**vars(device), secret_hash=secret_hash))


def of_person(db: Session, person_id: UserId) -> list[Device]:
    own = (devices.c.person_id == person_id) & devices.c.revoked_at.is_(None)
    return [_device(row) for row in db.execute(select(*_SHOWN).where(own).order_by(devices.c.id))]


def find(db: Session, user_name: str, secret_hash: bytes) -> Device | None:
    same = (devices.c.user_name == user_name) & (devices.c.secret_hash == secret_hash)
    row = db.execute(select(*_SHOWN).where(same)).one_or_none()
    return None if row is None else _device(row)


def note_seen(db: Session, device_id: str, now: datetime) -> None:
    db.execute(update(devices).where(devices.c.id == device_id).values(seen_at=now))


def revoke(db: Session, person_id: UserId, device_id: str, now: datetime) -> bool:
    own = (devices.c.person_id == person_id) & (devices.c.id == device_id)
    gone = update(devices).where(own, devices.c.revoked_at.is_(None)).values(revoked_at=now)
    return db.execute(gone.returning(devices.c.id)).one_or_none() is not None


def _device(row: Any) -> Device:
    return Device(**{**row._mapping, "person_id": UserId(row.person_id)})
