"""Works in SQL: that one of a case's counts at most holds by an index [AS8]."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.cases.model import CaseState
from mobile_admin.cases.store import cases, subjects
from mobile_admin.dispatches.model import Standing
from mobile_admin.dispatches.store import visits
from mobile_admin.forms.store import forms
from mobile_admin.submissions.model import About
from mobile_admin.submissions.store import submissions
from mobile_admin.works.model import OwnHeld, Ruling, Waiting, Work

MOST_OWN = 50

works = Table(
    "mobile_works",
    metadata,
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), primary_key=True),
    Column("case_id", String, ForeignKey("mobile_cases.id"), nullable=False, index=True),
    Column("lease_rev", Integer, nullable=False),
    Column("standing", String, nullable=False),
    Column("done_at", Instant),
    Column("counts", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("ruling", String),
    Column("reason", String, nullable=False, server_default=""),
    Column("ruled_by", String),
    Column("ruled_at", Instant),
    CheckConstraint("standing IN ('valid', 'late', 'taken')", name="standing_is_known"),
    CheckConstraint("ruling IN ('accepted', 'set_aside')", name="ruling_is_known"),
    CheckConstraint("ruling <> 'set_aside' OR reason <> ''", name="says_why"),
    CheckConstraint("NOT counts OR standing = 'valid' OR ruling = 'accepted'", name="may_count"),
)
Index("ix_mobile_works_one_counts", works.c.case_id, unique=True, postgresql_where=works.c.counts)
_WAITS = (works.c.standing != Standing.VALID.value) & works.c.ruling.is_(None)
Index("ix_mobile_works_waiting", works.c.case_id, postgresql_where=_WAITS)
_IS_HELD = works.c.standing != Standing.VALID.value
Index("ix_mobile_works_held", works.c.submission_id, postgresql_where=_IS_HELD)


def add(db: Session, work: Work) -> bool:
    """False where this submission is some case's already."""
    made = upsert(works).values(**_plain(replace(work, counts=False))).on_conflict_do_nothing()
    is_new = db.execute(made.returning(works.c.case_id)).one_or_none() is not None
    if is_new and work.counts:
        make_count(db, work.case_id, work.submission_id)
    return is_new


def make_count(db: Session, case_id: str, submission_id: str | None) -> None:
    """This one instead of the one that counted."""
    of_case = works.c.case_id == case_id
    db.execute(update(works).where(of_case & works.c.counts).values(counts=False))
    if submission_id is not None:
        chosen = works.c.submission_id == submission_id
        db.execute(update(works).where(chosen).values(counts=True))


def rule(db: Session, work: Work) -> None:
    values = {k: v for k, v in _plain(work).items() if k not in {"submission_id", "counts"}}
    db.execute(update(works).where(works.c.submission_id == work.submission_id).values(**values))


def find(db: Session, submission_id: str) -> Work | None:
    row = db.execute(select(works).where(works.c.submission_id == submission_id)).one_or_none()
    return None if row is None else _work(row._mapping)


def of_case(db: Session, case_id: str) -> list[Work]:
    """The first to come first."""
    query = select(works).join(submissions).where(works.c.case_id == case_id)
    found = db.execute(query.order_by(submissions.c.received_at, works.c.submission_id))
    return [_work(row._mapping) for row in found]


def last_valid(db: Session, case_id: str, but: str) -> str | None:
    """What counts where `but` no longer does."""
    wanted = (works.c.case_id == case_id) & (works.c.standing == Standing.VALID.value)
    query = select(works.c.submission_id).join(submissions).where(wanted)
    query = query.where(works.c.submission_id != but)
    return db.scalar(query.order_by(submissions.c.received_at.desc()).limit(1))


def waiting(db: Session, division_id: str) -> list[Waiting]:
    """Of a division, the longest waiting first."""
    query = (
        select(works, cases.c.number, subjects.c.name.label("subject"),
               people.c.name.label("sender"), submissions.c.received_at)
        .join(cases, works.c.case_id == cases.c.id)
        .join(subjects, cases.c.subject_id == subjects.c.id)
        .join(submissions, works.c.submission_id == submissions.c.id)
        .join(people, submissions.c.person_id == people.c.id)
        .where(_WAITS, cases.c.division_id == division_id)
        .order_by(submissions.c.received_at)
    )  # fmt: skip
    return [
        Waiting(
            _work({c.name: row._mapping[c.name] for c in works.c}),
            row.number, row.subject, row.sender, row.received_at,
        )
        for row in db.execute(query)
    ]  # fmt: skip


def own_held(db: Session, person_id: UserId, since: datetime) -> list[OwnHeld]:
    """What came or was decided since then, the latest first; never of a case that was never
    theirs [AS10] [FS10]."""
    rulers = people.alias()
    lately = func.coalesce(works.c.ruled_at, submissions.c.received_at)
    query = (
        select(works, cases.c.number, subjects.c.name.label("subject"), forms.c.title,
               submissions.c.received_at, rulers.c.name.label("ruler"))
        .join(cases, works.c.case_id == cases.c.id)
        .join(subjects, cases.c.subject_id == subjects.c.id)
        .join(submissions, works.c.submission_id == submissions.c.id)
        .join(forms, submissions.c.form_key == forms.c.id)
        .outerjoin(rulers, works.c.ruled_by == rulers.c.id)
        .where(
            submissions.c.person_id == person_id, _IS_HELD, works.c.lease_rev > 0,
            lately >= since,
        )
        .order_by(lately.desc())
        .limit(MOST_OWN)
    )  # fmt: skip
    return [
        OwnHeld(
            _work({c.name: row._mapping[c.name] for c in works.c}),
            row.number, row.subject, row.title, row.received_at, row.ruler or "",
        )
        for row in db.execute(query)
    ]  # fmt: skip


