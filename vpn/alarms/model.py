"""An alarm: something that its person and the security officers should look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kernel.actor import UserId
from vpn.devices.model import DeviceId

AlarmId = NewType("AlarmId", str)


class Kind(StrEnum):
    FAILURES = "failures"  # many in a short time
    CLONE = "clone"  # one key at two places in turn
    TRAVEL = "travel"  # faster than an aeroplane
    COOKIE = "cookie"  # a sign-in shown where it does not belong
    REMOVALS = "removals"  # many peers would go at once that nobody decided about


class What(StrEnum):
    """Of failures: what failed."""

    PROOF = "proof"  # at the tunnel's door
    SIGN_IN = "sign_in"
    CODE = "code"  # that adds a device
    KNOWN = "password"  # a right one at a new place, without the passkey to it


class Outcome(StrEnum):
    CUT = "cut"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Failure:
    """`person_id` is None for a code that nobody was given."""

    what: What
    person_id: UserId | None
    address: str
    device_id: DeviceId | None = None


@dataclass(frozen=True)
class Seen:
    """`country` is ISO 3166, None where it is not known."""

    at: datetime
    place: str
    country: str | None = None


@dataclass(frozen=True)
class Cause:
    """What raises an alarm. Those of one `subject` and kind are one while it is open."""

    kind: Kind
    subject: str
    person_id: UserId | None
    device_id: DeviceId | None
    seen: tuple[Seen, ...]
    what: What | None = None


@dataclass(frozen=True)
class Alarm:
    """Open until it has an outcome. `is_theirs` is its person's answer, None before."""

    id: AlarmId
    cause: Cause
    raised_at: datetime
    last_at: datetime
    times: int = 1
    is_theirs: bool | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: Outcome | None = None
    reason: str = ""
