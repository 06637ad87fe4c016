"""Official notices: numbered, sealed, and never changed. Rules NO6-NO12."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.decisions.model import Provisional
from mobile_admin.printing.paper import Paper
from mobile_admin.seals.sealing import SealLevel


class PaperState(StrEnum):
    """Of the paper: the number is there from the first moment."""

    WAITING = "waiting"
    PRINTING = "printing"
    SEALING = "sealing"
    READY = "ready"
    FAILED = "failed"


GOING = (PaperState.WAITING, PaperState.PRINTING, PaperState.SEALING)


class Validity(StrEnum):
    """Of the document: 유효, 정정, 취소, 재발급. Only a valid one changes, and once."""

    VALID = "valid"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    REISSUED = "reissued"


@dataclass(frozen=True)
class Number:
    """생산등록번호: 처리과 기관코드, year in Seoul, and a serial without gaps."""

    office_code: str
    year: int
    serial: int

    @property
    def registered(self) -> str:
        return f"{self.office_code}-{self.year}-{self.serial:06}"


@dataclass(frozen=True)
class Ending:
    """How a document stopped being valid."""

    standing: Validity
    at: datetime
    by: UserId
    reason: str
    replaced_by: str | None = None  # the notice that stands in its place


@dataclass(frozen=True)
class Made:
    """A paper that is ready; `sha256` and `size_bytes` of the sealed PDF."""

    sha256: str
    size_bytes: int
    level: SealLevel
    level_note: str
    at: datetime


@dataclass(frozen=True)
class Notice:
    """`paper` is what is printed; `source_sha256` of notice.json, which lies in the PDF."""

    id: str
    decision_id: str
    submission_id: str
    division_id: str
    number: Number
    code: str
    paper: Paper
    recipients: Sequence[str]
    label: str
    source_sha256: str
    issued_at: datetime
    by: UserId
    supersedes: str | None = None
    provisional: Provisional | None = None
    state: PaperState = PaperState.WAITING
    problem: str = ""
    tries: int = 0
    changed_at: datetime | None = None
    made: Made | None = None
    has_picture: bool = False
    node_id: str | None = None
    ending: Ending | None = None

    @property
    def standing(self) -> Validity:
        return self.ending.standing if self.ending else Validity.VALID
