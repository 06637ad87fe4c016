"""Which run of which editing process owns a room, in SQL.

A *shard* is one run of one process. It lives while it renews its lease; a room is its own from the
moment it took it, under an epoch that every take raises. When a shard's lease has lapsed its rooms
go to whoever opens them. Each append checks the epochs under a lock, so that a former owner can add
nothing, however late it learns that it is one [ED9].
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from sqlalchemy import Column, ColumnElement, String, Table, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata
from weboffice.editing.store import rooms

LEASE = timedelta(seconds=5)  # for a process that hangs; one that ended is noticed at once
OPENS_AGAIN = timedelta(seconds=10)  # whatever became of the owner, who asks is in by then [ED13]
# A former owner that hung in the middle of a commit holds its rooms' rows until the database ends
# it; who opens one meanwhile is told to ask again rather than left waiting.
WAIT, HOLD = timedelta(seconds=2), timedelta(seconds=4)
NOBODY = ""
ShardId = NewType("ShardId", str)
shards = Table(
    "weboffice_shards",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),  # the process'; its next run replaces this
    Column("address", String, nullable=False),  # the path of its socket
    Column("alive_until", Instant, nullable=False),
)


@dataclass(frozen=True)
class Shard:
    id: ShardId
    name: str
    address: str


def enter(db: Session, shard: Shard, now: datetime) -> None:
    """In the place of the process' former run, which has ended: its rooms are free now."""
    row = upsert(shards).values(**vars(shard), alive_until=now + LEASE)
    new = {"id": shard.id, "address": shard.address, "alive_until": now + LEASE}
    db.execute(row.on_conflict_do_update(index_elements=[shards.c.name], set_=new))


def renew(db: Session, shard: Shard, now: datetime) -> bool:
    """False when the lease had lapsed or was ended before: rooms may have gone."""
    kept = db.execute(
        update(shards)
        .where(shards.c.id == shard.id, shards.c.alive_until > now)
        .values(alive_until=now + LEASE)
        .returning(shards.c.id)
    )
    return kept.one_or_none() is not None


def renew_lapsed(db: Session, shard: Shard, now: datetime) -> bool:
    """False when a later run has the process' name."""
    row = upsert(shards).values(**vars(shard), alive_until=now + LEASE)
    again = row.on_conflict_do_update(
        index_elements=[shards.c.name],
        set_={"alive_until": now + LEASE},
        where=shards.c.id == shard.id,
    )
    return db.execute(again.returning(shards.c.id)).one_or_none() is not None


def end(db: Session, shard: ShardId) -> None:
    """Its rooms are free."""
    db.execute(delete(shards).where(shards.c.id == shard))


def _is_alive(now: datetime) -> ColumnElement[bool]:
    """The room's owner lives."""
    owner = select(shards.c.id).where(shards.c.id == rooms.c.owner, shards.c.alive_until > now)
    return owner.exists()


def wait_briefly(db: Session) -> None:
    """For rows that others hold, in this transaction; it ends in DatabaseAway where they stay."""
    db.execute(text(f"SET LOCAL lock_timeout = {WAIT // timedelta(milliseconds=1)}"))


def hold_briefly(db: Session) -> None:
    """The database ends this transaction, and frees what it holds, if its process falls silent."""
    limit = HOLD // timedelta(milliseconds=1)
    db.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = {limit}"))


def take(db: Session, room: str, shard: ShardId, now: datetime) -> int | None:
    """The new epoch; None while another shard that lives has it, or when there is no such room.

    Waits for a commit of the former owner that is under way, and what is read of the log in this
    transaction afterwards holds it.
    """
    return db.execute(
        update(rooms)
        .where(rooms.c.id == room, (rooms.c.owner == shard) | ~_is_alive(now))
        .values(owner=shard, epoch=rooms.c.epoch + 1, lease_until=None)
        .returning(rooms.c.epoch)
    ).scalar_one_or_none()


def find_owner(db: Session, room: str, now: datetime) -> Shard | None:
    """The shard that lives and has the room."""
    row = db.execute(
        select(shards.c.id, shards.c.name, shards.c.address)
        .join(rooms, rooms.c.owner == shards.c.id)
        .where(rooms.c.id == room, shards.c.alive_until > now)
    ).one_or_none()
    return Shard(ShardId(row.id), row.name, row.address) if row else None


def lock_unowned(db: Session, among: Collection[str], now: datetime) -> set[str]:
    """Those of the rooms that no living shard has; nobody takes one before the commit."""
    unowned = rooms.c.id.in_(among) & ~_is_alive(now)
    query = select(rooms.c.id).where(unowned).order_by(rooms.c.id).with_for_update()
    return set(db.scalars(query))


def release(db: Session, room: str, epoch: int) -> None:
    db.execute(update(rooms).where(rooms.c.id == room, rooms.c.epoch == epoch).values(owner=NOBODY))


def still_owned(db: Session, epochs: Mapping[str, int]) -> set[str]:
    """Those of the rooms that are still under the given epoch, locked until the commit [ED9]."""
    rows = db.execute(
        select(rooms.c.id, rooms.c.epoch)
        .where(rooms.c.id.in_(list(epochs)))
        .order_by(rooms.c.id)
        .with_for_update(read=True)
    )
    return {row.id for row in rows if epochs[row.id] == row.epoch}
