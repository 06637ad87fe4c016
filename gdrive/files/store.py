"""Blobs and versions in SQL. A version is written once and never updated [FI2]."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gdrive.files.model import Digest, Stored, Version, Via
from gdrive.tree.model import NodeId
from kernel.db import Instant, metadata

blobs = Table(
    "gdrive_blobs",
    metadata,
    Column("digest", String, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("stored_at", Instant, nullable=False),
)
versions = Table(
    "gdrive_versions",
    metadata,
    Column("node_id", String, ForeignKey("gdrive_nodes.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("digest", String, ForeignKey("gdrive_blobs.digest"), nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", String, nullable=False),
    Column("author", String, nullable=False),
    Column("via", String, nullable=False),
    Column("note", String, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("restored_from", Integer),
)


def lock_digest(db: Session, digest: Digest) -> None:
    """Until the transaction ends nobody else adds or removes this blob."""
    db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:d, 0))"), {"d": digest})


def add_blob(db: Session, digest: Digest, size_bytes: int, at: datetime) -> None:
    row = upsert(blobs).values(digest=digest, size_bytes=size_bytes, stored_at=at)
    db.execute(row.on_conflict_do_nothing())


def add(db: Session, version: Version) -> None:
    db.execute(insert(versions).values(**{**vars(version), "via": version.via.value}))


def of_node(db: Session, node_id: NodeId) -> list[Version]:
    """The latest first."""
    found = select(versions).where(versions.c.node_id == node_id).order_by(versions.c.seq.desc())
    return [_version(row) for row in db.execute(found).mappings()]


def find(db: Session, node_id: NodeId, seq: int) -> Version | None:
    found = select(versions).where(versions.c.node_id == node_id, versions.c.seq == seq)
    row = db.execute(found).mappings().one_or_none()
    return _version(row) if row else None


def _version(row: Mapping[Any, Any]) -> Version:
    return Version(**{**row, "via": Via(row["via"])})


def bytes_of(db: Session, ids: Iterable[NodeId]) -> int:
    """Of all versions of these nodes."""
    found = select(func.coalesce(func.sum(versions.c.size_bytes), 0))
    return int(db.execute(found.where(versions.c.node_id.in_(list(ids)))).scalar_one())


def delete_of(db: Session, ids: Iterable[NodeId]) -> None:
    """For a purge; their blobs are left to the sweep."""
    db.execute(delete(versions).where(versions.c.node_id.in_(list(ids))))


def is_named(db: Session, digest: Digest) -> bool:
    return bool(db.execute(select(exists().where(versions.c.digest == digest))).scalar_one())


def forget_blob(db: Session, digest: Digest) -> None:
    db.execute(delete(blobs).where(blobs.c.digest == digest))


def unnamed(db: Session, digests: Iterable[str]) -> set[str]:
    """Those of `digests` that no version names."""
    wanted = list(digests)
    found = select(versions.c.digest).where(versions.c.digest.in_(wanted)).distinct()
    return set(wanted).difference(db.scalars(found))


def unnamed_rows(db: Session) -> list[Stored]:
    found = select(blobs).where(~exists().where(versions.c.digest == blobs.c.digest))
    return [Stored(row.digest, row.size_bytes, row.stored_at) for row in db.execute(found)]
