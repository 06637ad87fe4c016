"""Handing a notice to its citizen by a link, and what is known of its arrival. Rules NV6-NV8."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class Asks(StrEnum):
    """What a link asks besides itself: a birth date, or six digits told by the inspector."""

    BIRTH = "birth"
    CODE = "code"


class Arrival(StrEnum):
    OPENED = "opened"
    DOWNLOADED = "downloaded"


@dataclass(frozen=True)
class Link:
    """`tries_left` counts wrong answers down; `opened_at` is when it reached its citizen."""

    id: str
    notice_id: str
    asks: Asks
    tries_left: int
    made_by: UserId
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    notice_id: str
    link_id: str
    act: Arrival
    at: datetime
