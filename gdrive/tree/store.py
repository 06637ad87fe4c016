"""Drives and nodes in SQL. The tree is `parent_id` alone: moving a folder touches one row."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gdrive.tree.model import Drive, DriveId, DriveKind, Kind, Node, NodeId
from gdrive.tree.rules import DEEPEST, NameTaken, bigrams
from kernel.db import Instant, metadata
from kernel.text import name_key

drives = Table(
    "gdrive_drives",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("owner_id", String, nullable=False),
    Column("limit_bytes", BigInteger, nullable=False),
    Column("used_bytes", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("kind", "owner_id"),
    CheckConstraint("used_bytes >= 0", name="used_is_positive"),
)
nodes = Table(
    "gdrive_nodes",
    metadata,
    Column("id", String, primary_key=True),
    Column("drive_id", String, ForeignKey("gdrive_drives.id"), nullable=False),
    Column("parent_id", String, ForeignKey("gdrive_nodes.id"), index=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("name_key", String, nullable=False),
    Column("bigrams", ARRAY(String), nullable=False),
    Column("rev", BigInteger, nullable=False, server_default="1"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("size_bytes", BigInteger, nullable=False, server_default="0"),
    Column("media_type", String, nullable=False, server_default=""),
    Column("created_by", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_by", String, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("trashed_at", Instant),
    Column("trashed_by", String),
    CheckConstraint("(parent_id IS NULL) = (id = drive_id)", name="roots_are_drives"),
)
Index(  # [TR1]
    "uq_gdrive_nodes_siblings",
    nodes.c.parent_id,
    nodes.c.name_key,
    unique=True,
    postgresql_where=nodes.c.trashed_at.is_(None),
)
Index("ix_gdrive_nodes_trash", nodes.c.drive_id, postgresql_where=nodes.c.trashed_at.is_not(None))
Index("ix_gdrive_nodes_bigrams", nodes.c.bigrams, postgresql_using="gin")

_PLAIN = [nodes.c[name] for name in Node.__dataclass_fields__]


def node_of(row: Mapping[Any, Any]) -> Node:
    found = {name: row[name] for name in Node.__dataclass_fields__}
    return Node(**{**found, "kind": Kind(row["kind"])})


def drive_of(row: Mapping[Any, Any]) -> Drive:
    found = {name: row[name] for name in Drive.__dataclass_fields__}
    return Drive(**{**found, "kind": DriveKind(row["kind"])})


def columns() -> list[Column[Any]]:
    """What `node_of` reads."""
    return _PLAIN


def find(db: Session, node_id: NodeId) -> Node | None:
    row = db.execute(select(*_PLAIN).where(nodes.c.id == node_id)).mappings().one_or_none()
    return node_of(row) if row else None


def by_ids(db: Session, ids: Iterable[NodeId]) -> dict[NodeId, Node]:
    rows = db.execute(select(*_PLAIN).where(nodes.c.id.in_(set(ids)))).mappings()
    return {node.id: node for node in map(node_of, rows)}


def get_locked(db: Session, node_id: NodeId) -> Node:
    """The row as it is now, held until the transaction ends."""
    found = select(*_PLAIN).where(nodes.c.id == node_id).with_for_update()
    return node_of(db.execute(found).mappings().one())


def lock_drive_of(db: Session, node_id: NodeId) -> DriveId:
    """The drive that the node lies in, and stays in until the transaction ends."""
    wanted = select(nodes.c.drive_id).where(nodes.c.id == node_id)
    drive_id = DriveId(db.execute(wanted).scalar_one())
    while True:
        lock_drives(db, [drive_id])
        now = DriveId(db.execute(wanted).scalar_one())
        if now == drive_id:
            return drive_id
        drive_id = now  # it was moved while we waited for the lock


def find_drive(db: Session, kind: DriveKind, owner_id: str) -> Drive | None:
    mine = drives.c.kind == kind, drives.c.owner_id == owner_id
    row = db.execute(select(drives).where(*mine)).mappings().one_or_none()
    return drive_of(row) if row else None


def get_drive(db: Session, kind: DriveKind, owner_id: str) -> Drive:
    mine = drives.c.kind == kind, drives.c.owner_id == owner_id
    return drive_of(db.execute(select(drives).where(*mine)).mappings().one())


def drives_by_id(db: Session, ids: Iterable[DriveId]) -> dict[DriveId, Drive]:
    rows = db.execute(select(drives).where(drives.c.id.in_(set(ids)))).mappings()
    return {drive.id: drive for drive in map(drive_of, rows)}


def lock_drives(db: Session, ids: Iterable[DriveId]) -> dict[DriveId, Drive]:
    """Always in the order of ids; whoever moves nodes or bytes holds these first."""
    found = select(drives).where(drives.c.id.in_(set(ids))).order_by(drives.c.id)
    rows = db.execute(found.with_for_update()).mappings()
    return {drive.id: drive for drive in map(drive_of, rows)}


def add_drive(db: Session, drive: Drive, root: Node) -> bool:
    """False when the owner has one already."""
    row = upsert(drives).values(**{**vars(drive), "kind": drive.kind.value})
    if db.scalar(row.on_conflict_do_nothing().returning(drives.c.id)) is None:
        return False
    add(db, root)
    return True


def add(db: Session, node: Node) -> None:
    """Raise NameTaken where a sibling has the name."""
    values = {**vars(node), "kind": node.kind.value, **_keys(node.name)}
    try:
        with db.begin_nested():
            db.execute(insert(nodes).values(**values))
    except IntegrityError as error:
        raise _translated(error, node) from error


def change(db: Session, node: Node, **values: object) -> Node:
    """Write `values` and count the change; raise NameTaken where a sibling has the name."""
    if "name" in values:
        values |= _keys(str(values["name"]))
    row = update(nodes).where(nodes.c.id == node.id).values(rev=nodes.c.rev + 1, **values)
    try:
        with db.begin_nested():
            return node_of(db.execute(row.returning(*_PLAIN)).mappings().one())
    except IntegrityError as error:
        raise _translated(error, node) from error


def _keys(name: str) -> dict[str, object]:
    return {"name_key": name_key(name), "bigrams": sorted(bigrams(name))}


def _translated(error: IntegrityError, node: Node) -> Exception:
    if "uq_gdrive_nodes_siblings" not in str(error.orig):
        return error
    return NameTaken(name=node.name)


def find_child(db: Session, parent_id: NodeId, name: str) -> Node | None:
    found = select(*_PLAIN).where(
        nodes.c.parent_id == parent_id,
        nodes.c.name_key == name_key(name),
        nodes.c.trashed_at.is_(None),
    )
    row = db.execute(found).mappings().one_or_none()
    return node_of(row) if row else None


def child_keys(db: Session, parent_id: NodeId) -> set[str]:
    found = select(nodes.c.name_key).where(
        nodes.c.parent_id == parent_id, nodes.c.trashed_at.is_(None)
    )
    return set(db.scalars(found))


def subtree(db: Session, node_id: NodeId) -> list[tuple[NodeId, Kind, int]]:
    """(id, kind, depth below the node) of the node and all under it, the trashed included."""
    rows = db.execute(
        text(
            "WITH RECURSIVE down(id, kind, depth) AS ("
            " SELECT id, kind, 0 FROM gdrive_nodes WHERE id = :id"
            " UNION ALL SELECT n.id, n.kind, depth + 1 FROM gdrive_nodes n"
            " JOIN down ON n.parent_id = down.id WHERE depth <= :deepest"
            ") SELECT id, kind, depth FROM down"
        ),
        {"id": node_id, "deepest": DEEPEST},
    )
    return [(NodeId(row.id), Kind(row.kind), row.depth) for row in rows]


def folder_height(db: Session, node_id: NodeId) -> int:
    """How many levels of folders lie under the node."""
    height = db.scalar(
        text(
            "WITH RECURSIVE down(id, depth) AS ("
            " SELECT id, 0 FROM gdrive_nodes WHERE id = :id"
            " UNION ALL SELECT n.id, depth + 1 FROM gdrive_nodes n"
            " JOIN down ON n.parent_id = down.id WHERE n.kind = 'folder' AND depth <= :deepest"
            ") SELECT max(depth) FROM down"
        ),
        {"id": node_id, "deepest": DEEPEST},
    )
    return int(height or 0)


def change_drive(db: Session, ids: Iterable[NodeId], drive_id: DriveId) -> None:
    db.execute(update(nodes).where(nodes.c.id.in_(list(ids))).values(drive_id=drive_id))


def change_used(db: Session, drive_id: DriveId, by_bytes: int) -> None:
    db.execute(
        update(drives)
        .where(drives.c.id == drive_id)
        .values(used_bytes=drives.c.used_bytes + by_bytes)
    )


def trashed(db: Session, drive_ids: Iterable[DriveId], limit: int) -> list[Node]:
    """The tops of what was thrown away, the latest first."""
    found = (
        select(*_PLAIN)
        .where(nodes.c.drive_id.in_(list(drive_ids)), nodes.c.trashed_at.is_not(None))
        .order_by(nodes.c.trashed_at.desc(), nodes.c.id)
        .limit(limit)
    )
    return [node_of(row) for row in db.execute(found).mappings()]


def trashed_before(db: Session, before: datetime, limit: int) -> list[NodeId]:
    found = select(nodes.c.id).where(nodes.c.trashed_at < before).limit(limit)
    return [NodeId(node_id) for node_id in db.scalars(found)]


def delete(db: Session, ids: Iterable[NodeId]) -> None:
    """One statement, so that parents and children may go in any order."""
    db.execute(nodes.delete().where(nodes.c.id.in_(list(ids))))


def count_children(db: Session, parent_id: NodeId) -> int:
    found = (
        select(func.count())
        .select_from(nodes)
        .where(nodes.c.parent_id == parent_id, nodes.c.trashed_at.is_(None))
    )
    return db.execute(found).scalar_one()
