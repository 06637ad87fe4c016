"""Which networks a device leads into the tunnel, where its profile is not for everything."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Network

from vpn.devices.model import DeviceId

Networks = tuple[IPv4Network, ...]


class Source(StrEnum):
    """Who says so."""

    GIVEN = "given"  # we: it was handed this profile
    DEVICE = "device"  # the device itself, through its tunnel
    OWNER = "owner"  # its owner, who put it into an app


@dataclass(frozen=True)
class DeviceRoutes:
    """Of a split profile. A device without leads everything into the tunnel, or nobody knows."""

    device_id: DeviceId
    networks: Networks
    noted_at: datetime
    source: Source


@dataclass(frozen=True)
class Older:
    """What a device has is older than the agency's networks, which are `now`."""

    has: DeviceRoutes
    now: Networks
    came: Networks
    gone: Networks
