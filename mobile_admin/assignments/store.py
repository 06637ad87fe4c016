"""Assignments in SQL: that a case has one lead at most holds by an index [AS1]."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from identity.people.model import Person
from identity.people.store import people, person_of, selection
from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.assignments.model import Assignment, Ending, Part
from mobile_admin.cases.machine import AT_WORK
from mobile_admin.cases.model import CaseState
from mobile_admin.cases.store import cases

assignments = Table(
    "mobile_assignments",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_id", String, ForeignKey("mobile_cases.id"), nullable=False),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("part", String, nullable=False),
    Column("lease_rev", Integer, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("planned_at", Instant),
    Column("seat", Integer, nullable=False, server_default="0"),
    Column("form_key", String, ForeignKey("mobile_forms.id")),
    Column("assigned_by", String, nullable=False),
    Column("assigned_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ending", String),
    UniqueConstraint("case_id", "lease_rev"),
    CheckConstraint("part IN ('lead', 'assistant')", name="part_is_known"),
    CheckConstraint("ending IN ('reassigned', 'withdrawn', 'done')", name="ending_is_known"),
    CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ends_for_a_reason"),
)
NOBODY = "-"
OVER = (CaseState.SUSPENDED, CaseState.REJECTED, CaseState.CLOSED)
_LIVING = assignments.c.ended_at.is_(None)
_LEADS = assignments.c.part == Part.LEAD.value
Index(
    "ix_mobile_assignments_one_lead",
    assignments.c.case_id,
    unique=True,
    postgresql_where=_LIVING & _LEADS,
)
Index("ix_mobile_assignments_of_person", assignments.c.person_id, postgresql_where=_LIVING)


def add(db: Session, assignment: Assignment) -> None:
    values = {k: v.value if isinstance(v, Enum) else v for k, v in vars(assignment).items()}
    db.execute(insert(assignments).values(**values))


def lead_of(db: Session, case_id: str) -> Assignment | None:
    wanted = (assignments.c.case_id == case_id) & _LIVING & _LEADS
    row = db.execute(select(assignments).where(wanted)).one_or_none()
    return None if row is None else _assignment(row)


def under(db: Session, case_id: str, lease_rev: int) -> Assignment | None:
    """The assignment that work names, whether it still holds or not."""
    wanted = (assignments.c.case_id == case_id) & (assignments.c.lease_rev == lease_rev)
    row = db.execute(select(assignments).where(wanted)).one_or_none()
    return None if row is None else _assignment(row)


def held_by(assignee: str) -> ColumnElement[bool]:
    """Of cases whose lead that is; NOBODY's have none."""
    lead = exists().where(assignments.c.case_id == cases.c.id, _LIVING, _LEADS)
    return ~lead if assignee == NOBODY else lead.where(assignments.c.person_id == assignee)


def find(db: Session, assignment_id: str) -> Assignment | None:
    row = db.execute(select(assignments).where(assignments.c.id == assignment_id)).one_or_none()
    return None if row is None else _assignment(row)


def last_rev(db: Session, case_id: str) -> int:
    query = select(func.max(assignments.c.lease_rev)).where(assignments.c.case_id == case_id)
    return db.scalar(query) or 0


def end(db: Session, assignment: Assignment, ending: Ending, at: datetime) -> None:
    where = assignments.c.id == assignment.id
    values = {"ended_at": at, "ending": ending.value, "updated_at": at}
    db.execute(update(assignments).where(where).values(**values))


def of_case(db: Session, case_id: str) -> list[Assignment]:
    """The first first."""
    query = select(assignments).where(assignments.c.case_id == case_id)
    return [_assignment(row) for row in db.execute(query.order_by(assignments.c.lease_rev))]


def leads_of(db: Session, case_ids: Iterable[str]) -> dict[str, Assignment]:
    wanted = assignments.c.case_id.in_(set(case_ids)) & _LIVING & _LEADS
    rows = db.execute(select(assignments).where(wanted))
    return {row.case_id: _assignment(row) for row in rows}


def of_person(db: Session, person_id: UserId, day: date, limit: int) -> list[Assignment]:
    """What they have for `day` or still from before, in the order of the way."""
    at_work = cases.c.state.in_([state.value for state in AT_WORK])
    is_due = (assignments.c.planned_on == day) | ((assignments.c.planned_on < day) & at_work)
    goes_on = cases.c.state.not_in([state.value for state in OVER])
    wanted = (assignments.c.person_id == person_id) & _LIVING & is_due & goes_on
    order = (assignments.c.planned_on, assignments.c.seat, assignments.c.planned_at,
             assignments.c.assigned_at, assignments.c.id)  # fmt: skip
    query = select(assignments).join(cases).where(wanted).order_by(*order).limit(limit)
    return [_assignment(row) for row in db.execute(query)]


def seat(db: Session, person_id: UserId, order: list[str], at: datetime) -> int:
    """How many of these the person has; each takes its place in the order."""
    taken = 0
    for place, assignment_id in enumerate(order, 1):
        mine = (assignments.c.id == assignment_id) & (assignments.c.person_id == person_id)
        there = update(assignments).where(mine & _LIVING).values(seat=place, updated_at=at)
        taken += len(db.execute(there.returning(assignments.c.id)).all())
    return taken


def counts(db: Session, division_id: str) -> dict[CaseState, int]:
    query = select(cases.c.state, func.count()).where(cases.c.division_id == division_id)
    return {CaseState(state): count for state, count in db.execute(query.group_by(cases.c.state))}


def kinds(db: Session, division_id: str) -> list[str]:
    query = select(cases.c.kind).where(cases.c.division_id == division_id)
    return list(db.scalars(query.distinct().order_by(cases.c.kind)))


def staff(db: Session, division_id: str) -> list[Person]:
    wanted = (people.c.division_id == division_id) & people.c.is_active
    return [person_of(row) for row in db.execute(selection().where(wanted).order_by(people.c.name))]


def loads(db: Session, person_ids: Iterable[UserId], day: date) -> dict[str, tuple[int, int]]:
    """How many cases each leads, and how many of them were planned for `day` or before."""
    wanted = assignments.c.person_id.in_(set(person_ids)) & _LIVING & _LEADS
    planned = func.count().filter(assignments.c.planned_on <= day)
    query = select(assignments.c.person_id, func.count(), planned).where(wanted)
    rows = db.execute(query.group_by(assignments.c.person_id))
    return {person: (everything, today) for person, everything, today in rows}


def _assignment(row: Any) -> Assignment:
    found = Assignment(**row._mapping)
    ending = Ending(row.ending) if row.ending else None
    return replace(found, part=Part(row.part), ending=ending, person_id=UserId(row.person_id))
