"""What a pool's keeper needs to know of people: who waits, and whom to tell."""

from collections.abc import Mapping
from typing import Protocol

from daas_broker.desktops.model import DesktopId, PoolId
from kernel.db import Tx


class Seats(Protocol):
    def waiting(self, tx: Tx) -> Mapping[PoolId, int]:
        """How many wait for a desktop of each pool, now."""
        ...

    def vacate(self, tx: Tx, desktop: DesktopId, reason: str) -> None:
        """Nobody sits there any more; whoever did is told why. Repeating it changes nothing."""
        ...
