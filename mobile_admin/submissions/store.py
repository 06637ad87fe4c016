"""Submissions in SQL: one row an instance holds by a constraint [FS1]."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.rows import made, named
from mobile_admin.submissions.model import Attachment, Links, Standing, Submission
from mobile_admin.xforms.check import Fault, Finding

submissions = Table(
    "mobile_submissions",
    metadata,
    Column("id", String, primary_key=True),
    Column("division_id", String, ForeignKey("identity_divisions.id"), nullable=False),
    Column("form_key", String, nullable=False),
    Column("version", String, nullable=False),
    Column("instance_id", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("device_id", String),
    Column("standing", String, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("deprecated_id", String),
    Column("is_heads", Boolean, nullable=False, server_default="false"),
    Column("name", String, nullable=False, server_default=""),
    Column("xml", LargeBinary, nullable=False),
    UniqueConstraint("form_key", "instance_id"),
    ForeignKeyConstraint(
        ["form_key", "version"],
        ["mobile_form_versions.form_key", "mobile_form_versions.version"],
        name="fk_mobile_submissions_version",
    ),
    CheckConstraint("standing IN ('received', 'held')", name="standing_is_known"),
)
Index("ix_mobile_submissions_division", submissions.c.division_id, submissions.c.received_at)
Index(
    "ix_mobile_submissions_corrections",
    submissions.c.form_key,
    submissions.c.deprecated_id,
    postgresql_where=submissions.c.deprecated_id.is_not(None),
)
attachments = Table(
    "mobile_attachments",
    metadata,
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("node_id", String, nullable=False),
    Column("is_expected", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
)
_SHOWN = [column for column in submissions.c if column.name != "xml"]


# Nothing where the instance is there: whoever sent it at the same time is waited for. What else is
# written of new answers alone, in the same statement, leans on `ADDED`.
_ADD = made(submissions, submissions.c.keys()).on_conflict_do_nothing().returning(submissions.c.id)
ADDED = _ADD.cte("added")


def values_of(submission: Submission, xml: bytes) -> dict[str, Any]:
    """What `ADDED` is asked with."""
    row = {**vars(submission), "standing": submission.standing.value, "xml": xml}
    row["findings"] = [asdict(finding) for finding in submission.findings]
    return named(submissions, row)


def add(db: Session, values: Mapping[str, Any]) -> bool:
    """False where the instance is there."""
    return db.execute(_ADD, values).one_or_none() is not None


def find_locked(db: Session, form_key: str, instance_id: str) -> Submission | None:
    same = (submissions.c.form_key == form_key) & (submissions.c.instance_id == instance_id)
    row = db.execute(select(*_SHOWN).where(same).with_for_update()).one_or_none()
    return None if row is None else submission_of(row._mapping)


def find_locked_by_id(db: Session, submission_id: str) -> Submission | None:
    query = select(*_SHOWN).where(submissions.c.id == submission_id).with_for_update()
    row = db.execute(query).one_or_none()
    return None if row is None else submission_of(row._mapping)


def find(db: Session, submission_id: str) -> Submission | None:
    row = db.execute(select(*_SHOWN).where(submissions.c.id == submission_id)).one_or_none()
    return None if row is None else submission_of(row._mapping)


def find_instance(db: Session, form_key: str, instance_id: str) -> str | None:
    """Its id, by the name that its client gave it."""
    same = (submissions.c.form_key == form_key) & (submissions.c.instance_id == instance_id)
    return db.scalar(select(submissions.c.id).where(same))


def links(db: Session, submission: Submission) -> Links:
    """Of its form; the latest where it was corrected more than once [FS7].

    Whoever knows an instance may name it: what is another's is corrected by the head alone [FS9].
    """
    same = submissions.c.form_key == submission.form_key
    is_own = submissions.c.person_id == submission.person_id
    former = same & (submissions.c.instance_id == submission.deprecated_id)
    later = same & (submissions.c.deprecated_id == submission.instance_id)
    later &= is_own | submissions.c.is_heads
    if not submission.is_heads:
        former &= is_own
    by_time = select(submissions.c.id).where(later).order_by(submissions.c.received_at.desc())
    corrects = db.scalar(select(submissions.c.id).where(former))
    return Links(corrects, db.scalar(by_time.limit(1)))


def corrections(db: Session, submission_ids: Collection[str]) -> dict[str, str]:
    """What corrected each, as `links` has it."""
    former = submissions.alias()
    is_its = (submissions.c.form_key == former.c.form_key) & (
        submissions.c.deprecated_id == former.c.instance_id
    )
    may = (submissions.c.person_id == former.c.person_id) | submissions.c.is_heads
    query = (
        select(former.c.id, submissions.c.id)
        .join(submissions, is_its & may)
        .where(former.c.id.in_(submission_ids))
        .order_by(submissions.c.received_at)
    )
    rows = db.execute(query)
    return {row[0]: row[1] for row in rows}


def corrected_file(
    db: Session, submission: Submission, name: str, sha256: str
) -> Attachment | None:
    """What its sender had sent already with the answers that it corrects, by name and hash."""
    query = (
        select(attachments)
        .join(submissions)
        .where(
            submissions.c.form_key == submission.form_key,
            submissions.c.instance_id == submission.deprecated_id,
            submissions.c.person_id == submission.person_id,
            attachments.c.name == name,
            attachments.c.sha256 == sha256,
        )
    )
    row = db.execute(query).one_or_none()
    return None if row is None else Attachment(**row._mapping)


def own_node(db: Session, attachment: Attachment) -> str | None:
    """The file in the drive, where no other submission has it too."""
    others = select(attachments.c.name).where(
        attachments.c.node_id == attachment.node_id,
        attachments.c.submission_id != attachment.submission_id,
    )
    return None if db.execute(others.limit(1)).first() else attachment.node_id


def xml(db: Session, submission_id: str) -> bytes:
    return db.scalar(select(submissions.c.xml).where(submissions.c.id == submission_id)) or b""


def latest(db: Session, division_id: str, person_id: UserId | None, limit: int) -> list[Submission]:
    """Of the division, or only of one person."""
    wanted = submissions.c.division_id == division_id
    if person_id is not None:
        wanted &= submissions.c.person_id == person_id
    query = select(*_SHOWN).where(wanted).order_by(submissions.c.received_at.desc())
    return [submission_of(row._mapping) for row in db.execute(query.limit(limit))]


def set_findings(db: Session, submission_id: str, findings: list[Finding]) -> None:
    values = [asdict(finding) for finding in findings]
    at = submissions.c.id == submission_id
    db.execute(update(submissions).where(at).values(findings=values))


def files(db: Session, submission_id: str) -> list[Attachment]:
    query = select(attachments).where(attachments.c.submission_id == submission_id)
    return [Attachment(**row._mapping) for row in db.execute(query.order_by(attachments.c.name))]


def put_file(db: Session, attachment: Attachment) -> None:
    values = vars(attachment)
    same = [attachments.c.submission_id, attachments.c.name]
    made = upsert(attachments).values(**values)
    db.execute(made.on_conflict_do_update(index_elements=same, set_=values))


def submission_of(row: Any) -> Submission:
    found = dict(row)
    found["person_id"] = UserId(found["person_id"])
    found["standing"] = Standing(found["standing"])
    found["findings"] = tuple(
        Finding(**{**each, "fault": Fault(each["fault"])}) for each in found["findings"]
    )
    return Submission(**found)
