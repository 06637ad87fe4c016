"""Room promised to uploads under way; used bytes are in the drive's row."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from gdrive.tree.model import DriveId
from kernel.db import metadata

promises = Table(
    "gdrive_promises",
    metadata,
    Column("upload_id", String, primary_key=True),
    Column("drive_id", String, ForeignKey("gdrive_drives.id"), nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
)


def promised_bytes(db: Session, drive_id: DriveId) -> int:
    found = select(func.coalesce(func.sum(promises.c.size_bytes), 0))
    return int(db.execute(found.where(promises.c.drive_id == drive_id)).scalar_one())


def promise(db: Session, upload_id: str, drive_id: DriveId, size_bytes: int) -> None:
    db.execute(
        insert(promises).values(upload_id=upload_id, drive_id=drive_id, size_bytes=size_bytes)
    )


def release(db: Session, upload_id: str) -> None:
    db.execute(delete(promises).where(promises.c.upload_id == upload_id))
