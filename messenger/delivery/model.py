"""What waits for whom. Rules DL1-DL3 are in messenger/RULES.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from identity.people.model import Person
from kernel.actor import UserId
from messenger.messages.model import Message
from messenger.rooms.model import Member, Room


@dataclass(frozen=True)
class InboxLine:
    """One room in a member's list. `others` are the first few members besides the reader."""

    room: Room
    member: Member
    member_count: int
    others: Sequence[UserId]
    last: Message | None
    unread: int


@dataclass(frozen=True)
class Inbox:
    lines: Sequence[InboxLine]
    people: Mapping[UserId, Person]


@dataclass(frozen=True)
class RoomView:
    """A room with all its members and how far each has read."""

    line: InboxLine
    members: Sequence[Member]
    people: Mapping[UserId, Person]


@dataclass(frozen=True)
class Unread:
    rooms: int
    messages: int
