"""A person's home in one zone, and who holds it."""

from dataclasses import dataclass
from datetime import datetime

from daas_broker.desktops.homes import HomeId, Snapshot
from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, Provider
from kernel.actor import UserId
from kernel.settings import Zone


@dataclass(frozen=True)
class Home:
    """`held_by` is the desktop that it is for; it hangs there once `attached_at` is known.

    `kept_at` is when its last snapshot was taken or found to be needless. It lies on the host of
    `provider`, which had it last, and is for desktops of that one and of those with the same homes.
    """

    id: HomeId
    person_id: UserId
    zone: Zone
    provider: Provider
    created_at: datetime
    held_by: DesktopId | None = None
    attached_at: datetime | None = None
    failures: int = 0
    not_before: datetime | None = None
    error: str = ""
    kept_at: datetime | None = None
    used_bytes: int = 0
    size_bytes: int = 0
    encrypted: bool = False
    snapshots: tuple[Snapshot, ...] = ()


@dataclass(frozen=True)
class Seat:
    """A person at a desktop of a pool with homes."""

    person_id: UserId
    desktop: Desktop
    claimed_at: datetime
