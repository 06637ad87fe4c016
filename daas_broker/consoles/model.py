"""The screen of a virtual machine itself, beneath the desktop that runs in it."""

from dataclasses import dataclass

from daas_broker.desktops.model import DesktopId
from kernel.actor import SessionId, UserId


@dataclass(frozen=True)
class Console:
    """One that is open: an administrator's, or its user's, who only looks. RFB is spoken on the
    socket."""

    desktop_id: DesktopId
    generation: int
    person_id: UserId
    session_id: SessionId
    socket: str
    looks_only: bool = False
    caller: str = "-"  # the address that its window is at
