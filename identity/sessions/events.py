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


@dataclass(frozen=True)
class SessionShownElsewhere(Event):
    """Its cookie came from `address`, where it opens nothing; `bound_to` is where it does, empty
    where it came from somebody else's device."""

    name: ClassVar[str] = "identity.session_shown_elsewhere"
    session_id: str
    person_id: str
    address: str
    bound_to: str


@dataclass(frozen=True)
class BoundDeviceEnded(Event):
    """The device of a person whose sessions were bound to `address` is none any more, by the word
    of `by`; `is_lost` where it may be in a stranger's hands."""

    name: ClassVar[str] = "identity.bound_device_ended"
    person_id: str
    address: str
    is_lost: bool
    by: str
