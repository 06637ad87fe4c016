"""How many desktops will be wanted when, and why so many stand ready.

Times of day are minutes of the agency's day (Seoul); weekdays are 0 for Monday to 6, and DAY_OFF
stands for a working weekday on which the agency is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

SLOT_MINUTES = 5
SLOTS = 24 * 60 // SLOT_MINUTES
DAY_OFF = 7


@dataclass(frozen=True)
class Window:
    """So many are warm from `begins` until before `ends`, on these weekdays."""

    days: frozenset[int]
    begins: int
    ends: int
    warm: int


@dataclass(frozen=True)
class Readiness:
    """What an administrator asks to stand ready beyond the pool's own minimum.

    `headroom` is a percentage of the desktops in use; `foresees` lets the agency's own arrivals
    count, so that nobody waits with the probability `certainty` in per mille.
    """

    windows: tuple[Window, ...] = ()
    headroom: int = 0
    foresees: bool = False
    certainty: int = 950


NOTHING_ASKED = Readiness()


@dataclass(frozen=True)
class Arrivals:
    """How many came in one slot of one day."""

    day: date
    slot: int
    count: int


@dataclass(frozen=True)
class DayName:
    """Why a day is off. What the agency wrote itself is the same in both languages."""

    ko: str
    en: str


@dataclass(frozen=True)
class Almanac:
    """What is known of days: why the agency is closed on some, and which share (0 to 1) of the
    `people` who use a pool is on leave."""

    off: Mapping[date, DayName] = field(default_factory=dict)
    away: Mapping[date, float] = field(default_factory=dict)
    people: int = 0


NOTHING_KNOWN = Almanac()


@dataclass(frozen=True)
class Rates:
    """Arrivals expected by weekday and slot, of all who could come, learned from `days` days."""

    expected: Mapping[tuple[int, int], float]
    days: int = 0
    almanac: Almanac = NOTHING_KNOWN


@dataclass(frozen=True)
class Supply:
    """How soon a desktop that is asked for now is warm, and how many come up beside each other."""

    boot: timedelta
    at_once: int


@dataclass(frozen=True)
class Target:
    """How many are to be warm, by reason; the largest counts, as far as there is `room`."""

    minimum: int
    scheduled: int
    headroom: int
    foreseen: int
    room: int | None = None

    @property
    def warm(self) -> int:
        most = max(self.minimum, self.scheduled, self.headroom, self.foreseen)
        return most if self.room is None else min(most, self.room)


@dataclass(frozen=True)
class Goal:
    """`keep` is how many stay warm once they are: more are wanted again within minutes."""

    warm: int
    keep: int


@dataclass(frozen=True)
class Change:
    """From `at` on so many are to be warm, more or fewer than before."""

    at: datetime
    warm: int


@dataclass(frozen=True)
class SlotOfDay:
    """What one slot of a day looks like; None is what nobody can know yet. `ready` are those that
    stood warm at its beginning."""

    at: datetime
    expected: float
    wanted: int
    ready: int | None
    arrivals: int | None
    used: int | None


@dataclass(frozen=True)
class DayAhead:
    """How many arrivals are expected in all; `off` names why the agency is closed, `away` is how
    many of the pool's people are on leave."""

    day: date
    expected: float
    off: DayName | None
    away: int


@dataclass(frozen=True)
class Day:
    """`now` says of the present why so many are to be warm, `keep` how many of what is warm stay;
    `next` is the first change of that today. `ahead` begins with today."""

    slots: tuple[SlotOfDay, ...]
    learned_days: int
    boot: timedelta
    now: Target
    keep: int = 0
    next: Change | None = None
    ahead: tuple[DayAhead, ...] = ()
    people: int = 0
