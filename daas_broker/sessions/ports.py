"""What seating people must know of money, of their homes, and of what they must be told."""

from collections.abc import Collection
from typing import Protocol

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import HeldBack
from kernel.actor import UserId
from kernel.db import Tx


class Budgets(Protocol):
    """Asked at each claim: it answers at once, and may be half a minute late."""

    def held_back(self, person_id: UserId) -> HeldBack | None: ...

    def all_held_back(self, how: HeldBack) -> Collection[UserId]: ...


class Homes(Protocol):
    def bring(self, desktop: DesktopId) -> None:
        """After a claim: let the home of who sits there hang in it, if the pool has homes.

        It never fails the claim; what did not work is tried again by the keeper of homes.
        """
        ...

    def is_coming(self, tx: Tx, desktop: DesktopId) -> bool:
        """The home will be there within moments: a program that starts before it sees none."""
        ...


class Duties(Protocol):
    """What a person must have been told before a stream opens."""

    def check(self, tx: Tx, desktop: DesktopId, person_id: UserId) -> None:
        """Raise what they have to do first."""
        ...
