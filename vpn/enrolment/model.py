"""A code that lets one device be added, and what the device brings with it."""

from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Network

from kernel.actor import UserId
from kernel.tokens import Token
from vpn.authority.model import Claim
from vpn.devices.model import Device, Owner, Platform


@dataclass(frozen=True)
class Wish:
    """What a person says of the device to be added."""

    name: str
    platform: Platform
    owner: Owner


@dataclass(frozen=True)
class Code:
    """Shown once; `text` is for people (`abcd-efgh-jkmn`), 60 random bits."""

    text: str
    expires_at: datetime


@dataclass(frozen=True)
class Enrolment:
    """A code as it is kept."""

    hash: bytes
    person_id: UserId
    wish: Wish
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Brought:
    """Of its keys the public halves, and what it shares with the gateway [VP13]. A phone brings no
    certificate's key: its tunnel's program keeps none."""

    code: str
    public_key: str
    claim: Claim | None
    preshared_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Welcome:
    """`pickup` is for the device alone: it asks with it for its profile."""

    device: Device
    pickup: Token


@dataclass(frozen=True)
class Profile:
    """What a device needs besides its own private key."""

    address: IPv4Address
    gateway_key: bytes
    endpoint: str
    names: IPv4Address | None  # the name server inside the tunnel
    routes: tuple[IPv4Network | IPv6Network, ...]
