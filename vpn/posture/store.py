"""What devices said last, in SQL: one row each."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata
from vpn.devices.model import DeviceId
from vpn.posture.model import Answer, Posture

postures = Table(
    "vpn_postures",
    metadata,
    Column("device_id", String, ForeignKey("vpn_devices.id"), primary_key=True),
    Column("said_at", Instant, nullable=False),
    Column("system", String, nullable=False),
    Column("disk", String, nullable=False),
    Column("lock", String, nullable=False),
)


def find(db: Session, device_id: DeviceId) -> Posture | None:
    row = db.execute(select(postures).where(postures.c.device_id == device_id)).one_or_none()
    return _posture(row) if row else None


def of_devices(db: Session, ids: set[DeviceId]) -> dict[DeviceId, Posture]:
    found = db.execute(select(postures).where(postures.c.device_id.in_(ids)))
    return {DeviceId(row.device_id): _posture(row) for row in found}


def every(db: Session) -> dict[DeviceId, Posture]:
    return {DeviceId(row.device_id): _posture(row) for row in db.execute(select(postures))}


def say(db: Session, posture: Posture) -> None:
    values = vars(posture)
    fresh = upsert(postures).values(**values)
    db.execute(fresh.on_conflict_do_update(index_elements=["device_id"], set_=values))


def _posture(row: Row[Any]) -> Posture:
    device_id = DeviceId(row.device_id)
    return Posture(device_id, row.said_at, row.system, Answer(row.disk), Answer(row.lock))
