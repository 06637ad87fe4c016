"""The mirror of the directory in SQL: the tables belong to identity.people."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.directory.model import DivisionEntry, PersonEntry
from identity.directory.rules import Mirror
from identity.people.store import divisions, people
from kernel.actor import Role, UserId
from kernel.text import choseong

PLAIN = ("id", "user_name", "name", "name_en", "post", "duty", "phone", "email", "division_id")


def mirror(db: Session) -> Mirror:
    """What is active here and came from the directory."""
    units = db.execute(select(divisions).where(divisions.c.is_active, ~divisions.c.is_local))
    staff = db.execute(select(people).where(people.c.is_active, ~people.c.is_local))
    return Mirror(
        divisions={
            r.id: DivisionEntry(r.id, r.parent_id, r.name, r.name_en, r.position) for r in units
        },
        people={
            r.id: PersonEntry(
                roles=frozenset(map(Role, r.roles)), **{key: getattr(r, key) for key in PLAIN}
            )
            for r in staff
        },
    )


def put_division(db: Session, division: DivisionEntry) -> None:
    values = {**vars(division), "is_active": True}
    db.execute(
        insert(divisions).values(values).on_conflict_do_update(index_elements=["id"], set_=values)
    )


def close_division(db: Session, division_id: str) -> None:
    """The row stays: people who left still say where they worked."""
    db.execute(update(divisions).where(divisions.c.id == division_id).values(is_active=False))


def put_person(db: Session, person: PersonEntry) -> None:
    values = {
        **vars(person),
        "roles": sorted(role.value for role in person.roles),
        "name_choseong": choseong(person.name),
        "is_active": True,
        "left_at": None,
    }
    _free_user_name(db, person.user_name, but=person.id)
    db.execute(
        insert(people).values(values).on_conflict_do_update(index_elements=["id"], set_=values)
    )


def _free_user_name(db: Session, user_name: str, *, but: str) -> None:
    """Names move: to a namesake of somebody who left, or between two people in one run."""
    db.execute(
        update(people)
        .where(people.c.user_name == user_name, people.c.id != but)
        .values(user_name="~" + people.c.id)
    )


def deactivate_person(db: Session, person_id: UserId, now: datetime) -> None:
    left = update(people).where(people.c.id == person_id).values(is_active=False, left_at=now)
    db.execute(left)
