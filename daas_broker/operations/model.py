"""A desktop as an operator sees it, and what an operator may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, HostHealth, Provider
from daas_broker.pools.model import Pool
from daas_broker.sessions.model import Wait, Waiter
from identity.people.model import Person
from kernel.actor import UserId


@dataclass(frozen=True)
class Watched:
    """The host's and the gateway's last words. `streaming_since` is None without a stream."""

    memory_bytes: int | None
    cpu_seconds: float | None
    host: str
    streaming_since: datetime | None
    latency_ms: int | None


@dataclass(frozen=True)
class Seat:
    """`pool` is the pool's name; `claimed_at` is None while nobody has it."""

    desktop: Desktop
    pool: str
    person: Person | None
    claimed_at: datetime | None
    watched: Watched


@dataclass(frozen=True)
class Queueing:
    """Somebody who waits. `person` is None for one who left the agency."""

    waiter: Waiter
    pool: Pool
    person: Person | None
    why: Wait


@dataclass(frozen=True)
class Server:
    """What runs the desktops of one kind. `health` is None where it does not answer."""

    provider: Provider
    health: HostHealth | None


class Act(StrEnum):
    MESSAGE = "message"  # shown to the user over the picture
    SIGN_OFF = "sign_off"  # the user's session ends; a personal desktop stays theirs
    RESTART = "restart"  # destroyed, whoever uses it; the pool brings another


@dataclass(frozen=True)
class Done:
    """Which of those that were asked for it was done to; the others are gone, or nobody's."""

    done: Sequence[DesktopId]
    left: Sequence[DesktopId]


@dataclass(frozen=True)
class Message:
    id: str
    desktop_id: DesktopId
    person_id: UserId
    sent_by: UserId
    text: str
    at: datetime