def displaced(db: Session, person_id: UserId, since: datetime) -> list[OwnHeld]:
    """Results of that person as the holder which a ruling on somebody else's put aside since then,
    or which count because that was set aside again. Who ruled, when and why are of that ruling
    [AS10]."""
    of_theirs = (
        select(works.c.case_id).join(submissions).where(submissions.c.person_id == person_id)
    )
    held, last = works.alias("held"), works.alias("last")
    again = (held.c.ruling == Ruling.SET_ASIDE.value) & (held.c.rev > 1)
    by = (
        select(held)
        .where(
            held.c.standing != Standing.VALID.value, held.c.ruled_at >= since,
            held.c.case_id.in_(of_theirs), held.c.counts | again,
        )
        .ext(distinct_on(held.c.case_id))
        .order_by(held.c.case_id, held.c.counts.desc(), held.c.ruled_at.desc())
        .subquery("by")
    )  # fmt: skip
    own = (
        select(last, submissions.c.person_id, submissions.c.form_key, submissions.c.received_at)
        .join(submissions, last.c.submission_id == submissions.c.id)
        .where(last.c.standing == Standing.VALID.value, last.c.case_id.in_(of_theirs))
        .ext(distinct_on(last.c.case_id))
        .order_by(last.c.case_id, submissions.c.received_at.desc())
        .subquery("own")
    )
    query = (
        select(own, by.c.rev.label("by_rev"), by.c.reason.label("why"),
               by.c.ruled_at.label("by_at"), people.c.name.label("ruler"), cases.c.number,
               subjects.c.name.label("subject"), forms.c.title)
        .join(by, by.c.case_id == own.c.case_id)
        .join(people, by.c.ruled_by == people.c.id)
        .join(cases, own.c.case_id == cases.c.id)
        .join(subjects, cases.c.subject_id == subjects.c.id)
        .join(forms, own.c.form_key == forms.c.id)
        .where(own.c.person_id == person_id, own.c.counts != by.c.counts)
        .order_by(by.c.ruled_at.desc())
        .limit(MOST_OWN)
    )  # fmt: skip
    return [
        OwnHeld(
            replace(_work({c.name: row._mapping[c.name] for c in works.c}),
                    rev=row.by_rev, reason=row.why, ruled_at=row.by_at),
            row.number, row.subject, row.title, row.received_at, row.ruler,
        )
        for row in db.execute(query)
    ]  # fmt: skip


def about(db: Session, submission_ids: Collection[str], *, is_head: bool) -> dict[str, About]:
    """A case that was never the sender's (`lease_rev` 0) is there for the head alone. What a visit
    is called counts where who visited has sent the answers as well."""
    planned = (
        select(works.c.submission_id, works.c.lease_rev, cases.c.id, cases.c.number,
               subjects.c.name)
        .join(cases, works.c.case_id == cases.c.id)
        .join(subjects, cases.c.subject_id == subjects.c.id)
        .where(works.c.submission_id.in_(submission_ids))
    )  # fmt: skip
    unplanned = (
        select(visits.c.submission_id, visits.c.title)
        .join(submissions, visits.c.submission_id == submissions.c.id)
        .where(
            visits.c.submission_id.in_(submission_ids), visits.c.assignment_id.is_(None),
            visits.c.person_id == submissions.c.person_id, visits.c.title != "",
        )
    )  # fmt: skip
    found = {row.submission_id: About(row.title) for row in db.execute(unplanned)}
    for row in db.execute(planned):
        if is_head or row.lease_rev:
            found[row.submission_id] = About(row.name, row.number, row.id if is_head else None)
    return found


def sent_back(db: Session, person_id: UserId) -> list[tuple[str, str]]:
    """Cases that wait to be corrected and the work of that person which counts there."""
    query = (
        select(works.c.case_id, works.c.submission_id)
        .join(cases, works.c.case_id == cases.c.id)
        .join(submissions, works.c.submission_id == submissions.c.id)
        .where(
            works.c.counts, cases.c.state == CaseState.SUPPLEMENT.value,
            submissions.c.person_id == person_id,
        )
    )  # fmt: skip
    return [(row.case_id, row.submission_id) for row in db.execute(query)]


def has_ended(db: Session, visit_id: str) -> bool:
    """Operations come in any order: the end of a visit may come before its start."""
    query = select(visits.c.ended_op).where(visits.c.id == visit_id)
    return db.scalar(query) is not None


def is_passed(db: Session, visit_id: str) -> bool:
    """Whether another visit of the same assignment was begun after this one, and goes on.

    Ids sort as a phone made them; its times are no order.
    """
    own = visits.alias()
    later = (
        (visits.c.assignment_id == own.c.assignment_id)
        & (visits.c.id > own.c.id)
        & visits.c.started_op.is_not(None)
        & visits.c.ended_op.is_(None)
    )
    query = select(visits.c.id).join(own, later).where(own.c.id == visit_id).limit(1)
    return db.scalar(query) is not None


def _work(row: Any) -> Work:
    ruling = Ruling(row["ruling"]) if row["ruling"] else None
    by = UserId(row["ruled_by"]) if row["ruled_by"] else None
    return replace(Work(**row), standing=Standing(row["standing"]), ruling=ruling, ruled_by=by)


def _plain(work: Work) -> dict[str, Any]:
    return {k: v.value if isinstance(v, Enum) else v for k, v in vars(work).items()}
