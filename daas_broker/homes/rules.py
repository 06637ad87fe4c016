"""Which home goes where, and when one is kept. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from daas_broker.homes.model import Home, Seat
from kernel.actor import Actor
from kernel.errors import Conflict, NotFound, Unavailable
from kernel.settings import Zone

DAILY = timedelta(days=1)
PATIENCE = timedelta(seconds=15)  # a stream waits so long for a home that is on its way
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=2)
OVER = frozenset({None, State.GONE})  # what holds a home no more


class HomeInUse(Conflict):
    """A desktop holds it: give that back first."""

    code = "home_in_use"


class HomeHostAway(Unavailable):
    code = "home_host_away"


class SnapshotGone(NotFound):
    """It was one of the older ones and has made room."""

    code = "snapshot_gone"


@dataclass(frozen=True)
class Free:
    """Its desktop is no more: the host gave it back whole."""

    home: Home


@dataclass(frozen=True)
class Take:
    seat: Seat


@dataclass(frozen=True)
class Attach:
    home: Home
    seat: Seat


@dataclass(frozen=True)
class Keep:
    home: Home


Step = Free | Take | Attach | Keep


@dataclass(frozen=True)
class Situation:
    """`states` are those of the desktops that hold a home."""

    homes: Sequence[Home]
    seats: Sequence[Seat]
    states: Mapping[DesktopId, State]
    now: datetime


def plan(now: Situation) -> list[Step]:
    """One step a home: the next look sees what became of it."""
    steps: list[Step] = []
    by_desktop = {seat.desktop.id: seat for seat in now.seats}
    for home in now.homes:
        step = _of_home(home, by_desktop, now)
        if step is not None:
            steps.append(step)
    return [*steps, *_takes(now)]


def _of_home(home: Home, seats: Mapping[DesktopId, Seat], now: Situation) -> Step | None:
    if home.held_by is not None and now.states.get(home.held_by) in OVER:
        return Free(home)
    if home.not_before is not None and now.now < home.not_before:
        return None
    seat = seats.get(home.held_by) if home.held_by else None
    if seat is not None and home.attached_at is None:
        return Attach(home, seat)
    return Keep(home) if is_due(home, now.now) else None


def is_due(home: Home, now: datetime) -> bool:
    """Once after each use, be it that the next one has begun, and daily while it is in use."""
    if home.attached_at is not None:
        return home.kept_at is None or now - home.kept_at >= DAILY
    return home.held_by is None and home.kept_at is None and home.size_bytes > 0


def _takes(now: Situation) -> Iterator[Take]:
    """Who claimed first has the home; a later desktop of the same person goes without."""
    taken = {(home.person_id, home.zone) for home in now.homes if home.held_by is not None}
    for seat in sorted(now.seats, key=lambda one: (one.claimed_at, one.desktop.id)):
        key = (seat.person_id, seat.desktop.zone)
        if key not in taken:
            taken.add(key)
            yield Take(seat)


def is_coming(home: Home | None, seat: Seat, holder: State | None, now: datetime) -> bool:
    """Whether a stream of `seat` should wait: for its own home, or for one that is given back."""
    if now - seat.claimed_at > PATIENCE:
        return False
    if home is None or home.held_by is None:
        return True
    if home.held_by == seat.desktop.id:
        return home.attached_at is None
    return holder is State.RECYCLING or holder in OVER


def pause_after(failures: int) -> timedelta:
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures, 10)
    return min(doubled, LONGEST_PAUSE)


def may_see(actor: Actor, zone: Zone) -> bool:
    """From the work zone both; from the Internet zone no name of a file of the work zone."""
    return actor.zone is Zone.WORK or (actor.zone is zone and zone is not Zone.GUEST)
