"""A room that comes with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.actor import UserId
from messenger.messages.model import Message
from messenger.rooms.model import Room


@dataclass(frozen=True)
class History:
    """`said` is numbered from 1 without a gap; `read` tells how far each of `people` has read."""

    room: Room
    pair_key: str | None
    people: Sequence[UserId]
    said: Sequence[Message]
    read: Mapping[UserId, int]
