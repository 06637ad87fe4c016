"""What signing in asks about places."""

from enum import Enum
from typing import Protocol

from kernel.actor import UserId
from kernel.db import Tx
from kernel.settings import Zone


class Place(Enum):
    """Of an address inside the tunnel, for one person and zone."""

    ELSEWHERE = "elsewhere"  # no device of theirs
    CLOSED = "closed"  # their own device, which is in no session of the zone
    OPEN = "open"


class Places(Protocol):
    def is_inside(self, address: str) -> bool:
        """Whether a request from there comes through the tunnel; asks nobody."""
        ...

    def place(self, tx: Tx, person_id: UserId, zone: Zone, address: str) -> Place: ...

    def key_at(self, tx: Tx, address: str) -> str:
        """The key of the device whose tunnel ends there; empty elsewhere, and then nobody is
        asked."""
        ...


class NoTunnel:
    """Every address is like any other."""

    def is_inside(self, address: str) -> bool:  # noqa: ARG002 - the port's signature
        return False

    def place(self, tx: Tx, person_id: UserId, zone: Zone, address: str) -> Place:  # noqa: ARG002
        return Place.ELSEWHERE

    def key_at(self, tx: Tx, address: str) -> str:  # noqa: ARG002 - the port's signature
        return ""
