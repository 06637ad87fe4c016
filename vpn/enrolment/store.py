"""Codes and pickups in SQL, both as hashes."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.devices.model import DeviceId, Owner, Platform
from vpn.enrolment.model import Enrolment, Wish

enrolments = Table(
    "vpn_enrolments",
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # [VP2]
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)
pickups = Table(
    "vpn_pickups",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False, index=True),
)


def add(db: Session, enrolment: Enrolment) -> None:
    wish = enrolment.wish
    db.execute(
        insert(enrolments).values(
            hash=enrolment.hash,
            person_id=enrolment.person_id,
            name=wish.name,
            platform=wish.platform.value,
            owner=wish.owner.value,
            made_at=enrolment.made_at,
            expires_at=enrolment.expires_at,
        )
    )


def use(db: Session, code_hash: bytes, now: datetime) -> Enrolment | None:
    """Exactly one caller gets it, and only in time [VP2]."""
    row = db.execute(
        update(enrolments)
        .where(
            enrolments.c.hash == code_hash,
            enrolments.c.used_at.is_(None),
            enrolments.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(enrolments)
    ).one_or_none()
    return _enrolment(row) if row else None


def forget(db: Session, now: datetime) -> None:
    """What opens nothing any more."""
    db.execute(delete(enrolments).where(enrolments.c.expires_at <= now))
    db.execute(delete(pickups).where(pickups.c.expires_at <= now))


def add_pickup(db: Session, pickup_hash: bytes, device_id: DeviceId, until: datetime) -> None:
    values = {"hash": pickup_hash, "device_id": device_id, "expires_at": until}
    db.execute(insert(pickups).values(**values))


def find_pickup(db: Session, pickup_hash: bytes, now: datetime) -> DeviceId | None:
    asked = select(pickups.c.device_id).where(
        pickups.c.hash == pickup_hash, pickups.c.expires_at > now
    )
    found = db.scalar(asked)
    return DeviceId(found) if found else None


def _enrolment(row: Row[Any]) -> Enrolment:
    wish = Wish(row.name, Platform(row.platform), Owner(row.owner))
    return Enrolment(row.hash, UserId(row.person_id), wish, row.made_at, row.expires_at)
