"""Notices in SQL. Triggers hold that numbers have no gap and documents never change [NO6]."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.decisions.model import Provisional
from mobile_admin.notices.model import (
    Ending,
    Made,
    Notice,
    Number,
    PaperState,
    Validity,
)
from mobile_admin.printing.paper import Paper
from mobile_admin.seals.sealing import SealLevel
from mobile_admin.submissions.store import submissions

registers = Table(
    "mobile_registers",
    metadata,
    Column("office_code", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)
notices = Table(
    "mobile_notices",
    metadata,
    Column("id", String, primary_key=True),
    Column("decision_id", String, ForeignKey("mobile_decisions.id"), nullable=False),
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), nullable=False),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("office_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("code", String, nullable=False, unique=True),
    Column("paper", JSONB, nullable=False),
    Column("recipients", JSONB, nullable=False),
    Column("label", String, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("source_sha256", String, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("supersedes", String, ForeignKey("mobile_notices.id")),
    Column("provisional", String),
    Column("provisional_at", Instant),
    Column("state", String, nullable=False),
    Column("problem", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("pdf", LargeBinary),
    Column("sha256", String),
    Column("size_bytes", Integer),
    Column("level", String),
    Column("level_note", String),
    Column("made_at", Instant),
    Column("picture", LargeBinary),
    Column("node_id", String),
    Column("standing", String, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String),
    Column("ended_why", String),
    Column("replaced_by", String, ForeignKey("mobile_notices.id")),
    UniqueConstraint("office_code", "year", "serial"),
    CheckConstraint("serial >= 1", name="serial_counts_from_one"),
    CheckConstraint("(state = 'ready') = (pdf IS NOT NULL)", name="ready_has_its_paper"),
    CheckConstraint("(standing = 'valid') = (ended_at IS NULL)", name="ended_once"),
    CheckConstraint(
        "standing IN ('valid', 'corrected', 'cancelled', 'reissued')", name="standing_is_known"
    ),
    CheckConstraint("standing = 'valid' OR ended_why <> ''", name="says_why"),
)
Index("ix_mobile_notices_division", notices.c.division_id, notices.c.issued_at)
Index("ix_mobile_notices_submission", notices.c.submission_id)
Index("ix_mobile_notices_provisional", notices.c.provisional)
Index(
    "ix_mobile_notices_undone",
    notices.c.changed_at,
    postgresql_where=(notices.c.state.in_(("waiting", "printing", "sealing")))
    | notices.c.node_id.is_(None),
)
_BYTES = {"source", "pdf", "picture"}
_SHOWN = [
    *(column for column in notices.c if column.name not in _BYTES),
    notices.c.picture.is_not(None).label("has_picture"),
]
_PAPER: TypeAdapter[Paper] = TypeAdapter(Paper)


def next_number(db: Session, office_code: str, year: int) -> Number:
    """The row is locked until the caller commits: what is rolled back leaves no gap [NO6]."""
    begun = upsert(registers).values(office_code=office_code, year=year, last=1)
    same = [registers.c.office_code, registers.c.year]
    counted = begun.on_conflict_do_update(index_elements=same, set_={"last": registers.c.last + 1})
    return Number(office_code, year, db.execute(counted.returning(registers.c.last)).scalar_one())


def add(db: Session, notice: Notice, source: bytes) -> None:
    left = notice.provisional
    db.execute(
        insert(notices).values(
            **{name: getattr(notice, name) for name in _PLAIN},
            **vars(notice.number),
            paper=asdict(notice.paper), recipients=list(notice.recipients), source=source,
            provisional=left.number if left else None, provisional_at=left.at if left else None,
            state=notice.state.value, problem="", tries=0, changed_at=notice.issued_at,
            standing=Validity.VALID.value,
        )
    )  # fmt: skip


_PLAIN = (
    "id", "decision_id", "submission_id", "division_id", "code", "label", "source_sha256",
    "issued_at", "by", "supersedes",
)  # fmt: skip


def find(db: Session, notice_id: str, *, is_locked: bool = False) -> Notice | None:
    query = select(*_SHOWN).where(notices.c.id == notice_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _notice(row)


def find_code(db: Session, code: str) -> Notice | None:
    row = db.execute(select(*_SHOWN).where(notices.c.code == code)).one_or_none()
    return None if row is None else _notice(row)


def of_provisional(db: Session, number: str) -> list[Notice]:
    query = select(*_SHOWN).where(notices.c.provisional == number)
    return [_notice(row) for row in db.execute(query.order_by(notices.c.issued_at.desc()))]


def of_decision(db: Session, decision_id: str) -> list[Notice]:
    query = select(*_SHOWN).where(notices.c.decision_id == decision_id)
    return [_notice(row) for row in db.execute(query.order_by(notices.c.serial))]


def of_submission(db: Session, submission_id: str) -> list[Notice]:
    """The latest first."""
    query = select(*_SHOWN).where(notices.c.submission_id == submission_id)
    order = (notices.c.issued_at.desc(), notices.c.serial.desc())
    return [_notice(row) for row in db.execute(query.order_by(*order))]


def latest(db: Session, division_id: str, person_id: UserId | None, limit: int) -> list[Notice]:
    """Of the division, or only what one person sent in or decided."""
    query = select(*_SHOWN).where(notices.c.division_id == division_id)
    if person_id is not None:
        sent = select(submissions.c.id).where(submissions.c.person_id == person_id)
        mine = or_(notices.c.by == person_id, notices.c.submission_id.in_(sent))
        query = query.where(mine)
    order = (notices.c.issued_at.desc(), notices.c.serial.desc())
    return [_notice(row) for row in db.execute(query.order_by(*order).limit(limit))]


def is_there(db: Session, division_id: str, office_code: str) -> bool:
    """Whether the division has registered anything under that code."""
    is_of = (notices.c.division_id == division_id) & (notices.c.office_code == office_code)
    return db.scalar(select(notices.c.id).where(is_of).limit(1)) is not None


def unfinished(db: Session, before: datetime) -> list[Notice]:
    """Whose paper was begun and not ended, or is not in the drive yet."""
    going = notices.c.state.in_([PaperState.WAITING, PaperState.PRINTING, PaperState.SEALING])
    unfiled = (notices.c.state == PaperState.READY.value) & notices.c.node_id.is_(None)
    query = select(*_SHOWN).where((going | unfiled) & (notices.c.changed_at < before))
    return [_notice(row) for row in db.execute(query.limit(100))]


def source(db: Session, notice_id: str) -> bytes:
    return db.scalar(select(notices.c.source).where(notices.c.id == notice_id)) or b""


def pdf(db: Session, notice_id: str) -> bytes | None:
    return db.scalar(select(notices.c.pdf).where(notices.c.id == notice_id))


def picture(db: Session, notice_id: str) -> bytes | None:
    return db.scalar(select(notices.c.picture).where(notices.c.id == notice_id))


def put_state(db: Session, notice: Notice) -> None:
    _set(
        db, notice.id, state=notice.state.value, problem=notice.problem, tries=notice.tries,
        changed_at=notice.changed_at,
    )  # fmt: skip


def put_made(db: Session, notice_id: str, made: Made, sealed: bytes) -> None:
    """Once: a trigger refuses the second."""
    _set(
        db, notice_id, state=PaperState.READY.value, problem="", pdf=sealed, sha256=made.sha256,
        size_bytes=made.size_bytes, level=made.level.value, level_note=made.level_note,
        made_at=made.at, changed_at=made.at,
    )  # fmt: skip


def put_picture(db: Session, notice_id: str, png: bytes) -> None:
    _set(db, notice_id, picture=png)


def put_file(db: Session, notice_id: str, node_id: str) -> None:
    _set(db, notice_id, node_id=node_id)


def end(db: Session, notice_id: str, ending: Ending) -> None:
    _set(
        db, notice_id, standing=ending.standing.value, ended_at=ending.at, ended_by=ending.by,
        ended_why=ending.reason, replaced_by=ending.replaced_by,
    )  # fmt: skip


def _set(db: Session, notice_id: str, **values: Any) -> None:
    db.execute(update(notices).where(notices.c.id == notice_id).values(**values))


def _notice(row: Any) -> Notice:
    found = row._mapping
    plain = {name: found[name] for name in _PLAIN}
    left = found["provisional"]
    notice = Notice(
        **{**plain, "by": UserId(row.by)},
        number=Number(row.office_code, row.year, row.serial),
        paper=_PAPER.validate_python(row.paper),
        recipients=tuple(row.recipients),
        provisional=Provisional(left, row.provisional_at) if left else None,
        state=PaperState(row.state), problem=row.problem, tries=row.tries,
        changed_at=row.changed_at, has_picture=row.has_picture, node_id=row.node_id,
    )  # fmt: skip
    return replace(notice, made=_made(row), ending=_ending(row))


def is_made(db: Session, sha256: str) -> bool:
    """Whether these bytes are a document of the register."""
    return db.scalar(select(notices.c.id).where(notices.c.sha256 == sha256).limit(1)) is not None


def _made(row: Any) -> Made | None:
    if row.sha256 is None:
        return None
    return Made(row.sha256, row.size_bytes, SealLevel(row.level), row.level_note, row.made_at)


def _ending(row: Any) -> Ending | None:
    if row.ended_at is None:
        return None
    standing = Validity(row.standing)
    by = UserId(row.ended_by)
    return Ending(standing, row.ended_at, by, row.ended_why, row.replaced_by)
