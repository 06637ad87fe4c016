"""What a device says of itself. Nobody attests it: whoever owns the device could let it lie."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vpn.devices.model import DeviceId


class Answer(StrEnum):
    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"  # it could not be told without guessing


@dataclass(frozen=True)
class Posture:
    """`disk` is whether what it runs from is encrypted, `lock` whether its screen locks by itself;
    `said_at` is the last time."""

    device_id: DeviceId
    said_at: datetime
    system: str
    disk: Answer
    lock: Answer
