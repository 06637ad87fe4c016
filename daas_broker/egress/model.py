"""What an administrator says of a zone: its policy, with a note why each entry is there."""

from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import IPv4Address

from daas_broker.desktops.zones import (
    NameRefused,
    Reach,
    RefusedName,
    SeenZone,
    ZonePolicy,
    default_policy,
)
from kernel.actor import UserId
from kernel.settings import Zone


@dataclass(frozen=True)
class Entry:
    reach: Reach
    note: str = ""


@dataclass(frozen=True)
class NameEntry:
    """A name and all that lies beneath it, as a name server knows it."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class ZoneRules:
    """Revision 0 is what holds before anybody changed it."""

    zone: Zone
    revision: int
    open_internet: bool
    workplace: bool
    resolvers: tuple[IPv4Address, ...] = ()
    allowed: tuple[Entry, ...] = ()
    denied: tuple[Entry, ...] = ()
    changed_at: datetime | None = None
    changed_by: UserId | None = None
    through_proxy: bool = False
    allowed_names: tuple[NameEntry, ...] = ()
    denied_names: tuple[NameEntry, ...] = ()

    @property
    def policy(self) -> ZonePolicy:
        return replace(
            default_policy(self.zone),
            revision=self.revision,
            open_internet=self.open_internet,
            workplace=self.workplace,
            resolvers=self.resolvers,
            allowed=tuple(entry.reach for entry in self.allowed),
            denied=tuple(entry.reach for entry in self.denied),
            through_proxy=self.through_proxy,
            allowed_names=tuple(entry.name for entry in self.allowed_names),
            denied_names=tuple(entry.name for entry in self.denied_names),
        )


def untouched(zone: Zone) -> ZoneRules:
    default = default_policy(zone)
    return ZoneRules(zone, 0, default.open_internet, default.workplace)


@dataclass(frozen=True)
class Missed:
    """A name that desktops were refused lately, of one port; whose they are stands in the audit."""

    name: str
    port: int
    why: NameRefused
    desktops: int
    last_at: datetime


@dataclass(frozen=True)
class Lacked:
    """A name that somebody's own desktop was refused; whether they asked that it be let."""

    told: RefusedName
    is_asked: bool


@dataclass(frozen=True)
class Wanted:
    """A name that somebody asked to be let."""

    name: str
    person_id: UserId
    reason: str
    at: datetime


@dataclass(frozen=True)
class ZoneView:
    """`seen` is None while the host does not answer; `in_use` are desktops that people hold."""

    rules: ZoneRules
    seen: SeenZone | None
    in_use: int
    changed_by: str
    missed: tuple[Missed, ...] = ()
    wanted: tuple[tuple[Wanted, str], ...] = ()  # each with the name of who asked
