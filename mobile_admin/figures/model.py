"""Numbers of the field for pictures: cases by state and day, answers by choice and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mobile_admin.cases.model import CaseState


@dataclass(frozen=True)
class CaseFigures:
    """`days` are Seoul's, the last one today; each line has a number for each of them."""

    states: Mapping[CaseState, int]
    days: Sequence[date]
    lines: Mapping[str, Sequence[int]]


class Drawn(StrEnum):
    """How answers are shown: as bars of choices, as a histogram, as a line over time."""

    CHOICES = "choices"
    NUMBERS = "numbers"
    DATES = "dates"


@dataclass(frozen=True)
class Share:
    """A choice, or a part of the scale in words."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Spread:
    """Of numbers, in the question's own unit."""

    least: float
    middle: float
    most: float


@dataclass(frozen=True)
class Asked:
    """How often each share was taken, over all that answered the question."""

    path: str
    label: str
    answered: int
    shares: Sequence[Share]
    drawn: Drawn = Drawn.CHOICES
    spread: Spread | None = None


@dataclass(frozen=True)
class FormFigures:
    """`counted` are the latest that were looked at, of `total`."""

    title: str
    total: int
    counted: int
    days: Sequence[date]
    sent: Sequence[int]
    questions: Sequence[Asked]
