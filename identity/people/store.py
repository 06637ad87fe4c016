"""People and divisions in SQL; both mirror the directory (identity/directory)."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    case,
    delete,
    false,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.model import Agency, DivisionRow, Person, Search
from identity.people.rules import POSTS, pattern
from kernel.actor import Role, UserId
from kernel.db import Instant, metadata

divisions = Table(
    "identity_divisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("parent_id", String, ForeignKey("identity_divisions.id"), index=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("is_local", Boolean, nullable=False, server_default=false()),
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
    Column("is_local", Boolean, nullable=False, server_default=false()),  # not from the directory
    Column("left_at", Instant),
    Column("preferences", JSONB, nullable=False, server_default="{}"),
)
favourites = Table(
    "identity_favourites",
    metadata,
    Column("person_id", String, ForeignKey("identity_people.id"), primary_key=True),
    Column("favourite_id", String, ForeignKey("identity_people.id"), primary_key=True),
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
        left_at=r["left_at"],
        **{key: r[key] for key in plain},
    )


def find(db: Session, person_id: UserId) -> Person | None:
    row = db.execute(selection().where(people.c.id == person_id)).one_or_none()
    return person_of(row) if row else None


def find_by_user_name(db: Session, user_name: str) -> Person | None:
    """Upper and lower case are the same, as in the directory."""
    same = func.lower(people.c.user_name) == user_name.lower()
    row = db.execute(selection().where(same)).first()
    return person_of(row) if row else None


def by_ids(db: Session, ids: Iterable[UserId]) -> dict[UserId, Person]:
    rows = db.execute(selection().where(people.c.id.in_(set(ids))))
    return {person.id: person for person in map(person_of, rows)}


def preferences_of(db: Session, person_id: UserId) -> dict[str, Any]:
    found = db.scalar(select(people.c.preferences).where(people.c.id == person_id))
    return dict(found or {})


def put_preferences(db: Session, person_id: UserId, preferences: dict[str, Any]) -> None:
    db.execute(update(people).where(people.c.id == person_id).values(preferences=preferences))


def division_rows(db: Session) -> list[DivisionRow]:
    """Open divisions in the order in which they are shown."""
    count = (
        select(people.c.division_id, func.count().label("people"))
        .where(people.c.is_active)
        .group_by(people.c.division_id)
        .subquery()
    )
    rows = db.execute(
        select(divisions, func.coalesce(count.c.people, 0).label("people"))
        .outerjoin(count, count.c.division_id == divisions.c.id)
        .where(divisions.c.is_active)
        .order_by(divisions.c.position, divisions.c.name)
    )
    return [DivisionRow(r.id, r.parent_id, r.name, r.name_en, r.people) for r in rows]


def agency(db: Session) -> Agency | None:
    """The top of the tree; None before the directory was read for the first time."""
    row = db.execute(
        select(divisions.c.name, divisions.c.name_en)
        .where(divisions.c.parent_id.is_(None), divisions.c.is_active, ~divisions.c.is_local)
        .order_by(divisions.c.position)
        .limit(1)
    ).one_or_none()
    return Agency(row.name, row.name_en) if row else None


def division_name(db: Session, division_id: str) -> str:
    """Empty where there is none."""
    return db.scalar(select(divisions.c.name).where(divisions.c.id == division_id)) or ""


def search(db: Session, search: Search, own_division: str) -> list[Person]:
    """Active people, the best first; one more than `limit`, so that the caller knows of others."""
    asked = selection().where(people.c.is_active)
    if search.division_id is not None:
        asked = asked.where(people.c.division_id.in_(_subtree(search.division_id)))
    for word in search.words:
        asked = asked.where(_matches(word))
    ranks = [_rank(word) for word in search.words]
    near = case((people.c.division_id == own_division, 0), else_=1)
    best = [reduce(add, ranks), near] if ranks else []
    asked = asked.order_by(*best, _post_rank(), people.c.name)
    rows = db.execute(asked.order_by(people.c.id).limit(search.limit + 1))
    return [person_of(row) for row in rows]


def _subtree(division_id: str) -> Select[tuple[str]]:
    top = select(divisions.c.id).where(divisions.c.id == division_id).cte(recursive=True)
    below = select(divisions.c.id).join(top, divisions.c.parent_id == top.c.id)
    return select(top.union(below).c.id)


_PATHS = text(
    "WITH RECURSIVE up(person, id, parent_id, depth) AS ("
    " SELECT p.id, d.id, d.parent_id, 0 FROM identity_divisions d"
    " JOIN identity_people p ON p.division_id = d.id WHERE p.id = ANY(:persons)"
    " UNION ALL SELECT person, d.id, d.parent_id, depth + 1 FROM identity_divisions d"
    " JOIN up ON d.id = up.parent_id WHERE depth < 16"
    ") SELECT person, id FROM up ORDER BY depth"
)


def path_of(db: Session, person_id: UserId) -> list[str]:
    """His own division, then those above it; empty for somebody unknown to the directory."""
    return paths_of(db, [person_id]).get(person_id, [])


def paths_of(db: Session, persons: Sequence[UserId]) -> dict[UserId, list[str]]:
    """Of each who is known to the directory: as `path_of`."""
    paths: dict[UserId, list[str]] = {}
    for row in db.execute(_PATHS, {"persons": list(persons)}):
        paths.setdefault(UserId(row.person), []).append(row.id)
    return paths


def _matches(word: str) -> ColumnElement[bool]:
    like, p = pattern(word), people.c
    return or_(
        p.name.regexp_match(like, "i"),
        p.user_name.icontains(word, autoescape=True),
        p.name_en.icontains(word, autoescape=True),
        p.post.icontains(word, autoescape=True),
        p.phone.icontains(word, autoescape=True),
        p.duty.regexp_match(like, "i"),
        divisions.c.name.regexp_match(like, "i"),
        divisions.c.name_en.icontains(word, autoescape=True),
    )


def _rank(word: str) -> ColumnElement[int]:
    """0 is the person whose name was typed in full; a duty that mentions the word comes last."""
    like, p = pattern(word), people.c
    return case(
        (func.lower(p.name) == word, 0),
        (p.name.regexp_match(f"^{like}", "i"), 1),
        (p.user_name.istartswith(word, autoescape=True), 2),
        (p.name_en.regexp_match(rf"\y{re.escape(word)}", "i"), 2),
        (p.name.regexp_match(like, "i"), 3),
        (p.post.icontains(word, autoescape=True), 4),
        (divisions.c.name.regexp_match(like, "i"), 5),
        else_=6,
    )


def _post_rank() -> ColumnElement[int]:
    ranks = [(people.c.post.endswith(post), rank) for rank, post in enumerate(POSTS)]
    return case(*ranks, else_=len(POSTS))


def favourites_of(db: Session, person_id: UserId) -> list[Person]:
    rows = db.execute(
        selection()
        .join(favourites, favourites.c.favourite_id == people.c.id)
        .where(favourites.c.person_id == person_id, people.c.is_active)
        .order_by(people.c.name, people.c.id)
    )
    return [person_of(row) for row in rows]


def favourite_ids(db: Session, person_id: UserId) -> set[UserId]:
    found = select(favourites.c.favourite_id).where(favourites.c.person_id == person_id)
    return set(db.scalars(found))


def add_favourite(db: Session, person_id: UserId, favourite_id: UserId) -> None:
    """Twice is once."""
    values = {"person_id": person_id, "favourite_id": favourite_id}
    db.execute(upsert(favourites).values(values).on_conflict_do_nothing())


def remove_favourite(db: Session, person_id: UserId, favourite_id: UserId) -> None:
    db.execute(
        delete(favourites).where(
            favourites.c.person_id == person_id, favourites.c.favourite_id == favourite_id
        )
    )
