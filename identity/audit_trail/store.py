"""Reading the audit chain, with names."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from identity.audit_trail.model import AuditFilter, AuditLine
from identity.people.store import people
from kernel.audit import entries


def lines(db: Session, wanted: AuditFilter) -> list[AuditLine]:
    """The newest first; one more than `limit`, so that the caller knows of others."""
    rows = db.execute(
        select(entries, people.c.name.label("actor_name"))
        .outerjoin(people, people.c.id == entries.c.actor)
        .where(*_conditions(wanted))
        .order_by(entries.c.seq.desc())
        .limit(wanted.limit + 1)
    )
    return [
        AuditLine(
            seq=r.seq,
            at=r.at,
            actor=r.actor,
            actor_name=r.actor_name or "",
            act=r.act,
            object=r.object,
            outcome=r.outcome,
            facts=r.facts,
            hash=r.hash.hex(),
        )
        for r in rows
    ]


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    e = entries.c
    found: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (e.actor, wanted.actor),
            (e.object, wanted.object),
            (e.outcome, wanted.outcome),
        )
        if value
    ]
    if wanted.act:
        whole = wanted.act.endswith(".")
        found.append(e.act.startswith(wanted.act) if whole else e.act == wanted.act)
    if wanted.since:
        found.append(e.at >= wanted.since)
    if wanted.until:
        found.append(e.at < wanted.until)
    if wanted.before:
        found.append(e.seq < wanted.before)
    return found
