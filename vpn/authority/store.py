"""Certificates in SQL. One that was revoked stays, so that it is known as revoked."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    String,
    Table,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata
from vpn.authority.model import Certificate

certificates = Table(
    "vpn_certificates",
    metadata,
    Column("serial", String, primary_key=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("not_after", Instant, nullable=False),
    Column("pem", String, nullable=False),
    Column("revoked_at", Instant),
    Column("reason", String),
    # A device has one certificate that is good [VP6].
    Index(
        "uq_vpn_certificates_of_device",
        "device_id",
        unique=True,
        postgresql_where=text("revoked_at IS NULL"),
    ),
)


def add(db: Session, certificate: Certificate) -> None:
    db.execute(insert(certificates).values(**vars(certificate)))


def revoke(db: Session, device_id: str, now: datetime, reason: str) -> None:
    good = (certificates.c.device_id == device_id) & certificates.c.revoked_at.is_(None)
    db.execute(update(certificates).where(good).values(revoked_at=now, reason=reason))


def of_devices(db: Session) -> dict[str, Certificate]:
    """The good ones by device."""
    rows = db.execute(select(certificates).where(certificates.c.revoked_at.is_(None)))
    return {row.device_id: _certificate(row) for row in rows}


def of_device(db: Session, device_id: str) -> Certificate | None:
    good = (certificates.c.device_id == device_id) & certificates.c.revoked_at.is_(None)
    row = db.execute(select(certificates).where(good)).one_or_none()
    return _certificate(row) if row else None


def find(db: Session, serial: str) -> Certificate | None:
    """Also one that was revoked."""
    row = db.execute(select(certificates).where(certificates.c.serial == serial)).one_or_none()
    return _certificate(row) if row else None


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(row.serial, row.device_id, row.not_before, row.not_after, row.pem)
