"""Cases: what is to be looked at, where, and how far it is. Rules CA1-CA6."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kernel.actor import UserId


class CaseState(StrEnum):
    """In the order of a case's life; the last three stand beside it."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    VISITING = "visiting"
    SURVEYED = "surveyed"
    DECIDING = "deciding"
    ENFORCED = "enforced"
    DELIVERED = "delivered"
    FILED = "filed"
    CLOSED = "closed"
    SUPPLEMENT = "supplement"  # the inspector is to add something
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class CaseStep(StrEnum):
    """What moves a case; `machine.STEPS` says from where to where."""

    ASSIGN = "assign"
    WITHDRAW = "withdraw"
    START = "start"
    ABSENT = "absent"  # nobody was there
    DECLINE = "decline"  # they refused to be inspected
    SURVEY = "survey"  # the answers have come
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    ENFORCE = "enforce"  # the decision is issued
    DELIVER = "deliver"  # handed to the citizen
    FILE = "file"
    CLOSE = "close"
    REJECT = "reject"
    SUSPEND = "suspend"
    RESUME = "resume"
    REOPEN = "reopen"
    CORRECT = "correct"  # another document stands in the place of what was handed over
    RECALL = "recall"  # what was issued is cancelled, and nothing stands in its place


class SubjectKind(StrEnum):
    FACILITY = "facility"
    CITIZEN = "citizen"


@dataclass(frozen=True)
class Subject:
    """`code` is the division's own number for it: a person stands here under a pseudonym."""

    id: str
    division_id: str
    code: str
    name: str
    kind: SubjectKind
    note: str
    updated_at: datetime


@dataclass(frozen=True)
class Site:
    """Where it is: WGS 84 degrees, `accuracy_m` is the radius around them in metres."""

    id: str
    subject_id: str
    road_address: str
    detail: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    updated_at: datetime


@dataclass(frozen=True)
class Case:
    """`rev` counts its changes; `outcome` is what was decided, in the division's own word."""

    id: str
    division_id: str
    number: str
    kind: str
    subject_id: str
    site_id: str
    form_key: str | None
    legal_basis: str
    note: str
    due_on: date | None
    state: CaseState
    resumes_to: CaseState | None
    outcome: str
    rev: int
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Dossier:
    """A case with what it is about and where."""

    case: Case
    subject: Subject
    site: Site


@dataclass(frozen=True)
class Entry:
    """One line of a case's history; `seq` is the `rev` that it led to."""

    case_id: str
    seq: int
    step: str
    before: CaseState
    after: CaseState
    by: UserId
    at: datetime
    reason: str


@dataclass(frozen=True)
class SubjectWish:
    code: str
    name: str
    kind: SubjectKind
    note: str


@dataclass(frozen=True)
class SiteWish:
    road_address: str
    detail: str
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


@dataclass(frozen=True)
class CaseWish:
    kind: str
    form_key: str | None
    legal_basis: str
    note: str
    due_on: date | None


@dataclass(frozen=True)
class Query:
    """What of a division's cases is wanted; empty is all."""

    states: frozenset[CaseState] = frozenset()
    text: str = ""
    kind: str = ""
    assignee: str = ""  # "-" for those that nobody has
    due_before: date | None = None
    site_id: str = ""
