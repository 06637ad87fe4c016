"""What is to stand ready, and a day of it, over HTTP."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from daas_broker.forecast.model import (
    Change,
    Day,
    DayAhead,
    DayName,
    Readiness,
    SlotOfDay,
    Target,
    Window,
)

Minute = Annotated[int, Field(ge=0, le=1440)]


class WarmWindowBody(BaseModel):
    """Weekdays are 0 for Monday to 6; times are minutes of the day in Seoul."""

    days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7)]
    begins: Minute
    ends: Minute
    warm: Annotated[int, Field(ge=0, le=500)]


class ReadinessBody(BaseModel):
    """`headroom` is a percentage of those in use, `certainty` per mille that nobody waits."""

    windows: Annotated[list[WarmWindowBody], Field(max_length=50)] = []
    headroom: Annotated[int, Field(ge=0, le=200)] = 0
    foresees: bool = False
    certainty: Annotated[int, Field(ge=500, le=999)] = 950

    def readiness(self) -> Readiness:
        windows = [Window(frozenset(w.days), w.begins, w.ends, w.warm) for w in self.windows]
        return Readiness(tuple(windows), self.headroom, self.foresees, self.certainty)

    @staticmethod
    def of(asked: Readiness) -> "ReadinessBody":
        windows = [
            WarmWindowBody(days=sorted(w.days), begins=w.begins, ends=w.ends, warm=w.warm)
            for w in asked.windows
        ]
        return ReadinessBody(
            windows=windows,
            headroom=asked.headroom,
            foresees=asked.foresees,
            certainty=asked.certainty,
        )


class WarmTargetView(BaseModel):
    """How many are to be warm now, by reason; the largest counts, as far as there is `room`."""

    minimum: int
    scheduled: int
    headroom: int
    foreseen: int
    room: int
    warm: int

    @staticmethod
    def of(target: Target) -> "WarmTargetView":
        room = target.warm if target.room is None else target.room
        return WarmTargetView(**{**vars(target), "room": room}, warm=target.warm)


class WarmChangeView(BaseModel):
    """From `at` on so many are to be warm."""

    at: datetime
    warm: int

    @staticmethod
    def of(change: Change) -> "WarmChangeView":
        return WarmChangeView(**vars(change))


class PoolSlotView(BaseModel):
    """Five minutes. What nobody can know yet is null; `ready` and `used` are at its beginning."""

    at: datetime
    expected: float
    wanted: int
    ready: int | None
    arrivals: int | None
    used: int | None

    @staticmethod
    def of(slot: SlotOfDay) -> "PoolSlotView":
        return PoolSlotView(**{**vars(slot), "expected": round(slot.expected, 2)})


class DayNameView(BaseModel):
    """Why a day is off, in both languages."""

    ko: str
    en: str

    @staticmethod
    def of(name: DayName) -> "DayNameView":
        return DayNameView(ko=name.ko, en=name.en)


class PoolDayAheadView(BaseModel):
    """`off` says why the agency is closed, `away` how many of the pool's people are on leave."""

    day: date
    expected: float
    off: DayNameView | None
    away: int

    @staticmethod
    def of(ahead: DayAhead) -> "PoolDayAheadView":
        return PoolDayAheadView(
            day=ahead.day,
            expected=round(ahead.expected, 1),
            off=DayNameView.of(ahead.off) if ahead.off else None,
            away=ahead.away,
        )


class PoolDayView(BaseModel):
    """`keep` is how many of what is warm stay, `next` the first change of that today. `ahead`
    begins with today; `people` came to this pool in the last weeks."""

    slots: list[PoolSlotView]
    learned_days: int
    boot_seconds: float
    now: WarmTargetView
    keep: int
    next: WarmChangeView | None
    ahead: list[PoolDayAheadView]
    people: int

    @staticmethod
    def of(day: Day) -> "PoolDayView":
        return PoolDayView(
            slots=[PoolSlotView.of(slot) for slot in day.slots],
            learned_days=day.learned_days,
            boot_seconds=day.boot.total_seconds(),
            now=WarmTargetView.of(day.now),
            keep=day.keep,
            next=WarmChangeView.of(day.next) if day.next else None,
            ahead=[PoolDayAheadView.of(one) for one in day.ahead],
            people=day.people,
        )
