"""A session: one device in one zone, from a proof of its person until a hard end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address
from typing import NewType

from identity.people.model import Person
from kernel.actor import SessionId, UserId
from kernel.settings import Zone
from vpn.devices.model import Device, DeviceId
from vpn.policy.model import Policy, Proof, Reached, Verdict
from vpn.posture.model import Posture

TunnelSessionId = NewType("TunnelSessionId", str)
Standing = tuple[str, tuple[str, ...]]  # a person's division and roles, as the directory says them


@dataclass(frozen=True)
class TunnelSession:
    """`used_at` is when it was last used, `counted_bytes` what had gone through its way by then."""

    id: TunnelSessionId
    person_id: UserId
    device_id: DeviceId
    sign_in_id: SessionId
    zone: Zone
    address: IPv4Address
    endpoint: str
    proof: Proof
    policy: str
    started_at: datetime
    ends_at: datetime
    used_at: datetime
    counted_bytes: int = 0
    warned_minutes: int = 0  # the last warning given; 0 for none
    ended_at: datetime | None = None
    end_reason: str | None = None


@dataclass(frozen=True)
class Wish:
    """To come into `zone`. `leaves`: the session in the other zone ends for it [VS13]."""

    zone: Zone
    proof: Proof
    leaves: bool = False


@dataclass(frozen=True)
class Here:
    """What a request from inside the tunnel is about; verdicts as with a passkey. `is_held` while
    an alarm of its key is open. `opens_at` is when waiting would open a door, `reaches` where an
    open session leads."""

    device: Device
    session: TunnelSession | None
    verdicts: dict[Zone, Verdict]
    opens_at: dict[Zone, datetime | None]
    is_held: bool = False
    reaches: Sequence[Reached] = ()


@dataclass(frozen=True)
class Left:
    """In seconds: until the hard end, and until it ends for want of use."""

    ends: int
    idle: int


@dataclass(frozen=True)
class Known:
    """What it is decided by who is let in: read once for as many as are asked about."""

    policies: Sequence[Policy]
    persons: Mapping[UserId, Person]
    said: Mapping[DeviceId, Posture]
