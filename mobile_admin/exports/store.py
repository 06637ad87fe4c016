"""Submissions of a form and how many rows each has in its tables, a page at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    exists,
    extract,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.db import metadata
from mobile_admin.cases.store import cases
from mobile_admin.exports.asking import LATEST_FIRST
from mobile_admin.exports.machine import REVIEWS
from mobile_admin.exports.model import (
    Asked,
    Book,
    Comparison,
    Cursor,
    Field,
    Filter,
    Join,
    Op,
    Order,
    Record,
)
from mobile_admin.exports.rules import counts_of
from mobile_admin.reviews.store import reviews
from mobile_admin.submissions.store import attachments, submission_of, submissions
from mobile_admin.works.store import works
from mobile_admin.xforms.safe import LARGEST_ANSWERS, as_node, parse

AT_ONCE = 200
_NOT_XML = [c for c in submissions.c if c.name != "xml"]
# Answers never change, so that they are counted once; a row with an empty `at` says they were.
row_counts = Table(
    "mobile_row_counts",
    metadata,
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), primary_key=True),
    Column("at", String, primary_key=True),
    Column("count", Integer, nullable=False),
    CheckConstraint("count > 0", name="counts_what_is_there"),
)
_LAST = (
    select(reviews.c.verdict)
    .where(reviews.c.submission_id == submissions.c.id)
    .order_by(reviews.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_FIELDS: dict[Field, ColumnElement[Any]] = {
    Field.DATE: submissions.c.received_at,
    Field.SENDER: submissions.c.person_id,
    Field.REVIEW: case(REVIEWS, value=_LAST, else_=""),
    Field.VERSION: submissions.c.version,
}


def clause(wanted: Filter) -> ColumnElement[bool]:
    if isinstance(wanted, Join):
        parts = [clause(part) for part in wanted.parts]
        return not_(parts[0]) if wanted.word == "not" else _JOINS[wanted.word](*parts)
    came: Any = _FIELDS[wanted.field]
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


def count_rows(db: Session, form_key: str, book: Book) -> None:
    """Of submissions that came since it was last done."""
    is_new = ~exists().where(row_counts.c.submission_id == submissions.c.id)
    query = select(submissions.c.id, submissions.c.version, submissions.c.xml)
    query = query.where(submissions.c.form_key == form_key, is_new).limit(AT_ONCE)
    while found := db.execute(query).all():
        values = [
            {"submission_id": row.id, "at": at, "count": count}
            for row in found
            for at, count in _counts(book, row).items()
        ]
        db.execute(upsert(row_counts).on_conflict_do_nothing(), values)


def _counts(book: Book, row: Any) -> dict[str, int]:
    form = book.forms.get(row.version)
    return counts_of(form, as_node(parse(row.xml, LARGEST_ANSWERS))) if form else {"": 1}


def total(db: Session, form_key: str, at: str, wanted: Filter | None) -> int:
    """Rows of the table `at`: names with a slash between them, empty for the submissions."""
    query = select(func.coalesce(func.sum(row_counts.c.count), 0)).join(submissions)
    return int(db.scalar(query.where(_of(form_key, wanted), row_counts.c.at == at)) or 0)


def sent(db: Session, form_key: str) -> int:
    found = db.scalar(select(func.count()).where(submissions.c.form_key == form_key))
    return int(found or 0)


def page(
    db: Session, form_key: str, at: str, asked: Asked
) -> Iterator[tuple[Record, int, tuple[str, ...]]]:
    """Submissions that have rows in the table, how many of these come before the page, and by
    which values they were ordered: the page's rows and at least one that follows, if there is."""
    ways = (*asked.order, LATEST_FIRST)
    keys = [_FIELDS[way.field] for way in ways]
    order = [k.desc() if way.is_falling else k.asc() for k, way in zip(keys, ways, strict=True)]
    order.append(submissions.c.id.desc())
    told = [k.label(f"key_{number}") for number, k in enumerate(keys)]
    upto = func.sum(row_counts.c.count).over(order_by=order, rows=(None, 0))
    numbered = (
        select(row_counts.c.submission_id, row_counts.c.count, upto.label("upto"), *told)
        .join(submissions)
        .where(_of(form_key, asked.wanted), row_counts.c.at == at, _from(asked.cursor, ways))
        .subquery()
    )
    given = asked.cursor.given if asked.cursor else 0
    starts_in = numbered.c.upto - numbered.c.count <= asked.skip + given + asked.size
    query = (
        _records(form_key, None)
        .add_columns(numbered)
        .join(numbered, numbered.c.submission_id == submissions.c.id)
        .where(numbered.c.upto > asked.skip, starts_in)
        .order_by(numbered.c.upto)
    )
    for row in db.execute(query):
        values = tuple(str(row._mapping[each.name]) for each in told)
        yield _record(row), _before(row, asked), values


def _before(row: Any, asked: Asked) -> int:
    if asked.cursor is not None:
        return asked.cursor.given if asked.cursor.submission_id == row.id else 0
    came_before: int = row.upto - row.count
    return max(0, asked.skip - came_before)


def _from(cursor: Cursor | None, ways: Sequence[Order]) -> ColumnElement[bool]:
    """From the submission on in which the page before ended."""
    if cursor is None:
        return submissions.c.id.is_not(None)
    found: ColumnElement[bool] = submissions.c.id <= cursor.submission_id
    for way, value in reversed(list(zip(ways, cursor.values, strict=True))):
        key = _FIELDS[way.field]
        seen = datetime.fromisoformat(value) if way.field is Field.DATE else value
        found = (key < seen if way.is_falling else key > seen) | ((key == seen) & found)
    return found


def find(db: Session, form_key: str, instance_id: str) -> Record | None:
    query = _records(form_key, None).where(submissions.c.instance_id == instance_id)
    row = db.execute(query).one_or_none()
    return None if row is None else _record(row)


def every(db: Session, form_key: str, wanted: Filter | None) -> Iterator[Record]:
    """All of them, the latest first, without holding all of them."""
    query = _records(form_key, wanted).order_by(
        submissions.c.received_at.desc(), submissions.c.id.desc()
    )
    for row in db.execute(query.execution_options(yield_per=AT_ONCE)):
        yield _record(row)


def _of(form_key: str, wanted: Filter | None) -> ColumnElement[bool]:
    same = submissions.c.form_key == form_key
    return same if wanted is None else same & clause(wanted)


def _records(form_key: str, wanted: Filter | None) -> Select[Any]:
    files = select(func.count()).where(attachments.c.submission_id == submissions.c.id)
    return (
        select(
            *submissions.c, people.c.name.label("sender"), _LAST.label("review"),
            cases.c.number.label("case_number"), files.scalar_subquery().label("present"),
        )
        .join(people, submissions.c.person_id == people.c.id)
        .outerjoin(works, works.c.submission_id == submissions.c.id)
        .outerjoin(cases, works.c.case_id == cases.c.id)
        .where(_of(form_key, wanted))
    )  # fmt: skip


def _record(row: Any) -> Record:
    sent = submission_of({c.name: row._mapping[c.name] for c in _NOT_XML})
    missing = sum(1 for finding in sent.findings if finding.fault == "file_missing")
    return Record(
        sent, row.sender, row.review or "", row.case_number or "", row.present + missing,
        row.present, as_node(parse(row.xml, LARGEST_ANSWERS)),
    )  # fmt: skip
