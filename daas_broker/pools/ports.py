"""What pools need to know of people: who came and who waits, and whom to tell."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.forecast.model import Arrivals
from kernel.db import Tx


class Seats(Protocol):
    def waiting(self, tx: Tx) -> Mapping[PoolId, int]:
        """How many wait for a desktop of each pool, now."""
        ...

    def came(self, tx: Tx, pool: PoolId, since: datetime) -> Sequence[Arrivals]:
        """How many came to a pool, from when they first asked; days and slots without are left
        out."""
        ...

    def used(self, tx: Tx, pool: PoolId, day: date) -> Mapping[int, int]:
        """How many desktops were somebody's at each slot's beginning, on one day of Seoul."""
        ...

    def stood(self, tx: Tx, pool: PoolId, day: date) -> Mapping[int, int]:
        """How many desktops were nobody's and warm at each slot's beginning."""
        ...

    def vacate(self, tx: Tx, desktop: DesktopId, reason: str) -> None:
        """Nobody sits there any more; whoever did is told why. Repeating it changes nothing."""
        ...

    def left_behind(self, tx: Tx, before: datetime) -> frozenset[DesktopId]:
        """Desktops that are still those of people who left the agency before that."""
        ...
