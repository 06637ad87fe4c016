"""Who has which case, for how long. Rules AS1-AS6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.cases.model import Case, CaseState, Dossier


class Part(StrEnum):
    LEAD = "lead"
    ASSISTANT = "assistant"


class Ending(StrEnum):
    REASSIGNED = "reassigned"
    WITHDRAWN = "withdrawn"
    DONE = "done"


@dataclass(frozen=True)
class Assignment:
    """`lease_rev` counts the case's assignments: an app's work names the one it was done under.

    `seat` is its place on the way of `planned_on`, from 1; 0 where nobody put it anywhere.
    """

    id: str
    case_id: str
    person_id: UserId
    part: Part
    lease_rev: int
    lease_until: datetime
    planned_on: date
    planned_at: datetime | None
    seat: int
    form_key: str | None
    assigned_by: UserId
    assigned_at: datetime
    updated_at: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True)
class Wish:
    """`seen` is the lease_rev of the lead that was shown, 0 where there was none."""

    person_id: UserId
    planned_on: date
    seen: int
    planned_at: datetime | None = None
    seat: int = 0
    form_key: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class FormToFill:
    key: str
    form_id: str
    title: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Visit:
    """An assignment with all that its inspector needs at the door."""

    assignment: Assignment
    dossier: Dossier
    form: FormToFill | None
    past: Sequence[Case]
    reason: str  # of the last time it was sent back

    @property
    def changed_at(self) -> datetime:
        return max(self.assignment.updated_at, self.dossier.case.updated_at)


@dataclass(frozen=True)
class Today:
    """`held` names every assignment that the inspector has now: what is not in it is gone."""

    day: date
    visits: Sequence[Visit]
    held: Sequence[str]
    at: datetime


@dataclass(frozen=True)
class Held:
    """A case on the office's board, with who leads it."""

    dossier: Dossier
    lead: Assignment | None
    lead_name: str


@dataclass(frozen=True)
class Board:
    cases: Sequence[Held]
    counts: dict[CaseState, int]
    kinds: Sequence[str]


@dataclass(frozen=True)
class Inspector:
    """`open` counts the cases that they lead."""

    id: UserId
    name: str
    post: str
    duty: str
    open: int
    today: int
