"""Which rooms may be."""

from collections.abc import Collection

from kernel.actor import Actor, UserId
from kernel.errors import Conflict, Exhausted, Invalid
from kernel.settings import Zone
from kernel.text import storable
from messenger.rooms.model import Room, RoomKind

MOST_MEMBERS = 300
LONGEST_NAME = 60


class DirectRoomFixed(Conflict):
    """A direct room keeps its two members and has no name of its own."""

    code = "direct_room_fixed"


class RoomFull(Exhausted):
    code = "room_full"


class NobodyInvited(Invalid):
    code = "nobody_invited"


class RoomNameTooLong(Invalid):
    code = "room_name_too_long"


def require_work_zone(actor: Actor) -> None:
    """Rooms hold what is of the work network."""
    actor.require_zone(Zone.WORK)  # [RM4]


def pair_key(one: UserId, other: UserId) -> str:
    """The same for both directions, so that a unique column keeps them to one room [RM2]."""
    return ":".join(sorted((one, other)))


def name_of(wanted: str) -> str:
    name = " ".join(storable(wanted).split())
    if len(name) > LONGEST_NAME:
        raise RoomNameTooLong(limit=LONGEST_NAME)
    return name


def require_group(room: Room) -> None:
    if room.kind is RoomKind.DIRECT:
        raise DirectRoomFixed  # [RM2]


def newcomers(present: Collection[UserId], wanted: Collection[UserId]) -> list[UserId]:
    """Those of `wanted` who are not in the room yet, once each; raise when there is nobody."""
    new = [person for person in dict.fromkeys(wanted) if person not in present]
    if not new:
        raise NobodyInvited
    if len(present) + len(new) > MOST_MEMBERS:
        raise RoomFull(limit=MOST_MEMBERS)
    return new
