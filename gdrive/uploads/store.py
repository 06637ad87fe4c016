"""Uploads in SQL; their bytes are in staging, under the upload's id."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from gdrive.tree.model import NodeId
from gdrive.uploads.model import OnConflict, Upload, UploadId
from kernel.actor import UserId
from kernel.db import Instant, metadata

uploads = Table(
    "gdrive_uploads",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False, index=True),
    Column("target_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("length_bytes", BigInteger, nullable=False),
    Column("on_conflict", String, nullable=False),
    Column("seen", Integer),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("checking_from", BigInteger),
    Column("node_id", String),
    Column("digest", String),
)


def add(db: Session, upload: Upload) -> None:
    db.execute(insert(uploads).values(**{**vars(upload), "on_conflict": upload.on_conflict.value}))


def find(db: Session, upload_id: UploadId) -> Upload | None:
    row = db.execute(select(uploads).where(uploads.c.id == upload_id)).mappings().one_or_none()
    return _upload(row) if row else None


def find_locked(db: Session, upload_id: UploadId) -> Upload | None:
    found = select(uploads).where(uploads.c.id == upload_id).with_for_update()
    row = db.execute(found).mappings().one_or_none()
    return _upload(row) if row else None


def _upload(row: Mapping[Any, Any]) -> Upload:
    return Upload(**{**row, "on_conflict": OnConflict(row["on_conflict"])})


def unfinished_of(db: Session, person_id: UserId, now: datetime) -> list[Upload]:
    found = select(uploads).where(
        uploads.c.person_id == person_id, uploads.c.node_id.is_(None), uploads.c.expires_at > now
    )
    rows = db.execute(found.order_by(uploads.c.created_at.desc())).mappings()
    return [_upload(row) for row in rows]


def unfinished(db: Session) -> list[Upload]:
    rows = db.execute(select(uploads).where(uploads.c.node_id.is_(None))).mappings()
    return [_upload(row) for row in rows]


def expired(db: Session, now: datetime) -> list[UploadId]:
    return list(db.scalars(select(uploads.c.id).where(uploads.c.expires_at <= now)))


def set_checking(db: Session, upload_id: UploadId, from_bytes: int | None) -> None:
    row = update(uploads).where(uploads.c.id == upload_id)
    db.execute(row.values(checking_from=from_bytes))


def finish(db: Session, upload_id: UploadId, node_id: NodeId) -> None:
    db.execute(update(uploads).where(uploads.c.id == upload_id).values(node_id=node_id))


def remove(db: Session, upload_id: UploadId) -> None:
    db.execute(delete(uploads).where(uploads.c.id == upload_id))


def known(db: Session) -> set[str]:
    return set(db.scalars(select(uploads.c.id)))
