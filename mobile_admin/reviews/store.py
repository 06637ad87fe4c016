"""Reviews in SQL: only ever added [FR1]."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.reviews.model import Review, Verdict

reviews = Table(
    "mobile_reviews",
    metadata,
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("verdict IN ('accepted', 'sent_back', 'set_aside')", name="verdict_is_known"),
    CheckConstraint("verdict = 'accepted' OR reason <> ''", name="says_why"),
)


def add(db: Session, review: Review) -> None:
    db.execute(insert(reviews).values(**{**vars(review), "verdict": review.verdict.value}))


def of(db: Session, submission_id: str) -> list[Review]:
    query = select(reviews).where(reviews.c.submission_id == submission_id)
    return [_review(row) for row in db.execute(query.order_by(reviews.c.seq))]


def last_of(db: Session, submission_ids: Iterable[str]) -> list[Review]:
    query = select(reviews).where(reviews.c.submission_id.in_(set(submission_ids)))
    order = (reviews.c.submission_id, reviews.c.seq.desc())
    return [
        _review(row)
        for row in db.execute(query.ext(distinct_on(reviews.c.submission_id)).order_by(*order))
    ]


def _review(row: Any) -> Review:
    found = dict(row._mapping)
    return Review(**{**found, "verdict": Verdict(row.verdict), "by": UserId(row.by)})
