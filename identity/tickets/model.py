"""A ticket: the right to open one stream once, within seconds."""

from dataclasses import dataclass
from typing import Any

from kernel.actor import SessionId, UserId
from kernel.settings import Zone


@dataclass(frozen=True)
class Ticket:
    """`purpose` names the server it opens (`edit`, `display`); `subject` the room or desktop."""

    purpose: str
    subject: str
    person_id: UserId
    session_id: SessionId
    zone: Zone
    facts: dict[str, Any]
