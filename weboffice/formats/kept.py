"""What was kept of the file that a document came from, in SQL [FM8]."""

from collections.abc import Collection

from sqlalchemy import Column, LargeBinary, String, Table, delete, literal, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from kernel.db import metadata
from weboffice.formats.model import Format, Kept

kept_parts = Table(
    "weboffice_kept_parts",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("format", String, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("insets", JSONB, nullable=False, server_default="[]"),
    # A file without text, cleaned by paper.docx.base or paper.hwpx.base.
    Column("package", LargeBinary, nullable=False),
)


def add(db: Session, document_id: str, kept: Kept, package: bytes) -> None:
    values = {
        "document_id": document_id,
        "format": kept.format.value,
        "counts": dict(kept.counts),
        "insets": sorted(kept.insets),
        "package": package,
    }
    db.execute(insert(kept_parts).values(**values).on_conflict_do_nothing())


def copy(db: Session, document_id: str, copy_id: str) -> None:
    """What is kept for a document is kept for a copy of it as well."""
    of_it = kept_parts.c.document_id == document_id
    rest = [column for column in kept_parts.c if column.name != "document_id"]
    query = select(literal(copy_id), *rest).where(of_it)
    names = ["document_id", *(column.name for column in rest)]
    db.execute(insert(kept_parts).from_select(names, query))


def find(db: Session, document_id: str) -> Kept | None:
    query = select(kept_parts.c.format, kept_parts.c.counts, kept_parts.c.insets)
    row = db.execute(query.where(kept_parts.c.document_id == document_id)).one_or_none()
    return None if row is None else Kept(Format(row.format), row.counts, row.insets)


def package(db: Session, document_id: str) -> bytes:
    query = select(kept_parts.c.package).where(kept_parts.c.document_id == document_id)
    return db.scalar(query) or b""


def forget(db: Session, document_ids: Collection[str]) -> None:
    db.execute(delete(kept_parts).where(kept_parts.c.document_id.in_(document_ids)))
