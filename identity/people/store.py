"""People and divisions in SQL; both mirror the directory (identity/directory)."""

from collections.abc import Iterable

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session

from identity.people.model import Person
from kernel.actor import Role, UserId
from kernel.db import metadata

divisions = Table(
    "identity_divisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("parent_id", String, ForeignKey("identity_divisions.id"), index=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
)
people = Table(
    "identity_people",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_name", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False, server_default=""),
    Column("name_choseong", String, nullable=False, server_default=""),
    Column("post", String, nullable=False, server_default=""),
    Column("duty", String, nullable=False, server_default=""),
    Column("phone", String, nullable=False, server_default=""),
    Column("email", String, nullable=False, server_default=""),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False, index=True),
    Column("roles", ARRAY(String), nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("preferences", JSONB, nullable=False, server_default="{}"),
)


def selection() -> Select[tuple[object, ...]]:
    """Rows that `person_of` reads."""
    return select(people, divisions.c.name.label("division")).join(divisions)


def person_of(row: Row[tuple[object, ...]]) -> Person:
    r = row._mapping
    plain = ("user_name", "name", "name_en", "post", "duty", "phone", "email")
    return Person(
        id=UserId(r["id"]),
        division_id=r["division_id"],
        division=r["division"],
        roles=frozenset(Role(role) for role in r["roles"]),
        is_active=r["is_active"],
        **{key: r[key] for key in plain},
    )


def find(db: Session, person_id: UserId) -> Person | None:
    row = db.execute(selection().where(people.c.id == person_id)).one_or_none()
    return person_of(row) if row else None


def find_by_user_name(db: Session, user_name: str) -> Person | None:
    row = db.execute(selection().where(people.c.user_name == user_name)).one_or_none()
    return person_of(row) if row else None


def by_ids(db: Session, ids: Iterable[UserId]) -> dict[UserId, Person]:
    rows = db.execute(selection().where(people.c.id.in_(set(ids))))
    return {person.id: person for person in map(person_of, rows)}
