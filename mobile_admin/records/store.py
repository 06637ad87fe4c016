"""Records in SQL: one a submission."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.records.model import FiledRecord, RecordStage

records = Table(
    "mobile_records",
    metadata,
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), primary_key=True),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("stage", String, nullable=False),
    Column("problem", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("node_id", String),
    CheckConstraint("stage IN ('waiting', 'making', 'filed', 'failed')", name="stage_is_known"),
    CheckConstraint("stage <> 'filed' OR node_id IS NOT NULL", name="filed_is_somewhere"),
)
_UNDONE = records.c.stage.in_(("waiting", "making"))
Index("ix_mobile_records_undone", records.c.changed_at, postgresql_where=_UNDONE)


def find(db: Session, submission_id: str, *, is_locked: bool = False) -> FiledRecord | None:
    query = select(records).where(records.c.submission_id == submission_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _record(row)


def put(db: Session, record: FiledRecord) -> None:
    values = {**vars(record), "stage": record.stage.value}
    made = upsert(records).values(**values)
    db.execute(made.on_conflict_do_update(index_elements=["submission_id"], set_=values))


def undone(db: Session, before: datetime) -> list[str]:
    query = select(records.c.submission_id).where(_UNDONE, records.c.changed_at < before)
    return list(db.scalars(query.limit(100)))


def _record(row: Any) -> FiledRecord:
    found = FiledRecord(**row._mapping)
    return replace(found, stage=RecordStage(row.stage), by=UserId(row.by))
