"""Sessions in SQL. That a device is in one zone at a time is an index [VS1]."""

from datetime import datetime
from ipaddress import IPv4Address
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from identity.sessions.store import sessions as sign_ins
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone
from vpn.devices.model import DeviceId
from vpn.policy.model import Proof
from vpn.sessions.model import Standing, TunnelSession, TunnelSessionId

sessions = Table(
    "vpn_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), nullable=False),
    Column("sign_in_id", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("address", INET, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("proof", String, nullable=False),
    Column("policy", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    Column("counted_bytes", BigInteger, nullable=False),
    Column("warned_minutes", Integer, nullable=False),
    Column("ended_at", Instant),
    Column("end_reason", String),
    CheckConstraint("zone IN ('work', 'internet')", name="zone_has_ways"),
    Index(
        "uq_vpn_sessions_open_of_device",
        "device_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
    ),
)


def add(db: Session, session: TunnelSession) -> bool:
    """False where the device has an open one [VS1]."""
    values = {**vars(session), "address": str(session.address)}
    fresh = upsert(sessions).values(**values).on_conflict_do_nothing().returning(sessions.c.id)
    return db.execute(fresh).one_or_none() is not None


def change(db: Session, session: TunnelSession) -> None:
    values = {**vars(session), "address": str(session.address)}
    db.execute(update(sessions).where(sessions.c.id == session.id).values(**values))


def note_use(db: Session, session_id: TunnelSessionId, at: datetime) -> None:
    mine = (sessions.c.id == session_id) & sessions.c.ended_at.is_(None)
    db.execute(update(sessions).where(mine).values(used_at=at))


def every_open(db: Session) -> list[TunnelSession]:
    rows = db.execute(select(sessions).where(sessions.c.ended_at.is_(None)))
    return [_session(row) for row in rows]


def standings(db: Session) -> dict[TunnelSessionId, Standing]:
    """Of those that are open: where their persons stand, as far as policies ask."""
    whose = select(sessions.c.id, people.c.division_id, people.c.roles)
    asked = whose.join(people, people.c.id == sessions.c.person_id)
    rows = db.execute(asked.where(sessions.c.ended_at.is_(None)))
    return {TunnelSessionId(id_): (division, tuple(roles)) for id_, division, roles in rows}


def find_open_by_id(db: Session, session_id: TunnelSessionId) -> TunnelSession | None:
    asked = select(sessions).where(sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    row = db.execute(asked.with_for_update()).one_or_none()
    return _session(row) if row else None


def find_open(db: Session, device_id: DeviceId) -> TunnelSession | None:
    asked = select(sessions).where(sessions.c.device_id == device_id, sessions.c.ended_at.is_(None))
    row = db.execute(asked).one_or_none()
    return _session(row) if row else None


def find_open_locked(db: Session, device_id: DeviceId) -> TunnelSession | None:
    asked = select(sessions).where(sessions.c.device_id == device_id, sessions.c.ended_at.is_(None))
    row = db.execute(asked.with_for_update()).one_or_none()
    return _session(row) if row else None


def of_person(db: Session, person_id: UserId, limit: int) -> list[TunnelSession]:
    asked = select(sessions).where(sessions.c.person_id == person_id)
    rows = db.execute(asked.order_by(sessions.c.started_at.desc()).limit(limit))
    return [_session(row) for row in rows]


def signed_in(db: Session, ids: set[SessionId], now: datetime) -> set[SessionId]:
    """Those sign-ins that are still open."""
    asked = select(sign_ins.c.id).where(
        sign_ins.c.id.in_(ids), sign_ins.c.ended_at.is_(None), sign_ins.c.expires_at > now
    )
    return set(map(SessionId, db.scalars(asked)))


def _session(row: Row[Any]) -> TunnelSession:
    plain = (
        "endpoint", "policy", "started_at", "ends_at", "used_at", "counted_bytes",
        "warned_minutes", "ended_at", "end_reason",
    )  # fmt: skip
    return TunnelSession(
        id=TunnelSessionId(row.id),
        person_id=UserId(row.person_id),
        device_id=DeviceId(row.device_id),
        sign_in_id=SessionId(row.sign_in_id),
        zone=Zone(row.zone),
        address=IPv4Address(str(row.address)),
        proof=Proof(row.proof),
        **{key: row._mapping[key] for key in plain},
    )
