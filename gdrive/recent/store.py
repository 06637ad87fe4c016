"""What each person used last."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gdrive.tree.model import NodeId
from kernel.actor import UserId
from kernel.db import Instant, metadata

uses = Table(
    "gdrive_uses",
    metadata,
    Column("person_id", String, primary_key=True),
    Column("node_id", String, ForeignKey("gdrive_nodes.id", ondelete="CASCADE"), primary_key=True),
    Column("used_at", Instant, nullable=False),
)
Index("ix_gdrive_uses_latest", uses.c.person_id, uses.c.used_at.desc())
Index("ix_gdrive_uses_node_id", uses.c.node_id)


def note(db: Session, person_id: UserId, node_id: NodeId, at: datetime) -> None:
    row = upsert(uses).values(person_id=person_id, node_id=node_id, used_at=at)
    keys = ["person_id", "node_id"]
    db.execute(
        row.on_conflict_do_update(
            index_elements=keys,
            set_={"used_at": row.excluded.used_at},
            where=uses.c.used_at < row.excluded.used_at,
        )
    )


def forget(db: Session, person_id: UserId, node_id: NodeId) -> None:
    db.execute(delete(uses).where(uses.c.person_id == person_id, uses.c.node_id == node_id))


def latest(db: Session, person_id: UserId, limit: int) -> dict[NodeId, datetime]:
    """The last first."""
    found = (
        select(uses.c.node_id, uses.c.used_at)
        .where(uses.c.person_id == person_id)
        .order_by(uses.c.used_at.desc())
        .limit(limit)
    )
    return {NodeId(row.node_id): row.used_at for row in db.execute(found)}
