"""The log in SQL. `seq` is taken under the room's row lock, in the transaction of the insert."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from messenger.messages.model import Kind, Message
from messenger.rooms.model import RoomId

messages = Table(
    "messenger_messages",
    metadata,
    Column("room_id", String, ForeignKey("messenger_rooms.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("sender", String, ForeignKey("identity_people.id"), nullable=False),
    Column("client_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", String, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", Instant, nullable=False),
    Column("recalled_at", Instant),
    Column("change", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("room_id", "sender", "client_id"),  # [MS2] for ever, not for a while
    Index("ix_messenger_messages_change", "room_id", "change", postgresql_where="change > 0"),
)
_FIELDS = ("seq", "client_id", "body", "facts", "at", "recalled_at")


def add(db: Session, new: Sequence[Message]) -> None:
    db.execute(insert(messages), [vars(message) for message in new])


def find(db: Session, room_id: RoomId, seq: int) -> Message | None:
    found = db.execute(_log(room_id).where(messages.c.seq == seq)).one_or_none()
    return message_of(found) if found else None


def find_sent(db: Session, room_id: RoomId, sender: UserId, client_id: str) -> Message | None:
    found = db.execute(
        _log(room_id).where(messages.c.sender == sender, messages.c.client_id == client_id)
    ).one_or_none()
    return message_of(found) if found else None


def newest(db: Session, room_id: RoomId, between: tuple[int, int], limit: int) -> list[Message]:
    """The `limit` newest with a seq strictly between the two, in order."""
    rows = db.execute(_between(room_id, between).order_by(messages.c.seq.desc()).limit(limit))
    return [message_of(row) for row in rows][::-1]


def oldest(db: Session, room_id: RoomId, between: tuple[int, int], limit: int) -> list[Message]:
    rows = db.execute(_between(room_id, between).order_by(messages.c.seq).limit(limit))
    return [message_of(row) for row in rows]


def changed(
    db: Session, room_id: RoomId, between: tuple[int, int], after_change: int
) -> list[Message]:
    wanted = _between(room_id, between).where(messages.c.change > after_change)
    return [message_of(row) for row in db.execute(wanted.order_by(messages.c.change))]


def containing(
    db: Session, room_id: RoomId, between: tuple[int, int], text: str, limit: int
) -> list[Message]:
    """The newest whose text holds `text`, letter case aside; newest first."""
    wanted = _between(room_id, between).where(messages.c.body.icontains(text, autoescape=True))
    rows = db.execute(wanted.order_by(messages.c.seq.desc()).limit(limit))
    return [message_of(row) for row in rows]


def recall(db: Session, message: Message, at: datetime, change: int) -> None:
    """Nothing of what was said stays in the row."""
    db.execute(
        update(messages)
        .where(messages.c.room_id == message.room_id, messages.c.seq == message.seq)
        .values(body="", facts={}, recalled_at=at, change=change)
    )


def _log(room_id: RoomId) -> Select[Any]:
    return select(messages).where(messages.c.room_id == room_id)


def _between(room_id: RoomId, between: tuple[int, int]) -> Select[Any]:
    after, before = between
    return _log(room_id).where(messages.c.seq > after, messages.c.seq < before)


def message_of(row: Row[Any]) -> Message:
    r = row._mapping
    return Message(
        room_id=RoomId(r["room_id"]),
        sender=UserId(r["sender"]),
        kind=Kind(r["kind"]),
        **{field: r[field] for field in _FIELDS},
    )
