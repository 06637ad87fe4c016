"""Which steps bring the desktops on the host closer to what the pools ask for. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from daas_broker.desktops.machine import COMING, TAKEN, Desktop, State
from daas_broker.desktops.model import (
    CONTAINERS,
    LIBVIRT,
    DesktopId,
    DesktopPhase,
    ImageKey,
    Pace,
    PoolId,
    Provider,
    SeenDesktop,
)
from daas_broker.entitlement.rules import is_nobody
from daas_broker.forecast.model import Goal
from daas_broker.forecast.rules import check as check_readiness
from daas_broker.images.model import Channel
from daas_broker.pools.model import Keeping, Kind, Pool, PoolWish
from kernel.errors import Invalid
from kernel.settings import Zone

MISSED_FOR = timedelta(seconds=3)  # unseen in two sweeps, then it is lost
STARTS_AT_ONCE = 8
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
MOST = 500  # desktops of one pool
LONGEST_GRACE = timedelta(hours=24)
LONGEST_LINGER = timedelta(days=366)
LEFT_FOR = timedelta(days=30)  # to hand over what lies there, or to find that it was a mistake
REMOVED = Keeping()  # how long a pool that was removed keeps what is left


class PoolImpossible(Invalid):
    code = "pool_impossible"


class MachinesAbsent(Invalid):
    """No host of this installation runs virtual machines."""

    code = "machines_absent"


@dataclass(frozen=True)
class Add:
    """A row for a desktop that shall be. The id is chosen here, so that twice is once."""

    desktop: DesktopId
    pool: PoolId
    image: ImageKey


@dataclass(frozen=True)
class Start:
    """Ask the host for it; again, where an earlier answer was lost."""

    desktop: Desktop


@dataclass(frozen=True)
class Observe:
    """The host shows it further than its row says."""

    desktop: Desktop
    seen: SeenDesktop


@dataclass(frozen=True)
class Unseen:
    desktop: Desktop


@dataclass(frozen=True)
class Fail:
    """`is_hosts`: the host lost it, which says nothing about its image."""

    desktop: Desktop
    why: str
    is_hosts: bool = False


@dataclass(frozen=True)
class Again:
    """After its pause: what is left of the failed generation goes, the next one is planned."""

    desktop: Desktop
    image: ImageKey


@dataclass(frozen=True)
class Recycle:
    desktop: Desktop
    reason: str


@dataclass(frozen=True)
class Destroy:
    """A recycled desktop on the host, with everything it wrote."""

    desktop: Desktop


@dataclass(frozen=True)
class RemoveOrphan:
    desktop: DesktopId
    generation: int


Step = Add | Start | Observe | Unseen | Fail | Again | Recycle | Destroy | RemoveOrphan


@dataclass(frozen=True)
class Situation:
    """One host and the pools it serves: `images` says by name what new desktops are made of,
    `suspects` are the orphans of the last sweep, `elsewhere` counts a pool's desktops in use on
    other hosts, `left_behind` are those of people who left long ago."""

    pools: Sequence[Pool]
    images: Mapping[str, Channel]
    desktops: Sequence[Desktop]
    seen: Sequence[SeenDesktop]
    waiting: Mapping[PoolId, int]
    suspects: frozenset[tuple[DesktopId, int]]
    now: datetime
    elsewhere: Mapping[PoolId, int] = field(default_factory=dict)
    goals: Mapping[PoolId, Goal] = field(default_factory=dict)
    resting: frozenset[ImageKey] = frozenset()  # images that failed too often
    pace: Pace = CONTAINERS
    left_behind: frozenset[DesktopId] = frozenset()
    on_trial: bool = False  # an image is tried on this host, or waits for its turn


def plan(now: Situation, fresh: Callable[[], DesktopId]) -> list[Step]:
    """Steps that touch no desktop in use [DK5], except that it is lost or its grace is over."""
    steps = [*plan_lives(now), *plan_orphans(now)]
    # A desktop that a step above moves is not counted as what it was.
    moving = {s.desktop.id for s in steps if isinstance(s, Recycle | Fail)}
    for pool in now.pools:
        own = [d for d in now.desktops if d.pool == pool.id and d.id not in moving]
        steps += plan_pool(pool, own, now, fresh)
    known = {pool.id for pool in now.pools}
    steps += [
        Recycle(d, "pool_removed")
        for d in now.desktops
        if d.pool not in known and d.id not in moving and d.state in COMING | {State.WARM}
    ]
    return steps


def plan_lives(now: Situation) -> Iterator[Step]:
    """What each desktop needs by itself, whatever its pool wants."""
    seen = {(s.id, s.generation): s for s in now.seen}
    keeping = {pool.id: pool.wish.keeping for pool in now.pools}
    room = _starts(now)
    for desktop in now.desktops:
        found = seen.get((desktop.id, desktop.generation))
        step = _life(desktop, found, now, keeping.get(desktop.pool, REMOVED))
        if isinstance(step, Start):
            room -= 1
            if room < 0:
                continue
        if step is not None:
            yield step


def _starts(now: Situation) -> int:
    """How many may be begun. A slow host boots a few beside each other, and the image on trial is
    one of them: many would all be late [DVM10]."""
    if not now.pace.at_once:
        return STARTS_AT_ONCE
    booting = sum(one.phase is DesktopPhase.STARTING for one in now.seen) + now.on_trial
    return min(STARTS_AT_ONCE, max(0, now.pace.at_once - booting))


def _life(
    desktop: Desktop, found: SeenDesktop | None, now: Situation, keeping: Keeping
) -> Step | None:
    waits = desktop.not_before is not None and now.now < desktop.not_before  # [DK13]
    match desktop.state:
        case State.PLANNED:
            return None if waits or desktop.image in now.resting else Start(desktop)
        case State.PROVISIONING:
            return _provisioning(desktop, found, waits=waits)
        case State.RECYCLING:
            return None if waits else Destroy(desktop)
        case State.FAILED | State.GONE:
            return None  # plan_pool decides whether a failed one is still wanted
        case _:
            return _on_host(desktop, found, now) or _over(desktop, keeping, now)


def _provisioning(desktop: Desktop, found: SeenDesktop | None, *, waits: bool) -> Step | None:
    if found is None:
        return None if waits else Start(desktop)
    if found.phase is DesktopPhase.STOPPED:
        return Fail(desktop, "it stopped while it started")
    return Observe(desktop, found)


def _on_host(desktop: Desktop, found: SeenDesktop | None, now: Situation) -> Step | None:
    age = now.now - desktop.state_since
    if found is None:
        return _missing(desktop, now.now)
    if found.phase is DesktopPhase.STOPPED:
        return _lost(desktop)
    if desktop.state is State.BOOTING and found.ready:
        return Observe(desktop, found)
    if desktop.state is State.BOOTING and age > now.pace.slowest_boot:
        return Fail(desktop, f"no picture within {now.pace.boot:.0f} s")
    return None


def _over(desktop: Desktop, keeping: Keeping, now: Situation) -> Step | None:
    """Nobody came back to it in time [DK3] [DP5], or its person has left [DP15]."""
    if desktop.state not in {State.CLAIMED, State.DISCONNECTED}:
        return None
    longest = kept_for(keeping)
    if longest is not None and now.now - desktop.state_since > longest:
        return Recycle(desktop, "grace_over")
    return Recycle(desktop, "left") if desktop.id in now.left_behind else None


def kept_for(keeping: Keeping) -> timedelta | None:
    """How long a desktop without its person is kept; None has no end."""
    return None if keeping.linger is None else max(keeping.grace, keeping.linger)


def outlives_sign_out(keeping: Keeping) -> bool:
    """[DP4]"""
    return keeping.linger is None or keeping.linger > timedelta()


def _missing(desktop: Desktop, now: datetime) -> Step:
    if desktop.unseen_since is None or now - desktop.unseen_since < MISSED_FOR:
        return Unseen(desktop)
    if desktop.state is State.BOOTING:
        return Fail(desktop, "the host lost it while it started", is_hosts=True)
    return Recycle(desktop, "lost")


def _lost(desktop: Desktop) -> Step:
    if desktop.state is State.BOOTING:
        return Fail(desktop, "it stopped while it started")
    return Recycle(desktop, "lost")


def plan_orphans(now: Situation) -> Iterator[Step]:
    """What the host holds beyond our rows, at its second sight [DK6]."""
    for orphan in sorted(orphans(now) & now.suspects):
        yield RemoveOrphan(*orphan)


def orphans(now: Situation) -> frozenset[tuple[DesktopId, int]]:
    """An older generation of a living row is one too."""
    known = {(d.id, d.generation) for d in now.desktops}
    return frozenset((s.id, s.generation) for s in now.seen) - known


def plan_pool(
    pool: Pool, own: Sequence[Desktop], now: Situation, fresh: Callable[[], DesktopId]
) -> Iterator[Step]:
    """Adds, repeats or recycles until as many are warm as are wanted [DK4]."""
    image = _awake(now.images.get(pool.wish.image), now.resting)
    taken = sum(d.state in TAKEN for d in own) + now.elsewhere.get(pool.id, 0)
    current = [d for d in own if _fits(d, pool.wish, image)]
    outdated = [d for d in own if d.state is State.WARM and d not in current]
    warm = [d for d in current if d.state is State.WARM]
    coming = [d for d in own if d.state in COMING]
    owed = [d for d in coming if image and image.owes_a_try(d.image, d.failures)]
    goal = now.goals.get(pool.id, Goal(pool.wish.warm, pool.wish.warm))
    waiting, ready = now.waiting.get(pool.id, 0), len(warm) + len(coming)
    need = _within(pool, taken, goal.warm + waiting) - ready
    surplus = ready - len(owed) - _within(pool, taken, goal.keep + waiting)
    alive = taken + len(warm) + len(coming) + len(outdated)
    room = pool.wish.maximum - alive
    if image is not None:
        yield from (Add(fresh(), pool.id, image.pick(n)) for n in range(max(0, min(need, room))))
        yield from _again(coming, image, now.now)
    yield from _surplus([d for d in coming if d not in owed], warm, surplus)
    if need <= 0 and not coming:
        yield from (Recycle(d, "outdated") for d in outdated)
    elif room <= 0 and not coming:  # one makes way, once what took the last one's place is up
        yield from (Recycle(d, "outdated") for d in outdated[:1])


def _awake(image: Channel | None, resting: Collection[ImageKey]) -> Channel | None:
    """[DP9] What runs goes on, and nothing is begun of what rests."""
    if image is None or image.stable in resting:
        return None
    return replace(image, share=0) if image.canary in resting else image


def _within(pool: Pool, taken: int, wanted: int) -> int:
    return max(0, min(wanted, pool.wish.maximum - taken))


def _fits(desktop: Desktop, wish: PoolWish, image: Channel | None) -> bool:
    """Without a known image what runs is kept: the host may only be silent about it."""
    same_image = image is None or image.holds(desktop.image)
    same_face = desktop.zone == wish.zone and desktop.app == wish.app
    return same_image and same_face and desktop.size == wish.size


def _again(coming: Sequence[Desktop], image: Channel, now: datetime) -> Iterator[Step]:
    for desktop in coming:
        paused = desktop.not_before is not None and now < desktop.not_before
        if desktop.state is State.FAILED and not paused:
            yield Again(desktop, image.again(desktop.image, desktop.failures))


def _surplus(coming: Sequence[Desktop], warm: Sequence[Desktop], count: int) -> Iterator[Step]:
    """What is only coming goes before what is ready."""
    newest = sorted(warm, key=lambda d: (d.state_since, d.id), reverse=True)
    yield from (Recycle(d, "surplus") for d in [*coming, *newest][: max(0, count)])


def pause_after(failures: int) -> timedelta:
    """Doubles with each failure in a row, up to five minutes [DK13]."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures, 20)
    return min(doubled, LONGEST_PAUSE)


