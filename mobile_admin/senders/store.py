"""Senders in SQL: one a division, and a code is one division's [NO1]."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.db import metadata
from mobile_admin.senders.model import Sending

senders = Table(
    "mobile_senders",
    metadata,
    Column("division_id", String, ForeignKey("identity_divisions.id"), primary_key=True),
    Column("office_code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("homepage", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("email", String, nullable=False),
    CheckConstraint("office_code ~ '^[0-9]{7}$'", name="code_has_seven_digits"),
)


def find(db: Session, division_id: str, *, is_locked: bool = False) -> Sending | None:
    query = select(senders).where(senders.c.division_id == division_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else Sending(**row._mapping)


def of_code(db: Session, office_code: str) -> Sending | None:
    row = db.execute(select(senders).where(senders.c.office_code == office_code)).one_or_none()
    return None if row is None else Sending(**row._mapping)


def put(db: Session, sending: Sending) -> None:
    made = upsert(senders).values(**vars(sending))
    same = [senders.c.division_id]
    db.execute(made.on_conflict_do_update(index_elements=same, set_=vars(sending)))
