"""Which networks devices lead into the tunnel, in SQL: one row each, none for everything."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata
from vpn.devices.model import DeviceId
from vpn.routes.model import DeviceRoutes, Source
from vpn.routes.rules import read, written

device_routes = Table(
    "vpn_device_routes",
    metadata,
    Column("device_id", String, ForeignKey("vpn_devices.id"), primary_key=True),
    Column("networks", String, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Column("source", String, nullable=False),
)


def find(db: Session, device_id: DeviceId) -> DeviceRoutes | None:
    row = db.execute(
        select(device_routes).where(device_routes.c.device_id == device_id)
    ).one_or_none()
    return _routes(row) if row else None


def every(db: Session) -> list[DeviceRoutes]:
    return [_routes(row) for row in db.execute(select(device_routes))]


def note(db: Session, routes: DeviceRoutes) -> None:
    values = {
        **vars(routes),
        "networks": written(routes.networks),
        "source": routes.source.value,
    }
    fresh = upsert(device_routes).values(**values)
    db.execute(fresh.on_conflict_do_update(index_elements=["device_id"], set_=values))


def forget(db: Session, device_id: DeviceId) -> None:
    """It leads everything into the tunnel, or nobody knows."""
    db.execute(delete(device_routes).where(device_routes.c.device_id == device_id))


def _routes(row: Row[Any]) -> DeviceRoutes:
    device_id, source = DeviceId(row.device_id), Source(row.source)
    return DeviceRoutes(device_id, read(row.networks), row.noted_at, source)
