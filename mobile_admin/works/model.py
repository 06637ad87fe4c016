"""Work that was done for a case, and whether it counts. Rules AS7-AS9."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.dispatches.model import Standing
from mobile_admin.submissions.model import Attachment, Submission


class Ruling(StrEnum):
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class Work:
    """`lease_rev` is 0 where it was never the sender's; `rev` counts the rulings on it.

    `done_at` is when it was done by the sender's own account, None where nobody said.
    """

    submission_id: str
    case_id: str
    lease_rev: int
    standing: Standing
    done_at: datetime | None
    counts: bool
    rev: int = 0
    ruling: Ruling | None = None
    reason: str = ""
    ruled_by: UserId | None = None
    ruled_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """For the head, who has not yet said what becomes of it."""
        return self.standing is not Standing.VALID and self.ruling is None


@dataclass(frozen=True)
class Wish:
    """`seen` is the work's `rev` that was shown."""

    ruling: Ruling
    reason: str
    seen: int


@dataclass(frozen=True)
class Shown:
    work: Work
    submission: Submission
    title: str
    sender: str
    ruler: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class SentBack:
    """Work of one's own that is to be corrected, with what came with it; why, who said so (a name)
    and when."""

    case_id: str
    submission: Submission
    files: tuple[Attachment, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OwnHeld:
    """Held work of one's own; `ruler` is a name, empty while nobody has decided. Of valid work,
    which a ruling on somebody else's put aside or back, who ruled, when, why and `rev` are of that
    ruling [AS10]."""

    work: Work
    number: str
    subject: str
    title: str
    received_at: datetime
    ruler: str


@dataclass(frozen=True)
class Waiting:
    """Held work on the office's list."""

    work: Work
    number: str
    subject: str
    sender: str
    received_at: datetime
