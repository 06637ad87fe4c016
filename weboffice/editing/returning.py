"""Whether what somebody wrote while away is merged as it comes, or looked at first."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

OLD = timedelta(days=7)
BREAK = timedelta(minutes=1)  # a short cut of the line is no absence
MUCH_PERCENT = 30
FEWEST = 20  # letters; a word of an almost empty document is not much


class Concern(StrEnum):
    OLD = "old"
    DELETES = "deletes"


@dataclass(frozen=True)
class Absence:
    """`deleted` of the `living` letters would go."""

    away: timedelta
    living: int
    deleted: int


def concerns(absence: Absence) -> tuple[Concern, ...]:
    """Why its writer must look at it before it is merged; empty when it may come in [ED12]."""
    if absence.away < BREAK:
        return ()
    found = []
    if absence.away > OLD:
        found.append(Concern.OLD)
    share = absence.deleted * 100
    if absence.deleted >= FEWEST and share > absence.living * MUCH_PERCENT:
        found.append(Concern.DELETES)
    return tuple(found)
