"""What seating people must know of money, of their homes, of what they must be told, and of when
and from where they may come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from daas_broker.desktops.model import DesktopId, ImageKey, PoolId, Provider
from daas_broker.sessions.model import HeldBack
from kernel.actor import Actor, UserId
from kernel.db import Tx
from kernel.settings import Zone


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


class Unsaved(Protocol):
    def is_offered(self, provider: Provider, image: ImageKey) -> bool:
        """Whether LibreOffice of that image offers in the next desktop with the same home what was
        not saved in this one. False where no host tells."""
        ...


class Duties(Protocol):
    """What a person must have been told before a stream opens."""

    def check(self, tx: Tx, desktop: DesktopId, person_id: UserId) -> None:
        """Raise what they have to do first."""
        ...


@dataclass(frozen=True)
class Door:
    """Of all desktops of a pool."""

    zone: Zone
    pool: PoolId


@dataclass(frozen=True)
class Window:
    """Weekdays are 0 for Monday to 6; from `begins` until before `ends`, minutes of the day in
    Seoul."""

    days: tuple[int, ...]
    begins: int
    ends: int


@dataclass(frozen=True)
class Opening:
    """When a door opens, and how it stands now: `shut_by` is access_hours or access_place, None
    where it is open; `opens_at` is None where no hour helps."""

    hours: tuple[Window, ...] = ()
    shut_by: str | None = None
    opens_at: datetime | None = None


ALWAYS = Opening()


class Entrance(Protocol):
    def look(self, tx: Tx, door: Door, actor: Actor, caller: str) -> Opening:
        """Before the click, so that nobody has to be refused to learn it."""
        ...

    def check(self, tx: Tx, door: Door, actor: Actor, caller: str) -> None:
        """Raise where it may not be entered now, or not from the address `caller`."""
        ...


class Ways(Protocol):
    """How somebody comes here."""

    def key_at(self, tx: Tx, address: str) -> str:
        """The key of the device whose tunnel ends at that address; empty outside of any tunnel."""
        ...
