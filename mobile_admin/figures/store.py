"""Counts by day in SQL; a day is Seoul's."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobile_admin.cases.store import cases, entries
from mobile_admin.submissions.store import submissions

ZONE = "Asia/Seoul"


def steps(db: Session, division_id: str, since: datetime) -> Mapping[str, Mapping[date, int]]:
    """How many cases took each step on each day; a case that took one twice counts once."""
    day = func.date(func.timezone(ZONE, entries.c.at))
    query = (
        select(entries.c.step, day, func.count(func.distinct(entries.c.case_id)))
        .join(cases, entries.c.case_id == cases.c.id)
        .where(cases.c.division_id == division_id, entries.c.at >= since)
        .group_by(entries.c.step, day)
    )
    found: dict[str, dict[date, int]] = {}
    for step, on, count in db.execute(query):
        found.setdefault(step, {})[on] = count
    return found


def sent(db: Session, form_key: str, since: datetime) -> Mapping[date, int]:
    day = func.date(func.timezone(ZONE, submissions.c.received_at))
    query = select(day, func.count()).where(
        submissions.c.form_key == form_key, submissions.c.received_at >= since
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(day))}
