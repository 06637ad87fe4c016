"""Which documents there are and who opened them, in SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata

documents = Table(
    "weboffice_documents",
    metadata,
    Column("id", String, primary_key=True),  # the drive's node [OF3]
    Column("template", String, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
openings = Table(
    "weboffice_openings",
    metadata,
    Column("person_id", String, primary_key=True),
    Column("document_id", String, primary_key=True),
    Column("opened_at", Instant, nullable=False),
)
Index("ix_weboffice_openings_recent", openings.c.person_id, openings.c.opened_at)


@dataclass(frozen=True)
class Row:
    id: str
    template: str
    changed_by: UserId
    changed_at: datetime


def add(db: Session, row: Row) -> None:
    db.execute(upsert(documents).values(**vars(row)).on_conflict_do_nothing())


def note_change(db: Session, document_id: str, by: UserId, at: datetime) -> None:
    db.execute(
        update(documents).where(documents.c.id == document_id).values(changed_by=by, changed_at=at)
    )


def note_opening(db: Session, person_id: UserId, document_id: str, at: datetime) -> None:
    row = upsert(openings).values(person_id=person_id, document_id=document_id, opened_at=at)
    keys = [openings.c.person_id, openings.c.document_id]
    db.execute(row.on_conflict_do_update(index_elements=keys, set_={"opened_at": at}))


def opened_by(db: Session, person_id: UserId, most: int) -> list[Row]:
    """The latest opened first."""
    rows = db.execute(
        select(documents)
        .join(openings, openings.c.document_id == documents.c.id)
        .where(openings.c.person_id == person_id)
        .order_by(openings.c.opened_at.desc())
        .limit(most)
    )
    return [Row(r.id, r.template, UserId(r.changed_by), r.changed_at) for r in rows]


def forget(db: Session, document_ids: Collection[str]) -> None:
    db.execute(delete(openings).where(openings.c.document_id.in_(document_ids)))
    db.execute(delete(documents).where(documents.c.id.in_(document_ids)))
