"""Somebody asks for a pool that is not for them yet (P04)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from daas_broker.desktops.model import DesktopSize, PoolId
from daas_broker.pools.model import Kind
from kernel.actor import UserId
from kernel.settings import Zone

RequestId = NewType("RequestId", str)


class RequestStage(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who asked
    ENDED = "ended"  # approved, and taken back before its time


@dataclass(frozen=True)
class Wish:
    """For so many days from the approval on."""

    pool_id: PoolId
    days: int
    reason: str


@dataclass(frozen=True)
class Request:
    """`until` is when an approval ends by itself; `answer` is what who decided said of it."""

    id: RequestId
    person_id: UserId
    wish: Wish
    stage: RequestStage
    asked_at: datetime
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    answer: str = ""
    until: datetime | None = None
    is_news: bool = False  # answered, and who asked has not looked since


@dataclass(frozen=True)
class Offer:
    """A pool that takes requests, as who might ask sees it; `is_open` where they may use it."""

    pool_id: PoolId
    name: str
    zone: Zone
    image_title: str
    kind: Kind
    size: DesktopSize
    homes: bool
    is_open: bool


@dataclass(frozen=True)
class Named:
    """A request with names for people."""

    request: Request
    person: str
    division: str
    pool: str
    decided_by: str
    is_gone: bool = False  # the pool was removed


@dataclass(frozen=True)
class Desk:
    """What one person finds: what may be asked for, what they asked, and how long an answer took
    the last times, in the middle."""

    offers: tuple[Offer, ...]
    mine: tuple[Named, ...]
    usual: timedelta | None
