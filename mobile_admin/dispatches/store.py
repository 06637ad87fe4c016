"""Operations and visits in SQL: an operation counts once by its primary key [FO4].

Each field of a visit remembers which operation wrote it, and only a later one may write it again:
whatever the order in which operations come, the visit ends up the same [FO5].
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
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
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.dispatches.model import Kind, Operation, Outcome, Result, Visit

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
    CheckConstraint("result IN ('visited', 'absent', 'refused')", name="result_is_known"),
    CheckConstraint("(ended_op IS NULL) = (result IS NULL)", name="ends_with_a_result"),
)
_WRITTEN_BY = {
    Kind.START: visits.c.started_op,
    Kind.END: visits.c.ended_op,
    Kind.ANSWERS: visits.c.answers_op,
}
_WRITES = {
    Kind.START: ("started_at",),
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


_FIND = select(*_KEPT).where(operations.c.id == any_(bindparam("ids", type_=ARRAY(String))))
_CLAIM = upsert(operations).on_conflict_do_nothing().returning(operations.c.id)


def claim(db: Session, row: dict[str, Any]) -> bool:
    """False where the operation is there: whoever sends it at the same time was waited for."""
    return db.execute(_CLAIM, row).one_or_none() is not None


def find(db: Session, op_id: str) -> Kept | None:
    return find_all(db, [op_id]).get(op_id)


def find_all(db: Session, op_ids: Sequence[str]) -> dict[str, Kept]:
    """Those that were kept, by their ids."""
    rows = db.execute(_FIND, {"ids": list(op_ids)})
    return {row[0]: Kept(row[1], row[2], Outcome(row[3]), row[4]) for row in rows}


def put_visit(
    db: Session, operation: Operation, person_id: UserId, values: dict[str, Any]
) -> tuple[UserId, str | None]:
    """Whose visit that is and of which assignment: made where it is new, now locked; what a later
    operation wrote stays [FO5].

    `values` are the fields that this kind of operation writes, and `is_held`, which stays true.
    """
    row = {
        "id": operation.visit_id,
        "person_id": person_id,
        "assignment_id": operation.assignment_id,
        _WRITTEN_BY[operation.kind].name: operation.id,
        **values,
    }
    whose, assignment_id = db.execute(_PUT[operation.kind], row).one()
    return UserId(whose), assignment_id


def _put(kind: Kind) -> Any:
    made, by = upsert(visits), _WRITTEN_BY[kind]
    is_later = by.is_(None) | (by < made.excluded[by.name])
    names = (*_WRITES[kind], by.name)
    changed: dict[str, Any] = {
        name: case((is_later, made.excluded[name]), else_=visits.c[name]) for name in names
    }
    changed["is_held"] = visits.c.is_held | made.excluded.is_held
    same = made.on_conflict_do_update(index_elements=[visits.c.id], set_=changed)
    return same.returning(visits.c.person_id, visits.c.assignment_id)


_PUT = {kind: _put(kind) for kind in Kind}


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
