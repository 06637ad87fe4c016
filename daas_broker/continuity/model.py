"""Going on while the database is away: what was promised before, and what happened meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from daas_broker.desktops.model import DesktopId, Protocol
from daas_broker.policies.model import Policy
from kernel.actor import SessionId, UserId

Text = Annotated[str, Field(max_length=400)]


@dataclass(frozen=True)
class Entitlement:
    """The right to come back to one desktop that one holds, signed beforehand.

    `device` is the public key (P-256, DER) that the page keeps the private half of, where no script
    can read it; `caller` is where it was asked for: in the tunnel, the address of that device.
    `policy` is what was in force, of `revision`; `mark` is for the watermark.
    """

    id: Text
    person_id: UserId
    session_id: SessionId
    desktop_id: DesktopId
    origin: Text
    display: Text
    text: Text
    protocol: Protocol
    device: Text
    caller: Text
    policy: Policy
    revision: int
    mark: tuple[Text, Text]  # name and division
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Shown:
    """An entitlement at the gateway's door, and what its device signed just now."""

    entitlement: Entitlement
    at: datetime  # the device's own clock, put right by what the server said
    is_signed: bool  # by the device's key, over the entitlement, the time and the origin
    desktop_id: DesktopId  # of the address
    origin: str
    caller: str


class Why(StrEnum):
    """What a refusal at the door was about."""

    UNSIGNED = "unsigned"  # not ours, or changed
    TOO_OLD = "too_old"
    OTHER_DEVICE = "other_device"
    OTHER_PLACE = "other_place"
    OTHER_DESKTOP = "other_desktop"
    USED = "used"  # the same signature came before
    ENDED = "ended"  # the sign-in or the desktop ended while it could still be heard of
    RECORDED = "recorded"  # what must be recorded cannot be, and so is not shown
    SHUT = "shut"  # not at this hour or from this place
    LOCKED = "locked"  # nobody can prove anew who they are
    OUTDATED = "outdated"  # a policy was applied after it


class What(StrEnum):
    BEGAN = "began"
    ADMITTED = "admitted"
    REFUSED = "refused"
    LEFT = "left"
    OVER = "over"


@dataclass(frozen=True)
class Line:
    """Of the journal of one gateway: sealed with the hash of the line before it."""

    what: What
    at: datetime
    facts: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Period:
    """One time that the database was away from one gateway."""

    id: str
    gateway: str
    began_at: datetime
    ended_at: datetime
    admitted: int
    refused: int
    head: str  # the hash of its last line
    is_whole: bool  # no line was changed, left out or put in
