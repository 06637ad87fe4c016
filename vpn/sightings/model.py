"""Where devices call from: a stay is one device at one endpoint until it calls from another."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actor import UserId
from vpn.devices.model import DeviceId


@dataclass(frozen=True)
class Stay:
    """`endpoint` is `address:port`; `country` ISO 3166, None where it is not known."""

    device_id: DeviceId
    person_id: UserId
    endpoint: str
    country: str | None
    came_at: datetime
    seen_at: datetime
