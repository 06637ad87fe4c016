"""How many desktops should be warm, from what is asked for and what is foreseen. Pure.

The forecast is a base stock: enough for whoever comes until what is asked for now is warm, and,
where more come than can be made in that time, what must be made ahead of the storm.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil, exp, sqrt
from statistics import NormalDist
from zoneinfo import ZoneInfo

from daas_broker.forecast.model import (
    DAY_OFF,
    NOTHING_KNOWN,
    SLOT_MINUTES,
    SLOTS,
    Almanac,
    Arrivals,
    Change,
    Day,
    DayAhead,
    Goal,
    Rates,
    Readiness,
    SlotOfDay,
    Supply,
    Target,
    Window,
)

HOME = ZoneInfo("Asia/Seoul")
MOST_HEADROOM = 200  # per cent
LEAST_CERTAINTY, MOST_CERTAINTY = 500, 999  # per mille
WEEKS = 8  # that are learned from
FADES = 0.8  # what a day counts against the same day a week later
KEPT = timedelta(minutes=15)  # what is wanted again so soon is not torn down
NORMAL = 500.0  # exp(-mean) nears what a float holds; the normal is as good long before
AHEAD = timedelta(minutes=60)  # as far as a storm is prepared for
REVIEW = timedelta(seconds=2)  # the keeper looks as often
SHOWN_DAYS = 14
SATURDAY = 5
LEAST_PRESENT = 0.1  # a day on which nearly nobody was here is not made larger than this
SMOOTHED = ((-1, 0.25), (0, 0.5), (1, 0.25))  # people do not come to the same five minutes
_SLOT = timedelta(minutes=SLOT_MINUTES)


def warm_target(
    minimum: int, asked: Readiness, rates: Rates, supply: Supply, now: tuple[datetime, int]
) -> Target:
    """[DP6] `now` is the time and how many are in use."""
    at, in_use = now
    return Target(
        minimum=minimum,
        scheduled=scheduled(asked.windows, at),
        headroom=ceil(in_use * asked.headroom / 100),
        foreseen=foreseen(rates, supply, at, asked.certainty / 1000) if asked.foresees else 0,
    )


def goal(
    minimum: int, asked: Readiness, rates: Rates, supply: Supply, now: tuple[datetime, int]
) -> Goal:
    """What is to be warm now, and how many of what is warm to keep [DP7]."""
    at, in_use = now
    moments = [at + step * _SLOT for step in range(KEPT // _SLOT + 1)]
    wanted = [warm_target(minimum, asked, rates, supply, (m, in_use)).warm for m in moments]
    return Goal(wanted[0], max(wanted))


def scheduled(windows: Iterable[Window], at: datetime) -> int:
    """The largest of the windows that are open."""
    local = at.astimezone(HOME)
    minute = local.hour * 60 + local.minute
    return max(
        (w.warm for w in windows if local.weekday() in w.days and w.begins <= minute < w.ends),
        default=0,
    )


def foreseen(rates: Rates, supply: Supply, at: datetime, certainty: float) -> int:
    """Over each span ahead: who may come in it, less who can be served by what is made in it."""
    if not rates.expected:
        return 0
    lead = supply.boot + REVIEW
    best = quantile(expected(rates, at, lead), certainty)
    for step in range(1, AHEAD // _SLOT + 1):
        span = lead + step * _SLOT
        made = int((span - lead) / max(supply.boot, REVIEW)) * supply.at_once
        best = max(best, quantile(expected(rates, at, span), certainty) - made)
    return best


def expected(rates: Rates, at: datetime, span: timedelta) -> float:
    """Arrivals from `at` on, slot by slot and the first and last in part, less those who are on
    leave [DC3]."""
    until, found = at + span, 0.0
    while at < until:
        local = at.astimezone(HOME)
        slot = (local.hour * 60 + local.minute) // SLOT_MINUTES
        ends = (
            at
            + _SLOT
            - timedelta(
                minutes=local.minute % SLOT_MINUTES,
                seconds=local.second,
                microseconds=local.microsecond,
            )
        )
        part = (min(ends, until) - at) / _SLOT
        found += rate(rates, local.date(), slot) * part
        at = ends
    return found


def rate(rates: Rates, on: date, slot: int) -> float:
    """Arrivals in one slot of one day."""
    usual = rates.expected.get((pattern(rates.almanac, on), slot), 0.0)
    return usual * (1 - rates.almanac.away.get(on, 0.0))


def pattern(almanac: Almanac, on: date) -> int:
    """Which days a day is like: of its weekday, or those on which the agency was closed."""
    weekday = on.weekday()
    return DAY_OFF if weekday < SATURDAY and on in almanac.off else weekday


def quantile(mean: float, certainty: float) -> int:
    """The least number that a Poisson variable exceeds with at most 1 − certainty."""
    if mean <= 0:
        return 0
    if mean > NORMAL:
        return ceil(NormalDist(mean, sqrt(mean)).inv_cdf(certainty))
    count, chance = 0, exp(-mean)
    total = chance
    while total < certainty:
        count += 1
        chance *= mean / count
        total += chance
    return count


def learn(arrivals: Iterable[Arrivals], today: date, almanac: Almanac = NOTHING_KNOWN) -> Rates:
    """Averages of the same weekday, the nearer weeks counting more [DP8] [DC3].

    A day off teaches what days off are like, also where nobody came. Another day on which nobody
    came at all was one that the calendar does not know, and teaches nothing. Who was on leave would
    have come: a day counts as if all had been here.
    """
    days: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in arrivals:
        if _is_lesson(one.day, today):
            days[one.day][one.slot] += one.count
    oldest = min(days, default=today)
    for day in almanac.off:
        if day >= oldest and _is_lesson(day, today) and day.weekday() < SATURDAY:
            days.setdefault(day, defaultdict(int))  # that nobody came is learned as well
    weights: dict[int, float] = defaultdict(float)
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for day, slots in days.items():
        kind, weight = pattern(almanac, day), FADES ** ((today - day).days // 7)
        weights[kind] += weight
        present = max(LEAST_PRESENT, 1 - almanac.away.get(day, 0.0))
        for slot, count in slots.items():
            for shift, share in SMOOTHED:
                sums[kind, (slot + shift) % SLOTS] += weight * share * count / present
    rates = {key: total / weights[key[0]] for key, total in sums.items()}
    return Rates(rates, sum(bool(slots) for slots in days.values()), almanac)


def _is_lesson(day: date, today: date) -> bool:
    return timedelta() < today - day <= timedelta(weeks=WEEKS)


def ahead(rates: Rates, today: date) -> tuple[DayAhead, ...]:
    """Two weeks from today on, whole days."""
    almanac = rates.almanac
    days = [today + timedelta(days=number) for number in range(SHOWN_DAYS)]
    return tuple(
        DayAhead(
            day,
            sum(rate(rates, day, slot) for slot in range(SLOTS)),
            almanac.off.get(day),
            round(almanac.away.get(day, 0.0) * almanac.people),
        )
        for day in days
    )


def check(asked: Readiness) -> str | None:
    """The name of a field that says nothing sensible."""
    if not 0 <= asked.headroom <= MOST_HEADROOM:
        return "headroom"
    if not LEAST_CERTAINTY <= asked.certainty <= MOST_CERTAINTY:
        return "certainty"
    if not all(_is_window(window) for window in asked.windows):
        return "windows"
    return None


def _is_window(window: Window) -> bool:
    ordered = 0 <= window.begins < window.ends <= SLOTS * SLOT_MINUTES
    return ordered and window.warm >= 0 and window.days != frozenset()


def slots_of(day: date) -> Iterator[datetime]:
    begins = datetime.combine(day, time(), HOME)
    return (begins + number * _SLOT for number in range(SLOTS))


@dataclass(frozen=True)
class Past:
    """What is known of today: arrivals, use and what stood warm by slot, and how many are in use
    now."""

    came: Mapping[int, int]
    used: Mapping[int, int]
    stood: Mapping[int, int]
    in_use: int


def day(
    bounds: tuple[int, int],
    asked: Readiness,
    lesson: tuple[Rates, Supply],
    past: Past,
    now: datetime,
) -> Day:
    """Today; the headroom of what is to come is that of those who are in use now. `bounds` are the
    pool's minimum and maximum."""
    rates, supply = lesson
    minimum, maximum = bounds

    def target(at: datetime, in_use: int) -> Target:
        found = warm_target(minimum, asked, rates, supply, (at, in_use))
        return replace(found, room=max(0, maximum - in_use))  # [DP11]

    today = now.astimezone(HOME).date()
    slots = []
    for number, at in enumerate(slots_of(today)):
        is_past = at <= now
        in_use = past.used.get(number, 0) if is_past else past.in_use
        slots.append(
            SlotOfDay(
                at=at,
                expected=expected(rates, at, _SLOT),
                wanted=target(at, in_use).warm,
                ready=past.stood.get(number, 0) if is_past else None,
                arrivals=past.came.get(number, 0) if is_past else None,
                used=in_use if is_past else None,
            )
        )
    found, midnight = (
        target(now, past.in_use),
        datetime.combine(today, time(), HOME) + timedelta(days=1),
    )
    # What comes soon after midnight is kept before it already [DP7].
    known = {slot.at: slot.wanted for slot in slots}
    to_come = {
        at: known[at] if at in known else target(at, past.in_use).warm
        for on in (today, midnight.date())
        for at in (*slots_of(on), *edges(asked.windows, on))
        if now < at <= midnight + KEPT
    }
    course = [(now, found.warm), *sorted(to_come.items())]
    change = next_change(course)
    return Day(
        slots=tuple(slots),
        learned_days=rates.days,
        boot=supply.boot,
        now=found,
        keep=_kept(course),
        next=change if change and change.at < midnight else None,
        ahead=ahead(rates, today),
        people=rates.almanac.people,
    )


def edges(windows: Iterable[Window], on: date) -> Iterator[datetime]:
    """When windows open and close on a day."""
    begins = datetime.combine(on, time(), HOME)
    for window in windows:
        if on.weekday() in window.days:
            yield begins + timedelta(minutes=window.begins)
            yield begins + timedelta(minutes=window.ends)


def next_change(course: Sequence[tuple[datetime, int]]) -> Change | None:
    """The first moment of what is to come, in order and from now on, at which more are to be warm
    than now, or fewer than now are kept [DP11]."""
    before = course[0][1]
    for number, (at, warm) in enumerate(course):
        kept = _kept(course[number:])
        if warm > before:
            return Change(at, warm)
        if kept < before:
            return Change(at, kept)
    return None


def _kept(course: Sequence[tuple[datetime, int]]) -> int:
    """[DP7]"""
    soon = course[0][0] + KEPT
    return max(warm for at, warm in course if at <= soon)
