"""Numbers of the field for pictures: cases by state and day, answers by choice and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mobile_admin.cases.model import CaseState


@dataclass(frozen=True)
class CaseFigures:
    """`days` are Seoul's, the last one today; each line has a number for each of them."""

    states: Mapping[CaseState, int]
    days: Sequence[date]
    lines: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Share:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Asked:
    """A question with choices: how often each was taken, over all that answered it."""

    path: str
    label: str
    answered: int
    shares: Sequence[Share]


@dataclass(frozen=True)
class FormFigures:
    """`counted` are the latest that were looked at, of `total`."""

    title: str
    total: int
    counted: int
    days: Sequence[date]
    sent: Sequence[int]
    questions: Sequence[Asked]
