"""What changes in the membership of rooms announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class RoomOpened(Event):
    name: ClassVar[str] = "messenger.room_opened"
    room_id: str
    kind: str
    opened_by: str


@dataclass(frozen=True)
class PeopleInvited(Event):
    name: ClassVar[str] = "messenger.people_invited"
    room_id: str
    invited_by: str
    people: list[str]


@dataclass(frozen=True)
class MemberLeft(Event):
    name: ClassVar[str] = "messenger.member_left"
    room_id: str
    person_id: str
