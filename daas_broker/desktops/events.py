"""What desktops announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class DesktopClaimed(Event):
    name: ClassVar[str] = "daas_broker.desktop_claimed"
    desktop_id: str
    pool_id: str
    person_id: str


@dataclass(frozen=True)
class DesktopReleased(Event):
    """It is being destroyed; `reason` is released, session_ended, grace_over, lost or restarted."""

    name: ClassVar[str] = "daas_broker.desktop_released"
    desktop_id: str
    pool_id: str
    person_id: str
    reason: str
