"""What a phone tells: operations in the order in which they were done. Rules FO4-FO7."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.actor import UserId


class Kind(StrEnum):
    START = "start"  # the inspector is at the door
    ANSWERS = "answers"  # a form filled in
    END = "end"


class Result(StrEnum):
    VISITED = "visited"
    ABSENT = "absent"  # nobody was there
    REFUSED = "refused"  # they would not be inspected


class Outcome(StrEnum):
    """What became of an operation; after DUPLICATE, `was` says what it became the first time."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    HELD = "held"  # kept, and the head decides
    CONFLICT = "conflict"  # not kept: the same id or instance with other contents
    REJECTED = "rejected"  # not kept: `code` says why


class Standing(StrEnum):
    """Of work for an assignment: whose it was when the work was done."""

    VALID = "valid"
    LATE = "late"  # it is another's now, and was the sender's then
    TAKEN = "taken"  # it was another's already


@dataclass(frozen=True)
class Clock:
    """What the phone knew of its clock: server minus phone, give or take, in milliseconds."""

    offset_ms: int
    uncertainty_ms: int


@dataclass(frozen=True)
class Place:
    """WGS 84 degrees; the true place is within `accuracy_m` metres with 68 % (W3C Geolocation)."""

    lat: float
    lon: float
    accuracy_m: float


@dataclass(frozen=True)
class Operation:
    """`id` and `visit_id` are UUIDv7 of the phone: ids of one phone sort as they were made."""

    id: str
    kind: Kind
    visit_id: str
    assignment_id: str | None
    did_at: datetime
    clock: Clock
    place: Place | None = None
    result: Result | None = None
    note: str = ""
    xml: str = ""
    title: str = ""  # with a start that nobody planned: what its inspector calls the place

    @property
    def happened_at(self) -> datetime:
        """By the server's clock, as far as the phone knew it: evidence, never an order."""
        return self.did_at + timedelta(milliseconds=self.clock.offset_ms)


@dataclass(frozen=True)
class Receipt:
    """The answer to one operation; `code` and `submission_id` where there is one."""

    op_id: str
    outcome: Outcome
    was: Outcome | None = None
    code: str = ""
    submission_id: str | None = None


@dataclass(frozen=True)
class Visit:
    """What the operations of one visit come to, in whatever order they came."""

    id: str
    person_id: UserId
    assignment_id: str | None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    result: Result | None = None
    note: str = ""
    submission_id: str | None = None
    is_held: bool = False
