"""Break-glass accounts, and the people and the division that no directory knows."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.break_glass.model import BreakGlass
from identity.people.store import divisions, people
from kernel.actor import Role
from kernel.db import Instant, metadata
from kernel.text import choseong

DIVISION = {"id": "break-glass", "name": "비상 계정", "name_en": "Break-glass accounts"}
accounts = Table(
    "identity_break_glass",
    metadata,
    Column("user_name", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("made_at", Instant, nullable=False),
)


def find(db: Session, user_name: str) -> BreakGlass | None:
    row = db.execute(select(accounts).where(accounts.c.user_name == user_name)).one_or_none()
    return BreakGlass(row.user_name, row.person_id, row.password_hash) if row else None


def put(db: Session, account: BreakGlass, now: datetime) -> None:
    """Also the person behind it, who is an IT administrator and nothing else."""
    db.execute(insert(divisions).values(**DIVISION, is_local=True).on_conflict_do_nothing())
    person = {
        "id": account.person_id,
        "user_name": account.user_name,
        "name": account.user_name,
        "name_en": account.user_name,
        "name_choseong": choseong(account.user_name),
        "post": DIVISION["name"],
        "division_id": DIVISION["id"],
        "roles": [Role.MEMBER.value, Role.IT_ADMIN.value],
        "is_local": True,
    }
    db.execute(insert(people).values(person).on_conflict_do_nothing(index_elements=["id"]))
    values = {**vars(account), "made_at": now}
    db.execute(
        insert(accounts)
        .values(values)
        .on_conflict_do_update(index_elements=["user_name"], set_=values)
    )
