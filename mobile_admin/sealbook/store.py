"""The book in SQL. Triggers hold that lines follow each other and never change [NO13]."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.sealbook.model import Asked, SealUse

seal_uses = Table(
    "mobile_seal_uses",
    metadata,
    Column("office_code", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("notice_id", String, ForeignKey("mobile_notices.id"), nullable=False, unique=True),
    Column("seal", String, nullable=False),
    Column("registered", String, nullable=False),
    Column("title", String, nullable=False),
    Column("recipients", String, nullable=False),
    Column("by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("level", String, nullable=False),
    Column("sha256", String, nullable=False),
    CheckConstraint("serial >= 1", name="serial_counts_from_one"),
)
Index("ix_mobile_seal_uses_division", seal_uses.c.division_id, seal_uses.c.at)


def next_serial(db: Session, office_code: str, year: int) -> int:
    """Whoever asks for the next one meanwhile waits until the caller commits."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"seal {office_code} {year}"))))
    same = (seal_uses.c.office_code == office_code) & (seal_uses.c.year == year)
    return (db.scalar(select(func.max(seal_uses.c.serial)).where(same)) or 0) + 1


def add(db: Session, use: SealUse) -> None:
    db.execute(insert(seal_uses).values(**vars(use)))


def find(db: Session, division_id: str, asked: Asked, limit: int) -> list[tuple[SealUse, str]]:
    """The highest number first, as a book is read, each with who decided."""
    query = _asked(division_id, asked).order_by(seal_uses.c.year.desc(), seal_uses.c.serial.desc())
    return [_use(row) for row in db.execute(query.limit(limit))]


def years(db: Session, division_id: str) -> list[int]:
    query = select(seal_uses.c.year).where(seal_uses.c.division_id == division_id).distinct()
    return list(db.scalars(query.order_by(seal_uses.c.year.desc())))


def _asked(division_id: str, asked: Asked) -> Select[Any]:
    query = select(*seal_uses.c, people.c.name.label("name")).join(
        people, seal_uses.c.by == people.c.id
    )
    query = query.where(seal_uses.c.division_id == division_id)
    if asked.year:
        query = query.where(seal_uses.c.year == asked.year)
    if asked.text:
        shown = (seal_uses.c.registered, seal_uses.c.title, seal_uses.c.recipients, people.c.name)
        query = query.where(or_(*(c.icontains(asked.text, autoescape=True) for c in shown)))
    return query


def _use(row: Any) -> tuple[SealUse, str]:
    found = {c.name: row._mapping[c.name] for c in seal_uses.c}
    return SealUse(**{**found, "by": UserId(found["by"])}), row.name
