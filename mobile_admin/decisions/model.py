"""What is decided upon a submission, and how a form says what may be. Rules NO2-NO5."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kernel.actor import UserId


class Measure(StrEnum):
    FIT = "fit"  # 적합
    GUIDANCE = "guidance"  # 행정지도
    CORRECTION = "correction"  # 시정명령
    FINE = "fine"  # 과태료 사전통지
    SUSPENSION = "suspension"  # 영업정지 사전통지
    OTHER = "other"


class By(StrEnum):
    """Who decides: the head of the division, or also the inspector at the door (위임전결)."""

    HEAD = "head"
    INSPECTOR = "inspector"


@dataclass(frozen=True)
class Passage:
    """A headed paragraph: what to do, what follows, how to object."""

    head: str
    text: str


@dataclass(frozen=True)
class Share:
    """A line of the notice's table: answers at `paths`, or, with `choice`, each question that was
    answered so."""

    label: str
    paths: Sequence[str] = ()
    choice: str = ""


@dataclass(frozen=True)
class Outcome:
    """One of what may be decided. `{name}` in texts is the answer to the question of that name.

    `when` is the value of the template's `measure` question that suggests this one.
    """

    id: str
    kind: Measure
    label: str
    title: str
    opening: str
    basis: str
    closing: Sequence[Passage]
    by: By = By.HEAD
    wants_due: bool = False
    wants_amount: bool = False
    when: str = ""


@dataclass(frozen=True)
class Template:
    """Of one version of a form. Paths are of questions; empty where the form does not ask."""

    shares: Sequence[Share]
    outcomes: Sequence[Outcome]
    recipient: str = ""
    address: str = ""
    measure: str = ""
    due: str = ""
    amount: str = ""
    is_personal: bool = True


@dataclass(frozen=True)
class Recipient:
    name: str
    address: str = ""


@dataclass(frozen=True)
class Provisional:
    """The paper that was left at the door: its number, and when the device says it was."""

    number: str
    at: datetime


@dataclass(frozen=True)
class Wish:
    """`seen` counts the decisions that were shown; `reason` says why a former one is replaced."""

    outcome_id: str
    seen: int
    recipients: Sequence[Recipient]
    grounds: str = ""
    due: date | None = None
    amount: int | None = None
    reason: str = ""
    provisional: Provisional | None = None


@dataclass(frozen=True)
class Content:
    """What was decided, in the words that go out."""

    label: str
    title: str
    opening: str
    shares: Sequence[tuple[str, str]]
    closing: Sequence[tuple[str, str]]
    recipients: Sequence[Recipient]
    is_personal: bool


@dataclass(frozen=True)
class Decision:
    """`seq` counts from 1 within a submission; the last one holds. `mark` is 전결 or empty."""

    id: str
    submission_id: str
    seq: int
    kind: Measure
    content: Content
    by: UserId
    mark: str
    reason: str
    at: datetime
    provisional: Provisional | None = None
