"""The past in SQL: strokes from the log, and the names that versions got."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    cast,
    delete,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from weboffice.editing.store import snapshots, suggestions, updates
from weboffice.history.model import NamedVersion, Stroke

named_versions = Table(
    "weboffice_named_versions",
    metadata,
    Column("document_id", String, ForeignKey("weboffice_rooms.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("named_by", String, nullable=False),
    Column("named_at", Instant, nullable=False),
)


def strokes(db: Session, document_id: str, after: int) -> list[Stroke]:
    """Of what was written after number `after`, by their first numbers."""
    minute = cast(func.extract("epoch", updates.c.at) / 60, Integer)
    rows = db.execute(
        select(
            updates.c.person_id,
            func.min(updates.c.seq).label("first"),
            func.max(updates.c.seq).label("last"),
            func.min(updates.c.at).label("began"),
            func.max(updates.c.at).label("ended"),
        )
        .where(updates.c.room == document_id, updates.c.seq > after)
        .group_by(updates.c.person_id, minute)
        .order_by(literal_column("first"))
    )
    return [Stroke(UserId(r.person_id), r.first, r.last, r.began, r.ended) for r in rows]


def suggested(db: Session, document_id: str) -> list[int]:
    """The numbers of the log at which suggestions were made, one for each."""
    return list(
        db.scalars(select(suggestions.c.seq).where(suggestions.c.document_id == document_id))
    )


def hands(db: Session, document_id: str) -> dict[int, UserId]:
    """Whose each Yjs client id was; 0, which pure deletions have, is nobody's."""
    rows = db.execute(
        select(updates.c.client_id, func.min(updates.c.person_id).label("person_id"))
        .where(updates.c.room == document_id, updates.c.client_id != 0)
        .group_by(updates.c.client_id)
    )
    return {row.client_id: UserId(row.person_id) for row in rows}


def reach(db: Session, document_id: str) -> tuple[int, datetime, int]:
    """The oldest number that can be shown, when that was, and the log's last number."""
    oldest = db.execute(
        select(snapshots.c.seq, snapshots.c.at)
        .where(snapshots.c.room == document_id)
        .order_by(snapshots.c.seq)
        .limit(1)
    ).one()
    last = db.scalar(select(func.max(updates.c.seq)).where(updates.c.room == document_id))
    return oldest.seq, oldest.at, max(last or 0, oldest.seq)


def state_at(db: Session, document_id: str, seq: int) -> list[bytes]:
    """The updates that give the document as it was after number `seq`; empty if out of reach."""
    base = db.execute(
        select(snapshots.c.seq, snapshots.c.state)
        .where(snapshots.c.room == document_id, snapshots.c.seq <= seq)
        .order_by(snapshots.c.seq.desc())
        .limit(1)
    ).one_or_none()
    if base is None:
        return []
    rows = db.scalars(
        select(updates.c.bytes)
        .where(updates.c.room == document_id, updates.c.seq > base.seq, updates.c.seq <= seq)
        .order_by(updates.c.seq)
    )
    return [base.state, *rows]


def named(db: Session, document_id: str) -> list[NamedVersion]:
    """The newest state first."""
    rows = db.execute(
        select(named_versions)
        .where(named_versions.c.document_id == document_id)
        .order_by(named_versions.c.seq.desc())
    )
    return [NamedVersion(r.seq, r.name, UserId(r.named_by), r.named_at) for r in rows]


def put_name(db: Session, document_id: str, version: NamedVersion) -> None:
    """The later name stands."""
    row = upsert(named_versions).values(document_id=document_id, **vars(version))
    keys = [named_versions.c.document_id, named_versions.c.seq]
    changed = {k: v for k, v in vars(version).items() if k != "seq"}
    db.execute(row.on_conflict_do_update(index_elements=keys, set_=changed))


def take_name(db: Session, document_id: str, seq: int) -> bool:
    """Whether there was one."""
    taken = db.execute(
        delete(named_versions)
        .where(named_versions.c.document_id == document_id, named_versions.c.seq == seq)
        .returning(named_versions.c.seq)
    )
    return taken.one_or_none() is not None


def forget(db: Session, document_ids: Collection[str]) -> None:
    db.execute(delete(named_versions).where(named_versions.c.document_id.in_(document_ids)))
