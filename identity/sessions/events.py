"""What sessions announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class SessionEnded(Event):
    name: ClassVar[str] = "identity.session_ended"
    session_id: str
    person_id: str
    zone: str
    reason: str
