"""Operations and visits in SQL: an operation counts once by its primary key [FO4].

Each field of a visit remembers which operation wrote it, and only a later one may write it again:
whatever the order in which operations come, the visit ends up the same [FO5].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    any_,
    bindparam,
    case,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.rows import made, named, param
from kernel.trips import ask_at_once, ask_in_one_trip
from mobile_admin.dispatches.model import Kind, Outcome, Result, Visit
from mobile_admin.pockets.store import pockets
from mobile_admin.submissions.store import ADDED

operations = Table(
    "mobile_operations",
    metadata,
    Column("id", String, primary_key=True),
    Column("pocket_id", String, ForeignKey("mobile_pockets.id"), nullable=False),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("standing", String, nullable=False),
    Column("submission_id", String),
    Column("did_at", Instant, nullable=False),
    Column("offset_ms", BigInteger, nullable=False),
    Column("uncertainty_ms", Integer, nullable=False),
    Column("is_clock_off", Boolean, nullable=False),
    Column("place", JSONB),
    Column("received_at", Instant, nullable=False),
    CheckConstraint("outcome IN ('applied', 'held')", name="outcome_is_kept"),
)
Index("ix_mobile_operations_visit", operations.c.visit_id)
visits = Table(
    "mobile_visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("assignment_id", String, index=True),
    Column("started_at", Instant),
    Column("started_op", String),
    Column("ended_at", Instant),
    Column("ended_op", String),
    Column("result", String),
    Column("note", String, nullable=False, server_default=""),
    Column("submission_id", String),
    Column("answers_op", String),
    Column("is_held", Boolean, nullable=False),
    Column("title", String, nullable=False, server_default=""),
    CheckConstraint("result IN ('visited', 'absent', 'refused')", name="result_is_known"),
    CheckConstraint("(ended_op IS NULL) = (result IS NULL)", name="ends_with_a_result"),
)
# Of those that nobody planned: what they are about, nobody else knows.
Index(
    "ix_mobile_visits_unplanned",
    visits.c.submission_id,
    postgresql_where=visits.c.assignment_id.is_(None) & visits.c.submission_id.is_not(None),
)
_WRITTEN_BY = {
    Kind.START: visits.c.started_op,
    Kind.END: visits.c.ended_op,
    Kind.ANSWERS: visits.c.answers_op,
}
_WRITES = {
    Kind.START: ("started_at", "title"),
    Kind.END: ("ended_at", "result", "note"),
    Kind.ANSWERS: ("submission_id",),
}
_KEPT = (
    operations.c.id,
    operations.c.person_id,
    operations.c.sha256,
    operations.c.outcome,
    operations.c.submission_id,
)


class Kept(NamedTuple):
    """What an operation came to when it was kept."""

    person_id: str
    sha256: str
    outcome: Outcome
    submission_id: str | None


@dataclass(frozen=True)
class Door:
    """Whose pocket that is, None where there is none, and which operations are there already."""

    owner: str | None
    revoked_at: datetime | None
    known: Mapping[str, Kept]


@dataclass(frozen=True)
class Told:
    """Whose visit it was told of, of which assignment; `is_first` unless the operation is there."""

    person_id: str
    assignment_id: str | None
    is_first: bool


_ASKED = any_(bindparam("ids", type_=ARRAY(String)))
_FIND = select(*_KEPT).where(operations.c.id == _ASKED)
_DOOR = (
    select(pockets.c.person_id, pockets.c.revoked_at, *_KEPT)
    .select_from(pockets.outerjoin(operations, operations.c.id == _ASKED))
    .where(pockets.c.id == bindparam("pocket"))
)


def find(db: Session, op_id: str) -> Kept | None:
    rows = db.execute(_FIND, {"ids": [op_id]})
    return next((_kept(row) for row in rows), None)


def find_door(db: Session, pocket_id: str, op_ids: Sequence[str]) -> Door:
    """Both at once: asked for each dispatch, and most dispatches have one operation."""
    [rows] = ask_in_one_trip(db, (_DOOR, {"pocket": pocket_id, "ids": list(op_ids)}))
    if not rows:
        return Door(None, None, {})
    known = {row[2]: _kept(row[2:]) for row in rows if row[2] is not None}
    return Door(rows[0][0], rows[0][1], known)


def _kept(row: Sequence[Any]) -> Kept:
    return Kept(row[1], row[2], Outcome(row[3]), row[4])


def tell(db: Session, kind: Kind, operation: Mapping[str, Any], visit: Mapping[str, Any]) -> Told:
    """Writes both, the visit first: made where it is new, now locked; what a later operation wrote
    stays [FO5], and `is_held` stays true. Whoever sends the same at the same time is waited for.

    `operation` is a whole row; `visit` has `id`, `person_id`, `assignment_id`, `is_held` and what
    this kind of operation writes.
    """
    [row] = ask_at_once(db, (_TELL[kind], _asked(kind, operation, visit)))
    return _told(row)


def tell_new(
    db: Session,
    operation: Mapping[str, Any],
    visit: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> Told | None:
    """As `tell`, together with answers that nobody has sent yet (`values_of`); None, and nothing
    is written, where they are there."""
    asked = {**_asked(Kind.ANSWERS, operation, visit), **answers}
    row = next(iter(ask_at_once(db, (_TELL_NEW, asked))), None)
    return None if row is None else _told(row)


def _asked(kind: Kind, operation: Mapping[str, Any], visit: Mapping[str, Any]) -> dict[str, Any]:
    by = param(visits, _WRITTEN_BY[kind].name)
    return {**named(operations, operation), **named(visits, visit), by: operation["id"]}


def _told(row: Sequence[Any]) -> Told:
    return Told(row[0], row[1], row[2] is not None)


def _tell(kind: Kind, after: CTE | None = None) -> Any:
    """One statement, for the time that two or three take: a morning sends thousands."""
    visit = _put(kind, after).cte("visit")
    added = made(operations, operations.c.keys(), after).on_conflict_do_nothing()
    claimed = added.returning(operations.c.id).cte("claimed")
    claim = select(claimed.c.id).scalar_subquery()
    return select(visit.c.person_id, visit.c.assignment_id, claim)


def _put(kind: Kind, after: CTE | None) -> Any:
    by = _WRITTEN_BY[kind]
    names = (*_WRITES[kind], by.name)
    written = made(visits, ("id", "person_id", "assignment_id", "is_held", *names), after)
    is_later = by.is_(None) | (by < written.excluded[by.name])
    changed: dict[str, Any] = {
        name: case((is_later, written.excluded[name]), else_=visits.c[name]) for name in names
    }
    changed["is_held"] = visits.c.is_held | written.excluded.is_held
    same = written.on_conflict_do_update(index_elements=[visits.c.id], set_=changed)
    return same.returning(visits.c.person_id, visits.c.assignment_id)


_TELL = {kind: _tell(kind) for kind in Kind}
_TELL_NEW = _tell(Kind.ANSWERS, ADDED)


def visits_of(db: Session, person_id: UserId, since: datetime) -> Sequence[Visit]:
    """The latest first, by their ids."""
    latest = select(operations.c.visit_id).where(
        operations.c.person_id == person_id, operations.c.received_at >= since
    )
    query = select(visits).where(visits.c.id.in_(latest)).order_by(visits.c.id.desc())
    return [_visit(row) for row in db.execute(query)]


def _visit(row: Any) -> Visit:
    found = row._mapping
    names = (
        "id", "assignment_id", "started_at", "ended_at", "note", "submission_id", "is_held",
    )  # fmt: skip
    return Visit(
        person_id=UserId(found["person_id"]),
        result=Result(found["result"]) if found["result"] else None,
        **{name: found[name] for name in names},
    )
