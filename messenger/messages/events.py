"""What the messenger announces."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class MessageSent(Event):
    """The text stays in the log: who wants it asks, and is checked."""

    name: ClassVar[str] = "messenger.message_sent"
    room_id: str
    seq: int
    sender_id: str
    kind: str


@dataclass(frozen=True)
class MessageRecalled(Event):
    name: ClassVar[str] = "messenger.message_recalled"
    room_id: str
    seq: int
    sender_id: str
