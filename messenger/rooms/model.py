"""A room and the people in it. Rules RM1-RM3 are in messenger/RULES.md."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kernel.actor import UserId

RoomId = NewType("RoomId", str)


class RoomKind(StrEnum):
    DIRECT = "direct"
    GROUP = "group"


@dataclass(frozen=True)
class Room:
    """`last_seq` numbers its messages; `changes` numbers what was done to them afterwards."""

    id: RoomId
    kind: RoomKind
    name: str
    last_seq: int
    changes: int
    created_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Member:
    """Sees messages with `seq > joined_seq`; has read those up to `read_seq`."""

    room_id: RoomId
    person_id: UserId
    joined_seq: int
    read_seq: int
    is_pinned: bool


@dataclass(frozen=True)
class Seat:
    """Proof that somebody is a member of a room; made by rooms.service.open_room only."""

    room: Room
    member: Member
