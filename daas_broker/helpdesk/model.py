"""A call for help from a desktop, and how far its helper may go."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NewType

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId
from identity.people.model import Person
from kernel.actor import Role, SessionId, UserId
from kernel.settings import Zone

HelpId = NewType("HelpId", str)
HELPERS = (Role.IT_ADMIN, Role.HELP_DESK)


class Step(StrEnum):
    """`*_asked` wait for the user's click; nothing is seen before it."""

    WAITING = "waiting"
    TAKEN = "taken"
    WATCH_ASKED = "watch_asked"
    WATCHING = "watching"
    CONTROL_ASKED = "control_asked"
    CONTROLLING = "controlling"
    CLOSED = "closed"


class Wish(StrEnum):
    WATCH = "watch"
    CONTROL = "control"


@dataclass(frozen=True)
class Answer:
    """The user's click. `helper` is whom their page named in the question; empty where it did
    not say."""

    wish: Wish
    yes: bool
    helper: str = ""


class Level(IntEnum):
    """What the helper may do now."""

    NONE = 0
    WATCH = 1
    CONTROL = 2


LEVELS = {
    Step.WATCHING: Level.WATCH,
    Step.CONTROL_ASKED: Level.WATCH,
    Step.CONTROLLING: Level.CONTROL,
}


@dataclass(frozen=True)
class Help:
    """`connection_id` is the user's stream for which they said yes: for no other does it count.

    `context` is what the user's page knew when they asked: browser, screen, delay, last errors.
    """

    id: HelpId
    desktop_id: DesktopId
    person_id: UserId
    zone: Zone
    note: str
    context: dict[str, Any]
    asked_at: datetime
    step: Step
    step_at: datetime
    helper_id: UserId | None = None
    helper_session: SessionId | None = None
    connection_id: ConnectionId | None = None
    declined_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    is_offered: bool = False  # the helper began it, not the user

    @property
    def level(self) -> Level:
        return LEVELS.get(self.step, Level.NONE)


@dataclass(frozen=True)
class Seat:
    """Where the one who asks sits; `address` and `agent` are those of their sign-in session."""

    pool: str
    image: str
    protocol: str
    desktop_state: str
    address: str
    agent: str


@dataclass(frozen=True)
class Call:
    """A help request with the people in it, as those who may see it see it."""

    help: Help
    person: Person | None
    helper: Person | None
    seat: Seat | None = None


@dataclass(frozen=True)
class Watching:
    """What a gateway must know of a helper's stream; `name` is what the user's page shows."""

    help_id: HelpId
    desktop_id: DesktopId
    helper_session: SessionId
    connection_id: ConnectionId
    name: str
    level: Level


@dataclass(frozen=True)
class Asking:
    """What the user's page sends along with a call for help."""

    note: str = ""
    context: dict[str, Any] = field(default_factory=dict)
