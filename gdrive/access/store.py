"""Grants, and the way up from a node, in SQL."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    SmallInteger,
    String,
    Table,
    delete,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gdrive.access.model import Grant, Level, Step, Subject, SubjectKind
from gdrive.tree.model import Kind, NodeId
from gdrive.tree.rules import DEEPEST
from identity.people.store import divisions
from kernel.actor import UserId
from kernel.db import Instant, metadata

ACCESS_CHANGED = "gdrive_access_changed"  # PostgreSQL channel: the editing server listens
grants = Table(
    "gdrive_grants",
    metadata,
    Column("node_id", String, ForeignKey("gdrive_nodes.id", ondelete="CASCADE"), primary_key=True),
    Column("subject_kind", String, primary_key=True),
    Column("subject_id", String, primary_key=True),
    Column("level", SmallInteger, nullable=False),
    Column("granted_by", String, nullable=False),
    Column("granted_at", Instant, nullable=False),
)
Index("ix_gdrive_grants_subject", grants.c.subject_kind, grants.c.subject_id)

_WAYS_UP = text(
    "WITH RECURSIVE up(start, id, parent_id, name, created_by, trashed, depth) AS ("
    " SELECT id, id, parent_id, name, created_by, trashed_at IS NOT NULL, 0"
    " FROM gdrive_nodes WHERE id = ANY(:ids)"
    " UNION ALL"
    " SELECT up.start, n.id, n.parent_id, n.name, n.created_by, n.trashed_at IS NOT NULL, depth + 1"
    " FROM gdrive_nodes n JOIN up ON n.id = up.parent_id WHERE depth <= :deepest"
    ") SELECT start, id, name, created_by, trashed FROM up ORDER BY start, depth"
)


def division_names(db: Session, ids: Iterable[str]) -> dict[str, str]:
    rows = db.execute(select(divisions.c.id, divisions.c.name).where(divisions.c.id.in_(list(ids))))
    return {row.id: row.name for row in rows}


def ways_up(
    db: Session, ids: Iterable[NodeId], subjects: Collection[Subject]
) -> dict[NodeId, list[Step]]:
    """For each node the steps to its root, with the grants of `subjects`; others are absent."""
    rows = db.execute(_WAYS_UP, {"ids": list(ids), "deepest": DEEPEST}).all()
    held = _held(db, {NodeId(row.id) for row in rows}, subjects)
    ways: dict[NodeId, list[Step]] = defaultdict(list)
    for row in rows:
        step = Step(NodeId(row.id), row.name, UserId(row.created_by), row.trashed, held[row.id])
        ways[NodeId(row.start)].append(step)
    return ways


def _held(
    db: Session, ids: Collection[NodeId], subjects: Collection[Subject]
) -> defaultdict[NodeId, dict[Subject, Level]]:
    found: defaultdict[NodeId, dict[Subject, Level]] = defaultdict(dict)
    rows = db.execute(select(grants).where(grants.c.node_id.in_(ids), _names(subjects)))
    for grant in map(_grant, rows):
        found[grant.node_id][grant.subject] = grant.level
    return found


def _names(subjects: Collection[Subject]) -> Any:
    pairs = [(subject.kind.value, subject.id) for subject in subjects]
    return tuple_(grants.c.subject_kind, grants.c.subject_id).in_(pairs)


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        NodeId(row.node_id),
        Subject(SubjectKind(row.subject_kind), row.subject_id),
        Level(row.level),
        UserId(row.granted_by),
        row.granted_at,
    )


def grants_on(db: Session, ids: Collection[NodeId]) -> list[Grant]:
    found = select(grants).where(grants.c.node_id.in_(ids)).order_by(grants.c.granted_at)
    return [_grant(row) for row in db.execute(found)]


def granted_to(db: Session, subjects: Collection[Subject]) -> list[Grant]:
    found = select(grants).where(_names(subjects)).order_by(grants.c.granted_at.desc())
    return [_grant(row) for row in db.execute(found)]


def put(db: Session, grant: Grant) -> None:
    row = upsert(grants).values(
        node_id=grant.node_id,
        subject_kind=grant.subject.kind.value,
        subject_id=grant.subject.id,
        level=int(grant.level),
        granted_by=grant.granted_by,
        granted_at=grant.granted_at,
    )
    keys = ["node_id", "subject_kind", "subject_id"]
    new = {name: row.excluded[name] for name in ("level", "granted_by", "granted_at")}
    db.execute(row.on_conflict_do_update(index_elements=keys, set_=new))


def remove(db: Session, node_id: NodeId, subject: Subject) -> Level | None:
    """The level that is gone, or None when there was no such grant."""
    row = delete(grants).where(grants.c.node_id == node_id, _names([subject]))
    level = db.scalar(row.returning(grants.c.level))
    return None if level is None else Level(level)


def tell_changed(db: Session, node_id: NodeId) -> list[NodeId]:
    """Name the node and each document under it to who listens; sent with the commit [AC7].

    Returns the folders among them, whose watchers hear of it otherwise.
    """
    rows = db.execute(
        text(
            "WITH RECURSIVE down(id, kind, depth) AS ("
            " SELECT id, kind, 0 FROM gdrive_nodes WHERE id = :id"
            " UNION ALL SELECT n.id, n.kind, depth + 1 FROM gdrive_nodes n"
            " JOIN down ON n.parent_id = down.id"
            " WHERE n.kind IN ('folder', 'document') AND depth <= :deepest"
            ") SELECT id, kind, CASE WHEN kind = 'document' OR id = :id"
            " THEN pg_notify(:channel, id) END FROM down"
        ),
        {"id": node_id, "deepest": DEEPEST, "channel": ACCESS_CHANGED},
    )
    return [NodeId(row.id) for row in rows if row.kind == Kind.FOLDER.value]
