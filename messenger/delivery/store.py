"""Inboxes in SQL: what is unread is counted from the log, never kept as a number of its own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import Session

from kernel.actor import UserId
from messenger.delivery.model import Unread
from messenger.messages.model import Kind, Message
from messenger.messages.store import message_of, messages
from messenger.rooms.model import Member, Room, RoomId
from messenger.rooms.store import member_of, members, room_of, rooms


@dataclass(frozen=True)
class Line:
    room: Room
    member: Member
    unread: int


def _unread(person: UserId) -> ScalarSelect[int]:
    """[DL2]"""
    return (
        select(func.count())
        .where(
            messages.c.room_id == members.c.room_id,
            messages.c.seq > func.greatest(members.c.read_seq, members.c.joined_seq),
            messages.c.sender != person,
            messages.c.kind != Kind.SYSTEM.value,
            messages.c.recalled_at.is_(None),
        )
        .correlate(members)
        .scalar_subquery()
    )


def _mine(person: UserId) -> ColumnElement[bool]:
    return and_(members.c.person_id == person, members.c.is_present)


def lines(db: Session, person: UserId, only: RoomId | None = None) -> list[Line]:
    """Pinned rooms first, then those where something was said last."""
    wanted: Select[Any] = (
        select(rooms, members, _unread(person).label("unread"))
        .join_from(members, rooms)
        .where(_mine(person))
        .order_by(members.c.is_pinned.desc(), rooms.c.last_at.desc(), rooms.c.id)
    )
    if only is not None:
        wanted = wanted.where(rooms.c.id == only)
    return [Line(room_of(row), member_of(row), row.unread) for row in db.execute(wanted)]


def last_messages(db: Session, person: UserId) -> dict[RoomId, Message]:
    """The last that each of the person's rooms says to them."""
    rows = db.execute(
        select(messages)
        .join(rooms, and_(rooms.c.id == messages.c.room_id, rooms.c.last_seq == messages.c.seq))
        .join(members, members.c.room_id == rooms.c.id)
        .where(_mine(person), messages.c.seq > members.c.joined_seq)
    )
    return {message.room_id: message for message in map(message_of, rows)}


def count_unread(db: Session, person: UserId) -> Unread:
    per_room = (
        select(_unread(person).label("n")).select_from(members).where(_mine(person)).subquery()
    )
    counted = db.execute(
        select(func.count().filter(per_room.c.n > 0), func.coalesce(func.sum(per_room.c.n), 0))
    ).one()
    return Unread(int(counted[0]), int(counted[1]))
