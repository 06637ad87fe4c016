"""Conversions in SQL."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from weboffice.formats.model import GOING, Conversion, Format, Stage, State, Way

conversions = Table(
    "weboffice_conversions",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("way", String, nullable=False),
    Column("format", String, nullable=False),
    Column("name", String, nullable=False),
    Column("node_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("folder_id", String),
    Column("state", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("losses", JSONB, nullable=False),
    Column("kept", JSONB, nullable=False, server_default="{}"),
    Column("document_id", String),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # A packed paper or the file that was made; gone with the row after a day.
    Column("result", LargeBinary),
    CheckConstraint("(state = 'kept') = (document_id IS NOT NULL)", name="kept_is_a_document"),
    CheckConstraint("state NOT IN ('ready', 'kept') OR result IS NOT NULL", name="ready_has_it"),
)
Index("ix_weboffice_conversions_person", conversions.c.person_id, conversions.c.state)
_SHOWN = [column for column in conversions.c if column.name != "result"]


def add(db: Session, conversion: Conversion) -> None:
    db.execute(insert(conversions).values(**_values(conversion)))


def put(db: Session, conversion: Conversion, result: bytes | None = None) -> None:
    """`result` None leaves what is there."""
    values = _values(conversion)
    if result is not None:
        values["result"] = result
    db.execute(update(conversions).where(conversions.c.id == conversion.id).values(**values))


def find(db: Session, conversion_id: str, *, is_locked: bool = False) -> Conversion | None:
    query = select(*_SHOWN).where(conversions.c.id == conversion_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _conversion(row)


def result(db: Session, conversion_id: str) -> bytes:
    found = db.scalar(select(conversions.c.result).where(conversions.c.id == conversion_id))
    return found or b""


def count_going(db: Session, person_id: UserId) -> int:
    wanted = conversions.c.state.in_([state.value for state in GOING])
    query = select(func.count()).where(conversions.c.person_id == person_id, wanted)
    return db.scalar(query) or 0


def going(db: Session) -> list[Conversion]:
    wanted = conversions.c.state.in_([state.value for state in GOING])
    return [_conversion(row) for row in db.execute(select(*_SHOWN).where(wanted))]


def forget(db: Session, before: datetime) -> int:
    """Those that nobody touched since; how many."""
    gone = db.execute(
        delete(conversions).where(conversions.c.changed_at < before).returning(conversions.c.id)
    )
    return len(gone.all())


def _values(conversion: Conversion) -> dict[str, Any]:
    plain = replace(conversion, losses=dict(conversion.losses), kept=dict(conversion.kept))
    return {key: getattr(value, "value", value) for key, value in vars(plain).items()}


def _conversion(row: Any) -> Conversion:
    return Conversion(
        row.id,
        UserId(row.person_id),
        Way(row.way),
        Format(row.format),
        row.name,
        row.node_id,
        row.version,
        row.folder_id,
        State(row.state),
        Stage(row.stage),
        row.reason,
        row.losses,
        row.kept,
        row.document_id,
        row.created_at,
        row.changed_at,
    )
