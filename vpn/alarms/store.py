"""Alarms and failures in SQL. That one subject has one open alarm of a kind is an index [VA1]."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from vpn.alarms.model import Alarm, AlarmId, Cause, Kind, Outcome, Seen, What
from vpn.devices.model import DeviceId

SEEN = TypeAdapter(tuple[Seen, ...])
alarms = Table(
    "vpn_alarms",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("person_id", String, ForeignKey("identity_people.id"), index=True),
    Column("device_id", String, ForeignKey("vpn_devices.id"), index=True),
    Column("seen", JSONB, nullable=False),
    Column("what", String),
    Column("raised_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("is_theirs", Boolean),
    Column("closed_at", Instant),
    Column("closed_by", String),
    Column("outcome", String),
    Column("reason", String, nullable=False),
    CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_an_outcome"),
    CheckConstraint("outcome <> 'dismissed' OR reason <> ''", name="dismissed_with_a_reason"),
    Index(
        "uq_vpn_alarms_open",
        "kind",
        "subject",
        unique=True,
        postgresql_where=text("closed_at IS NULL"),
    ),
)
failures = Table(
    "vpn_failures",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("subject", String, nullable=False),
    Column("what", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_vpn_failures_subject_at", "subject", "at"),
)


def add(db: Session, alarm: Alarm) -> bool:
    """False where its subject has an open one of this kind."""
    fresh = upsert(alarms).values(**_values(alarm)).on_conflict_do_nothing()
    return db.execute(fresh.returning(alarms.c.id)).one_or_none() is not None


def change(db: Session, alarm: Alarm) -> None:
    db.execute(update(alarms).where(alarms.c.id == alarm.id).values(**_values(alarm)))


def find_locked(db: Session, alarm_id: AlarmId) -> Alarm | None:
    row = db.execute(select(alarms).where(alarms.c.id == alarm_id).with_for_update()).one_or_none()
    return _alarm(row) if row else None


def find_open_locked(db: Session, cause: Cause) -> Alarm | None:
    same = (alarms.c.kind == cause.kind.value) & (alarms.c.subject == cause.subject)
    asked = select(alarms).where(same, alarms.c.closed_at.is_(None)).with_for_update()
    row = db.execute(asked).one_or_none()
    return _alarm(row) if row else None


def open_of_device(db: Session, device_id: DeviceId) -> list[Alarm]:
    mine = (alarms.c.device_id == device_id) & alarms.c.closed_at.is_(None)
    return [_alarm(row) for row in db.execute(select(alarms).where(mine).with_for_update())]


def last_closed(db: Session, subject: str, kind: Kind) -> datetime | None:
    asked = select(func.max(alarms.c.closed_at)).where(
        alarms.c.subject == subject, alarms.c.kind == kind.value
    )
    found: datetime | None = db.scalar(asked)
    return found


def of_person(db: Session, person_id: UserId, since: datetime) -> list[Alarm]:
    """The open ones and those that were raised since then, the newest first."""
    return _list(db, (alarms.c.person_id == person_id) & _shown(since))


def every(db: Session, since: datetime) -> list[Alarm]:
    return _list(db, _shown(since))


def add_failure(db: Session, subject: str, what: What, at: datetime) -> None:
    db.execute(insert(failures).values(subject=subject, what=what.value, at=at))


def count_failures(db: Session, subject: str, what: What, since: datetime) -> int:
    asked = select(func.count()).where(
        failures.c.subject == subject, failures.c.what == what.value, failures.c.at > since
    )
    return int(db.scalar(asked) or 0)


def forget_failures(db: Session, before: datetime) -> None:
    db.execute(delete(failures).where(failures.c.at < before))


def _shown(since: datetime) -> Any:
    return alarms.c.closed_at.is_(None) | (alarms.c.raised_at > since)


def _list(db: Session, which: Any) -> list[Alarm]:
    rows = db.execute(select(alarms).where(which).order_by(alarms.c.last_at.desc()))
    return [_alarm(row) for row in rows]


def _values(alarm: Alarm) -> dict[str, Any]:
    plain = {name: value for name, value in vars(alarm).items() if name != "cause"}
    cause = {**vars(alarm.cause), "seen": SEEN.dump_python(alarm.cause.seen, mode="json")}
    return {**plain, **cause}


def _alarm(row: Row[Any]) -> Alarm:
    cause = Cause(
        Kind(row.kind),
        row.subject,
        UserId(row.person_id) if row.person_id else None,
        DeviceId(row.device_id) if row.device_id else None,
        SEEN.validate_python(row.seen),
        What(row.what) if row.what else None,
    )
    plain = ("raised_at", "last_at", "times", "is_theirs", "closed_at", "closed_by", "reason")
    return Alarm(
        id=AlarmId(row.id),
        cause=cause,
        outcome=Outcome(row.outcome) if row.outcome else None,
        **{key: row._mapping[key] for key in plain},
    )
