"""Queueing and its estimates, and who may use a desktop."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from daas_broker.desktops.machine import COMING, TAKEN, State
from daas_broker.desktops.model import Lack, Provider
from daas_broker.pools.model import Pool
from daas_broker.sessions.model import HeldBack, Place, Queued, Wait, Waiter
from kernel.actor import Actor, UserId
from kernel.errors import Denied
from kernel.settings import Zone

# Who has not asked for so long has left the queue. A browser lets a page that nobody looks at ask
# once a minute.
STILL_ASKING = timedelta(minutes=2)
UNKNOWN_BOOT = timedelta(seconds=12)
SHORTEST = timedelta(seconds=1)
AT_ONCE = 2  # boots beside each other that can be counted on


class NoDesktopsHere(Denied):
    """Guests have none."""

    code = "no_desktops_here"


@dataclass(frozen=True)
class Prospects:
    """What is known of a pool's next desktops; `boot` and `stay` are averages, once known. It
    is stuck where something failed and has not come up since, or is left alone for that [DP9].
    Without an image none can be made [DP14]."""

    warm: int
    coming: int
    taken: int
    boot: timedelta | None
    stay: timedelta | None
    is_stuck: bool = False
    has_image: bool = True

    @staticmethod
    def of(
        counts: Mapping[State, int],
        boot: timedelta | None,
        stay: timedelta | None,
        *,
        is_stuck: bool = False,
        has_image: bool = True,
    ) -> "Prospects":
        return Prospects(
            warm=counts.get(State.WARM, 0),
            coming=sum(counts.get(state, 0) for state in COMING),
            taken=sum(counts.get(state, 0) for state in TAKEN),
            boot=boot,
            stay=stay,
            is_stuck=is_stuck,
            has_image=has_image,
        )


def refuse_guests(actor: Actor) -> None:
    if actor.zone is Zone.GUEST:
        raise NoDesktopsHere


def may_take(ahead: int, warm: int) -> bool:
    """Those who came first are served first: one desktop is left for each of them [DK7]."""
    return warm > ahead


def is_full(pool: Pool, now: Prospects) -> bool:
    """Whether somebody has to give one back before there is another."""
    return now.taken >= pool.wish.maximum


def why_waiting(position: int, pool: Pool, now: Prospects) -> Wait:
    if now.warm >= position:
        return Wait.READY
    if not now.has_image:
        return Wait.NO_IMAGE
    if is_full(pool, now):
        return Wait.FULL
    if now.is_stuck:
        return Wait.FAILING
    return Wait.STARTING if now.coming else Wait.NONE


def has_image(pool: Pool, served: Mapping[Provider, Collection[str]]) -> bool:
    """Of a provider whose images nobody has seen yet nothing is claimed [DP14]."""
    names = served.get(pool.wish.provider)
    return names is None or pool.wish.image in names


def told(place: Place, image_title: str, lacking: Mapping[Lack, int]) -> Place:
    """A pool in which all that stand warm lack their program has none that is of use [DP13]."""
    is_broken = place.warm > 0 and sum(lacking.values()) >= place.warm
    lack = min(lacking, default=None) if is_broken else None
    return replace(place, image_title=image_title, lacks=lack)


def honest(queued: Queued, held_back: HeldBack | None) -> Queued:
    """Says what a spent budget changes; where nothing is started, or nothing that was comes up,
    nobody knows when [DU6] [DP10]."""
    nothing_comes = queued.why in {Wait.FAILING, Wait.NO_IMAGE}  # [DP14]
    is_unknown = held_back is HeldBack.NO_WARMING or nothing_comes
    estimate = None if is_unknown else queued.estimate
    return replace(queued, estimate=estimate, held_back=held_back)


def in_order(waiting: Iterable[Waiter], held: Mapping[UserId, HeldBack]) -> list[Waiter]:
    """As they are served, pool by pool: who is held back to the last stands behind the others
    [DK7] [DU6]."""

    def turn(one: Waiter) -> tuple[str, bool, datetime, str]:
        is_last = held.get(one.person_id) is HeldBack.LAST
        return (one.pool_id, is_last, one.since, one.person_id)

    found: list[Waiter] = []
    for one in sorted(waiting, key=turn):
        before = found[-1].position if found and found[-1].pool_id == one.pool_id else 0
        found.append(replace(one, position=before + 1, held_back=held.get(one.person_id)))
    return found


def queue(ahead: int, pool: Pool, now: Prospects) -> Queued:
    """Boots run side by side up to the pool's room; past it somebody must leave first."""
    position = ahead + 1
    room = max(0, pool.wish.maximum - now.taken)
    boot = now.boot or UNKNOWN_BOOT
    beside = max(1, now.coming, min(room, AT_ONCE))
    booted = boot * ceil(min(position, room) / beside)
    if position <= room:
        return Queued(position, max(SHORTEST, booted))
    if now.stay is None or not now.taken:
        return Queued(position, None)
    leaves = now.stay / now.taken * (position - room)
    return Queued(position, max(SHORTEST, booted, leaves) + boot)
