"""Who sits at which desktop, and who waits for one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, ImageKey, Lack, PoolId, Provider
from daas_broker.pools.model import Pool
from kernel.actor import SessionId, UserId

AssignmentId = NewType("AssignmentId", str)
ConnectionId = NewType("ConnectionId", str)


@dataclass(frozen=True)
class Assignment:
    """`session_id` is the sign-in session that used it last: when that ends, so does this.

    `connection_id` is the stream that counts; a later one takes its place.
    """

    id: AssignmentId
    pool_id: PoolId
    person_id: UserId
    desktop_id: DesktopId
    session_id: SessionId
    claimed_at: datetime
    connection_id: ConnectionId | None = None
    locked_at: datetime | None = None


class HeldBack(StrEnum):
    """By a spent budget, and not by anything that the person did."""

    NO_WARMING = "no_warming"  # nothing is started for them; what stands warm is theirs to take
    LAST = "queue"  # they are served after everybody else


class Wait(StrEnum):
    """Why somebody in a pool's queue is not served just now."""

    READY = "ready"  # theirs is warm: they take it when their page asks next
    FULL = "full"  # somebody has to give one back
    STARTING = "starting"  # the next one is on its way
    FAILING = "failing"  # what was begun does not come up
    NO_IMAGE = "no_image"  # there is nothing that one could be made of
    NONE = "none"  # neither: the keeper has not begun one yet, or cannot


@dataclass(frozen=True)
class Waiter:
    """Somebody in a pool's queue. The first of each has position 1."""

    pool_id: PoolId
    person_id: UserId
    since: datetime
    position: int = 0
    held_back: HeldBack | None = None


@dataclass(frozen=True)
class Claim:
    """A click: who wants a desktop of which pool, when, and in which sign-in session."""

    pool_id: PoolId
    person_id: UserId
    session_id: SessionId
    at: datetime


@dataclass(frozen=True)
class Queued:
    """The first in the queue has position 1. The estimate is None where nobody can know; `maximum`
    is how many desktops the pool has at most."""

    position: int
    estimate: timedelta | None
    held_back: HeldBack | None = None
    why: Wait = Wait.NONE
    maximum: int = 0


@dataclass(frozen=True)
class Place:
    """A pool as one person finds it."""

    pool: Pool
    warm: int
    desktop: Desktop | None
    queued: Queued | None
    claimed_at: datetime | None = None
    image_title: str = ""
    is_full: bool = False
    lacks: Lack | None = None  # of every warm one [DP13]
    has_image: bool = True  # or one is warm of an image that went [DP14]
    is_theirs: bool = True  # or what they have of it is the last [DP3]


@dataclass(frozen=True)
class Stream:
    """One open stream, as a gateway describes it when it asks whether it may go on."""

    desktop_id: DesktopId
    session_id: SessionId
    connection_id: ConnectionId


@dataclass(frozen=True)
class End:
    """How somebody's desktop ended; `pool` is None where nothing is known of it any more. What its
    person had not saved in LibreOffice may be `offered` in their next one."""

    reason: str
    at: datetime
    pool: Pool | None
    made_of: tuple[Provider, ImageKey] | None = None
    offered: bool = False
