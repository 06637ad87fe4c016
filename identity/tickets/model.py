"""A ticket: the right to open one stream once, within seconds."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Presented:
    """A ticket's token as somebody shows it: with the session cookie of their browser (`cookie`,
    empty where none came), from `address`; `-` is nowhere in the tunnel."""

    token: str = field(repr=False)
    cookie: str = field(default="", repr=False)
    address: str = "-"
