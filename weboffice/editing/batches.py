"""What was written while away and is held aside, in SQL, until its writer has looked at it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from weboffice.editing.returning import Concern


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    COPIED = "copied"


@dataclass(frozen=True)
class Batch:
    """`update` is in Yjs' v1 encoding; `deleted` of the `living` letters would go."""

    id: str
    document_id: str
    person_id: UserId
    session_id: SessionId
    away_since: datetime
    arrived_at: datetime
    concerns: tuple[Concern, ...]
    living: int
    deleted: int
    update: bytes
    state: State = State.OPEN


batches = Table(
    "weboffice_batches",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", String, ForeignKey("weboffice_rooms.id"), nullable=False),
    Column("person_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("away_since", Instant, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("concerns", ARRAY(String), nullable=False),
    Column("living", Integer, nullable=False),
    Column("deleted", Integer, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("update", LargeBinary),  # until it was decided upon
    Column("state", String, nullable=False),
    Column("decided_at", Instant),
    Column("copy_id", String),
    # Nothing that waits for a decision is lost [ED12].
    CheckConstraint("state <> 'open' OR update IS NOT NULL", name="open_has_it"),
    CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_once"),
    CheckConstraint("(state = 'copied') = (copy_id IS NOT NULL)", name="copied_is_a_document"),
)
# A client that brings the same again before it was decided upon meets the same batch.
Index(
    "uq_weboffice_batches_open",
    batches.c.document_id,
    batches.c.person_id,
    batches.c.digest,
    unique=True,
    postgresql_where=batches.c.state == State.OPEN.value,
)


def hold(db: Session, batch: Batch) -> str:
    """Its id, or that of the same one which is held already."""
    digest = sha256(batch.update).digest()
    row = vars(batch) | {"concerns": [c.value for c in batch.concerns], "digest": digest}
    db.execute(upsert(batches).values(row).on_conflict_do_nothing())
    same = select(batches.c.id).where(
        batches.c.document_id == batch.document_id,
        batches.c.person_id == batch.person_id,
        batches.c.digest == digest,
        batches.c.state == State.OPEN,
    )
    return str(db.execute(same).scalar_one())


def find(db: Session, batch_id: str, person: UserId) -> Batch | None:
    """The person's own, while it is open."""
    own = (batches.c.id == batch_id) & (batches.c.person_id == person)
    row = db.execute(select(batches).where(own, batches.c.state == State.OPEN)).one_or_none()
    return _batch(row) if row else None


def open_of(db: Session, person: UserId) -> list[Batch]:
    """The oldest first."""
    own = (batches.c.person_id == person) & (batches.c.state == State.OPEN)
    return [_batch(row) for row in db.execute(select(batches).where(own).order_by(batches.c.id))]


def _batch(row: object) -> Batch:
    found = row._mapping  # type: ignore[attr-defined]
    return Batch(
        found["id"], found["document_id"], UserId(found["person_id"]),
        SessionId(found["session_id"]), found["away_since"], found["arrived_at"],
        tuple(Concern(word) for word in found["concerns"]), found["living"], found["deleted"],
        found["update"], State(found["state"]),
    )  # fmt: skip


def decide(
    db: Session, batch_id: str, state: State, now: datetime, copy_id: str | None = None
) -> bool:
    """False when it was decided upon before."""
    done = db.execute(
        update(batches)
        .where(batches.c.id == batch_id, batches.c.state == State.OPEN)
        .values(state=state, decided_at=now, copy_id=copy_id, update=None)
        .returning(batches.c.id)
    )
    return done.one_or_none() is not None


def forget(db: Session, document_ids: Collection[str]) -> None:
    db.execute(delete(batches).where(batches.c.document_id.in_(document_ids)))
