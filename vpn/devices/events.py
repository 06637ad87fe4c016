"""What is told of devices."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class DeviceEnded(Event):
    """It holds neither key nor address any more; `reason` is removed, lost or refused."""

    name: ClassVar[str] = "vpn.device_ended"
    device_id: str
    person_id: str
    reason: str
    by: str = "-"