def check(wish: PoolWish, providers: Collection[Provider]) -> PoolWish:
    """Refuse what no host could keep."""
    _check_provider(wish.provider, providers)
    if not wish.name.strip():
        raise PoolImpossible(field="name")
    if not 0 <= wish.warm <= wish.maximum:
        raise PoolImpossible(field="warm", maximum=wish.maximum)
    if wish.maximum > MOST:
        raise PoolImpossible(field="maximum", maximum=MOST)
    if wish.zone is Zone.GUEST:
        raise PoolImpossible(field="zone")
    if is_nobody(wish.audience):
        raise PoolImpossible(field="audience")
    _check_kind(wish)
    field = check_readiness(wish.readiness)
    if field is not None:
        raise PoolImpossible(field=field)
    return wish


def _check_provider(wished: Provider, known: Collection[Provider]) -> None:
    if wished in known:
        return
    if wished == LIBVIRT:
        raise MachinesAbsent(command="./onmaru up --with vm")  # [DVM1]
    raise PoolImpossible(field="provider", known=sorted(known))


def boots_the_same(before: PoolWish, wish: PoolWish) -> bool:
    """What a pool had is not held against whoever changes something else of it."""
    return (before.provider, before.image) == (wish.provider, wish.image)


def check_image(wish: PoolWish, known: Collection[str] | None) -> None:
    """Refuse what nothing could be made of [DP14]; None where nobody knows yet."""
    if known is not None and wish.image not in known:
        raise PoolImpossible(field="image", image=wish.image, known=sorted(known))


def _check_kind(wish: PoolWish) -> None:
    if (wish.kind is Kind.APP) != bool(wish.app):
        raise PoolImpossible(field="app")
    if wish.homes and wish.kind is Kind.APP:
        raise PoolImpossible(field="homes")  # its program starts before its person is known
    grace, linger = wish.keeping.grace, wish.keeping.linger
    if not timedelta() <= grace <= LONGEST_GRACE:
        raise PoolImpossible(field="grace", longest_seconds=LONGEST_GRACE.total_seconds())
    if linger is None and wish.kind is not Kind.PERSISTENT:
        raise PoolImpossible(field="linger")
    if linger is not None and not timedelta() <= linger <= LONGEST_LINGER:
        raise PoolImpossible(field="linger", longest_seconds=LONGEST_LINGER.total_seconds())
    if wish.kind is Kind.PERSISTENT and not outlives_sign_out(wish.keeping):
        raise PoolImpossible(field="linger")
