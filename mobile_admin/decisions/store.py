"""Decisions and their templates in SQL: only ever added [NO2]."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.decisions.model import Content, Decision, Measure, Provisional, Template

templates = Table(
    "mobile_decision_templates",
    metadata,
    Column("form_key", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("content", JSONB, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["form_key", "version"],
        ["mobile_form_versions.form_key", "mobile_form_versions.version"],
        name="fk_mobile_decision_templates_version",
    ),
)
decisions = Table(
    "mobile_decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("mark", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("provisional", String, unique=True),
    Column("provisional_at", Instant),
    UniqueConstraint("submission_id", "seq"),
    CheckConstraint("seq = 1 OR reason <> ''", name="says_why_again"),
)
_TEMPLATE: TypeAdapter[Template] = TypeAdapter(Template)
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def find_template(db: Session, form_key: str, version: str) -> tuple[Template, int] | None:
    """The latest revision, and which it is."""
    is_of = (templates.c.form_key == form_key) & (templates.c.version == version)
    query = select(templates).where(is_of).order_by(templates.c.revision.desc()).limit(1)
    row = db.execute(query).one_or_none()
    return None if row is None else (_TEMPLATE.validate_python(row.content), row.revision)


def add_template(
    db: Session, of: tuple[str, str, int], template: Template, by: UserId, at: datetime
) -> None:
    """`of` is form, version and revision."""
    form_key, version, revision = of
    db.execute(
        insert(templates).values(
            form_key=form_key, version=version, revision=revision,
            content=_TEMPLATE.dump_python(template, mode="json"), set_by=by, set_at=at,
        )
    )  # fmt: skip


def add(db: Session, decision: Decision) -> None:
    values = {**vars(decision), "kind": decision.kind.value, "content": asdict(decision.content)}
    left = values.pop("provisional")
    number, at = (left.number, left.at) if left else (None, None)
    db.execute(insert(decisions).values(**values, provisional=number, provisional_at=at))


def find(db: Session, decision_id: str) -> Decision | None:
    row = db.execute(select(decisions).where(decisions.c.id == decision_id)).one_or_none()
    return None if row is None else _decision(row)


def find_provisional(db: Session, number: str) -> Decision | None:
    row = db.execute(select(decisions).where(decisions.c.provisional == number)).one_or_none()
    return None if row is None else _decision(row)


def of(db: Session, submission_id: str) -> list[Decision]:
    """The first first."""
    query = select(decisions).where(decisions.c.submission_id == submission_id)
    return [_decision(row) for row in db.execute(query.order_by(decisions.c.seq))]


def _decision(row: Any) -> Decision:
    found = dict(row._mapping)
    number, at = found.pop("provisional"), found.pop("provisional_at")
    return Decision(
        **{
            **found,
            "kind": Measure(row.kind),
            "by": UserId(row.by),
            "content": _CONTENT.validate_python(row.content),
        },
        provisional=Provisional(number, at) if number else None,
    )
