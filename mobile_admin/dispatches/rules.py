"""What an operation must look like, and what becomes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any

from kernel.errors import Conflict, Invalid, NotFound, Refused
from mobile_admin.dispatches.model import Kind, Operation, Outcome, Standing
from mobile_admin.submissions.rules import OtherContent

MOST_OPERATIONS = 200
LARGEST_DISPATCH = 3 << 20  # bytes; the edge takes four
CLOCK_IS_OFF = timedelta(minutes=5)
FUTURE = timedelta(days=1)


class DispatchTooLarge(Invalid):
    code = "dispatch_too_large"


class Malformed(Invalid):
    """`fields` name what is wrong with this one operation."""

    code = "malformed"


class OtherOperation(Conflict):
    """The same id with other contents: one of the two is not what was done [FO4]."""

    code = "other_operation"


class OtherVisit(Conflict):
    """The visit's id belongs to another person or another assignment."""

    code = "other_visit"


class NoSuchAssignment(NotFound):
    code = "no_such_assignment"


def digest_of(raw: Mapping[str, Any]) -> str:
    """SHA-256 of an operation as it was sent, whatever the order of its fields."""
    plain = dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(plain.encode()).hexdigest()


def check(operation: Operation, now: datetime) -> None:
    wrong = []
    if (operation.kind is Kind.ANSWERS) != bool(operation.xml):
        wrong.append("xml")
    if (operation.kind is Kind.END) != (operation.result is not None):
        wrong.append("result")
    if operation.happened_at > now + FUTURE:
        wrong.append("did_at")
    if wrong:
        raise Malformed(fields=wrong)


def is_clock_off(operation: Operation) -> bool:
    """Flagged, never refused: a wrong clock is no wrong inspection [FO7]."""
    return abs(operation.clock.offset_ms) > CLOCK_IS_OFF.total_seconds() * 1000


def outcome_of(standing: Standing) -> Outcome:
    """Work that came too late is kept for the head to decide, never dropped [FO6]."""
    return Outcome.HELD if standing is Standing.TAKEN else Outcome.APPLIED


def outcome_of_refusal(error: Refused) -> Outcome:
    """A conflict is something that the inspector looks at; anything else is refused."""
    is_conflict = isinstance(error, OtherContent | OtherOperation | OtherVisit)
    return Outcome.CONFLICT if is_conflict else Outcome.REJECTED
