"""Where signs of presence are kept, shared by all live processes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from kernel.actor import UserId
from kernel.errors import Unavailable
from messenger.presence.model import Sign


class PresenceAway(Unavailable):
    """Nobody can tell who is here for now."""

    code = "presence_away"


class Signs(Protocol):
    """Each method raises PresenceAway when the place cannot be reached."""

    def put(self, signs: Mapping[tuple[UserId, str], Sign]) -> None:
        """By person and socket; the last word about a socket counts."""
        ...

    def drop(self, person: UserId, socket_id: str) -> None: ...

    def of(self, people: Sequence[UserId]) -> Mapping[UserId, Sequence[Sign]]: ...
