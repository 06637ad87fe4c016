"""Submissions of a form in the order in which they came, a page at a time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, not_, or_, select
from sqlalchemy.orm import Session

from identity.people.store import people
from mobile_admin.cases.store import cases
from mobile_admin.exports.model import Comparison, Filter, Join, Op, Record
from mobile_admin.reviews.store import reviews
from mobile_admin.submissions.store import attachments, submission_of, submissions
from mobile_admin.works.store import works
from mobile_admin.xforms.safe import LARGEST_ANSWERS, as_node, parse

AT_ONCE = 200
_NOT_XML = [c for c in submissions.c if c.name != "xml"]


def clause(wanted: Filter) -> ColumnElement[bool]:
    if isinstance(wanted, Join):
        parts = [clause(part) for part in wanted.parts]
        return not_(parts[0]) if wanted.word == "not" else _JOINS[wanted.word](*parts)
    came: Any = submissions.c.received_at
    if wanted.part:
        came = extract(wanted.part, func.timezone("UTC", came))
    return _compared(came, wanted)


_JOINS = {"and": and_, "or": or_}


def _compared(came: Any, test: Comparison) -> ColumnElement[bool]:
    found: dict[Op, ColumnElement[bool]] = {
        Op.LT: came < test.value, Op.LE: came <= test.value, Op.EQ: came == test.value,
        Op.NE: came != test.value, Op.GE: came >= test.value, Op.GT: came > test.value,
    }  # fmt: skip
    return found[test.op]


def total(db: Session, form_key: str, wanted: Filter | None) -> int:
    query = select(func.count()).select_from(submissions).where(_of(form_key, wanted))
    return db.scalar(query) or 0


def page(db: Session, form_key: str, wanted: Filter | None, part: slice) -> list[Record]:
    """From the latest back, as ODK Central orders them."""
    query = _records(form_key, wanted).limit(part.stop - part.start).offset(part.start)
    return [_record(row) for row in db.execute(query)]


def every(db: Session, form_key: str, wanted: Filter | None) -> Iterator[Record]:
    """All of them, without holding all of them."""
    query = _records(form_key, wanted).execution_options(yield_per=AT_ONCE)
    for row in db.execute(query):
        yield _record(row)


def _of(form_key: str, wanted: Filter | None) -> ColumnElement[bool]:
    same = submissions.c.form_key == form_key
    return same if wanted is None else same & clause(wanted)


def _records(form_key: str, wanted: Filter | None) -> Select[Any]:
    last = (
        select(reviews.c.verdict)
        .where(reviews.c.submission_id == submissions.c.id)
        .order_by(reviews.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    files = select(func.count()).where(attachments.c.submission_id == submissions.c.id)
    return (
        select(
            *submissions.c, people.c.name.label("sender"), last.label("review"),
            cases.c.number.label("case_number"), files.scalar_subquery().label("present"),
        )
        .join(people, submissions.c.person_id == people.c.id)
        .outerjoin(works, works.c.submission_id == submissions.c.id)
        .outerjoin(cases, works.c.case_id == cases.c.id)
        .where(_of(form_key, wanted))
        .order_by(submissions.c.received_at.desc(), submissions.c.id.desc())
    )  # fmt: skip


def _record(row: Any) -> Record:
    sent = submission_of({c.name: row._mapping[c.name] for c in _NOT_XML})
    missing = sum(1 for finding in sent.findings if finding.fault == "file_missing")
    return Record(
        sent, row.sender, row.review or "", row.case_number or "", row.present + missing,
        row.present, as_node(parse(row.xml, LARGEST_ANSWERS)),
    )  # fmt: skip
