"""Operations and visits in SQL: an operation counts once by its primary key [FO4].

Each field of a visit remembers which operation wrote it, and only a later one may write it again:
whatever the order in which operations come, the visit ends up the same [FO5].
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
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


def claim(db: Session, row: dict[str, Any]) -> bool:
    """False where the operation is there: whoever sends it at the same time was waited for."""
    made = upsert(operations).values(**row).on_conflict_do_nothing().returning(operations.c.id)
    return db.execute(made).one_or_none() is not None


def find(db: Session, op_id: str) -> tuple[str, str, Outcome, str | None] | None:
    """Person, digest, outcome and submission of an operation that was kept."""
    columns = (
        operations.c.person_id,
        operations.c.sha256,
        operations.c.outcome,
        operations.c.submission_id,
    )
    row = db.execute(select(*columns).where(operations.c.id == op_id)).one_or_none()
    return None if row is None else (row[0], row[1], Outcome(row[2]), row[3])


def ensure_visit(db: Session, operation: Operation, person_id: UserId) -> Visit:
    """The visit of that id, locked; made where it is new."""
    values = {
        "id": operation.visit_id,
        "person_id": person_id,
        "assignment_id": operation.assignment_id,
        "is_held": False,
    }
    made = upsert(visits).values(**values)
    # An update that changes nothing locks the row and gives it back, new or not.
    same = made.on_conflict_do_update(index_elements=[visits.c.id], set_={"id": visits.c.id})
    return _visit(db.execute(same.returning(visits)).one())


def write(db: Session, operation: Operation, values: dict[str, Any]) -> None:
    """Unless a later operation wrote them [FO5]."""
    by = _WRITTEN_BY[operation.kind]
    is_later = by.is_(None) | (by < operation.id)
    changed = update(visits).where(visits.c.id == operation.visit_id, is_later)
    db.execute(changed.values(**values, **{by.name: operation.id}))


def hold(db: Session, visit_id: str) -> None:
    db.execute(update(visits).where(visits.c.id == visit_id).values(is_held=True))


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
