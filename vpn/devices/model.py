"""A device that may come in through the tunnel. Of its keys only the public halves are here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address
from typing import NewType

from kernel.actor import UserId

DeviceId = NewType("DeviceId", str)


class Platform(StrEnum):
    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"
    ANDROID = "android"
    IOS = "ios"


class Owner(StrEnum):
    AGENCY = "agency"
    PERSONAL = "personal"


class State(StrEnum):
    WAITING = "waiting"  # for an administrator
    ACTIVE = "active"
    REFUSED = "refused"
    REMOVED = "removed"  # by its owner
    LOST = "lost"


class Trust(StrEnum):
    """How we know what the device is."""

    CLAIMED = "claimed"  # its owner says so
    MANAGED = "managed"  # an administrator has seen it


LIVING = (State.WAITING, State.ACTIVE)


@dataclass(frozen=True)
class Device:
    """`valid_until` is when its key must have been made anew; `refusal` says why it was refused."""

    id: DeviceId
    person_id: UserId
    name: str
    platform: Platform
    owner: Owner
    state: State
    trust: Trust
    enrolled_at: datetime
    valid_until: datetime
    decided_at: datetime | None = None
    decided_by: UserId | None = None
    ended_at: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Held:
    """A living device with what it holds."""

    device: Device
    public_key: bytes
    address: IPv4Address
    key_made_at: datetime | None = None
    shared: bytes | None = field(default=None, repr=False)  # its preshared key, sealed [VP13]


@dataclass(frozen=True)
class NextKey:
    """Of a device; not heard from yet."""

    device_id: DeviceId
    shared: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class NewKey:
    """What a device brings; `shared` is sealed."""

    public_key: bytes
    shared: bytes | None = field(default=None, repr=False)
