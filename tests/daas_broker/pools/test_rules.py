"""The plan against a simple world: a host that obeys, and rows that follow the arrows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.machine import COMING, TAKEN, Desktop, State
from daas_broker.desktops.model import (
    PODMAN,
    DesktopId,
    DesktopPhase,
    DesktopSize,
    Endpoint,
    ImageKey,
    Pace,
    PoolId,
    SeenDesktop,
)
from daas_broker.images.model import Channel
from daas_broker.pools import rules
from daas_broker.pools.model import Pool, PoolWish
from daas_broker.pools.rules import (
    Add,
    Again,
    Destroy,
    Fail,
    Observe,
    Recycle,
    RemoveOrphan,
    Situation,
    Start,
    Step,
    Unseen,
)
from kernel.errors import Invalid
from kernel.settings import Zone

NOW = datetime(2030, 1, 7, tzinfo=UTC)
OLD, NEW = ImageKey("internet-000000000000"), ImageKey("internet-111111111111")
POOL = PoolId("pool")
SOCKETS = Endpoint("/d", "/t")
SIZE = DesktopSize()
NUMBERS = count()


def pool(warm: int, maximum: int) -> Pool:
    return Pool(POOL, PoolWish("인터넷", "internet", Zone.INTERNET, SIZE, warm, maximum), NOW)


def seen_as(desktop: Desktop, phase: DesktopPhase) -> SeenDesktop:
    return SeenDesktop(
        desktop.id, desktop.generation, desktop.pool, desktop.image, phase, NOW, SOCKETS, None, None
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    maximum = draw(st.integers(1, 6))
    desktops, seen = [], []
    for number in range(draw(st.integers(0, 6))):
        state = draw(st.sampled_from([s for s in State if s is not State.GONE]))
        age = draw(st.integers(0, 600))
        desktop = Desktop(
            id=DesktopId(f"d{number:07}"),
            generation=draw(st.integers(1, 3)),
            pool=draw(st.sampled_from([POOL, PoolId("removed")])),
            image=draw(st.sampled_from([OLD, NEW])),
            zone=Zone.INTERNET,
            size=SIZE,
            state=state,
            state_since=NOW - timedelta(seconds=age),
            not_before=draw(st.sampled_from([None, NOW + timedelta(seconds=5)])),
            unseen_since=draw(st.sampled_from([None, NOW - timedelta(seconds=10)])),
        )
        desktops.append(desktop)
        if draw(st.booleans()):
            seen.append(seen_as(desktop, draw(st.sampled_from(list(DesktopPhase)))))
    images = {"internet": Channel(NEW)} if draw(st.booleans()) else {}
    waiting = {POOL: draw(st.integers(0, 3))}
    held = [pool(draw(st.integers(0, maximum)), maximum)]
    return Situation(held, images, desktops, seen, waiting, frozenset(), NOW)


def planned(now: Situation) -> list[Step]:
    return rules.plan(now, lambda: DesktopId(f"n{next(NUMBERS):07}"))


def applied(now: Situation, steps: list[Step]) -> Situation:
    """What the keeper would make of them, with a host that does as it is told."""
    rows = {d.id: d for d in now.desktops}
    held = {(s.id, s.generation): s for s in now.seen}
    for step in steps:
        _apply(step, rows, held, now.now)
    alive = [d for d in rows.values() if d.state is not State.GONE]
    return replace(now, desktops=alive, seen=list(held.values()))


def _apply(  # noqa: C901, PLR0915 - one arm for each kind of step
    step: Step,
    rows: dict[DesktopId, Desktop],
    held: dict[tuple[DesktopId, int], SeenDesktop],
    now: datetime,
) -> None:
    match step:
        case Add(desktop, pool_id, image):
            row = Desktop(desktop, 1, pool_id, image, Zone.INTERNET, SIZE, State.PLANNED, now)
            rows.setdefault(desktop, row)
        case RemoveOrphan(desktop, generation):
            held.pop((desktop, generation), None)
        case Unseen(desktop):
            rows[desktop.id] = replace(desktop, unseen_since=now)
        case _ if rows.get(step.desktop.id) != step.desktop:
            return  # compare-and-set: it is no longer as the plan saw it
        case Start(desktop):
            held[desktop.id, desktop.generation] = seen_as(desktop, DesktopPhase.READY)
            rows[desktop.id] = replace(desktop, state=State.WARM, state_since=now, not_before=None)
        case Observe(desktop, seen):
            state = State.WARM if seen.ready else State.BOOTING
            rows[desktop.id] = replace(desktop, state=state, state_since=now)
        case Fail(desktop):
            pause = now + timedelta(seconds=4)
            rows[desktop.id] = replace(desktop, state=State.FAILED, not_before=pause)
        case Again(desktop, image):
            held.pop((desktop.id, desktop.generation), None)
            following = replace(desktop, generation=desktop.generation + 1, image=image)
            rows[desktop.id] = replace(following, state=State.PLANNED, not_before=None)
        case Recycle(desktop):
            rows[desktop.id] = desktop.moved(State.RECYCLING, now)
        case Destroy(desktop):
            held.pop((desktop.id, desktop.generation), None)
            rows[desktop.id] = desktop.moved(State.GONE, now)


@given(situations())
def test_a_plan_carried_out_twice_is_the_plan_carried_out_once(now: Situation) -> None:
    """[DK2]"""
    steps = planned(now)
    once = applied(now, steps)
    assert applied(once, steps) == once


@given(situations())
def test_desktops_in_use_are_left_alone(now: Situation) -> None:
    """[DK5]"""
    for step in planned(now):
        if isinstance(step, Add | RemoveOrphan | Unseen) or step.desktop.state not in TAKEN:
            continue
        assert isinstance(step, Recycle)
        assert step.reason in {"lost", "grace_over"}


@given(situations())
def test_it_comes_to_rest_with_as_many_warm_as_were_asked_for(now: Situation) -> None:
    """[DK4]"""
    for _ in range(16):
        now = applied(now, planned(now))
        now = replace(now, now=now.now + timedelta(seconds=60))
    own = [d for d in now.desktops if d.pool == POOL]
    wish = now.pools[0].wish
    taken = sum(d.state in TAKEN for d in own)
    assert not [s for s in planned(now) if isinstance(s, Add | Recycle | Again)]
    assert len(own) - taken <= wish.maximum
    if now.images:
        wanted = max(0, min(wish.warm + now.waiting[POOL], wish.maximum - taken))
        assert sum(d.state is State.WARM for d in own) == wanted
    assert all(d.state in TAKEN for d in now.desktops if d.pool != POOL)


@given(situations())
def test_no_pool_grows_beyond_its_maximum(now: Situation) -> None:
    """[DK4]"""
    before = [d for d in now.desktops if d.pool == POOL and d.state is not State.RECYCLING]
    grown = sum(isinstance(step, Add) for step in planned(now))
    assert grown == 0 or grown + len(before) <= now.pools[0].wish.maximum + sum(
        isinstance(s, Recycle | Fail) for s in planned(now)
    )


def test_an_orphan_is_removed_at_its_second_sight() -> None:
    """[DK6]"""
    stray = Desktop(DesktopId("d0000009"), 1, POOL, NEW, Zone.INTERNET, SIZE, State.WARM, NOW)
    now = Situation([], {}, [], [seen_as(stray, DesktopPhase.READY)], {}, frozenset(), NOW)
    assert planned(now) == []
    again = replace(now, suspects=rules.orphans(now))
    assert planned(again) == [RemoveOrphan(stray.id, 1)]


def test_a_new_image_replaces_warm_desktops_one_by_one_and_used_ones_never() -> None:
    """[DK5]"""
    desktops = [
        Desktop(DesktopId(f"d000000{n}"), 1, POOL, OLD, Zone.INTERNET, SIZE, state, NOW)
        for n, state in enumerate([State.WARM, State.WARM, State.IN_USE])
    ]
    seen = [seen_as(d, DesktopPhase.READY) for d in desktops]
    now = Situation([pool(2, 3)], {"internet": Channel(NEW)}, desktops, seen, {}, frozenset(), NOW)
    steps = planned(now)
    assert [type(step) for step in steps] == [Recycle]  # no room: one makes way
    for _ in range(6):
        now = applied(now, planned(now))
    images = {d.id: d.image for d in now.desktops}
    assert images.pop(DesktopId("d0000002")) == OLD
    assert list(images.values()) == [NEW, NEW]


def test_pauses_grow_and_have_an_end() -> None:
    """[DK13]"""
    pauses = [rules.pause_after(failures) for failures in range(100)]
    assert pauses == sorted(pauses)
    assert pauses[1] == timedelta(seconds=4)
    assert pauses[-1] == timedelta(minutes=5)


@pytest.mark.parametrize(
    "change",
    [{"warm": 5}, {"maximum": 501}, {"name": " "}, {"zone": Zone.GUEST}, {"provider": "libvirt"}],
)
def test_a_pool_that_no_host_could_keep_is_refused(change: dict[str, object]) -> None:
    """[DK4]"""
    wish = replace(pool(1, 4).wish, **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        rules.check(wish, [PODMAN])


def test_only_the_arrows_of_its_life_are_open_to_a_desktop() -> None:
    """[DK2]"""
    used = Desktop(DesktopId("d0000001"), 1, POOL, NEW, Zone.INTERNET, SIZE, State.IN_USE, NOW)
    with pytest.raises(AssertionError):
        used.moved(State.WARM, NOW)
    assert COMING.isdisjoint(TAKEN)


@pytest.mark.parametrize(("failures", "tries"), [(1, True), (2, False)])
def test_a_canary_that_failed_is_tried_once_more_where_the_pool_could_do_without(
    failures: int, *, tries: bool
) -> None:
    """[DPR8] [IR3]"""
    ready = Desktop(
        DesktopId("d1"), 1, POOL, OLD, Zone.INTERNET, SIZE, State.WARM, NOW - timedelta(minutes=5)
    )
    failed = replace(ready, id=DesktopId("d2"), image=NEW, state=State.FAILED, failures=failures)
    channels = {"internet": Channel(OLD, NEW, 5, 1)}
    seen = [seen_as(ready, DesktopPhase.READY)]
    now = Situation([pool(1, 4)], channels, [ready, failed], seen, {}, frozenset(), NOW)
    steps = [step for step in planned(now) if getattr(step, "desktop", None) == failed]
    assert (Again(failed, NEW) in steps) == tries
    assert any(isinstance(step, Recycle) for step in steps) != tries


@given(now=situations(), at_once=st.integers(1, 3), on_trial=st.booleans())
def test_on_a_slow_host_no_more_boot_beside_each_other_than_it_has_room_for(
    *, now: Situation, at_once: int, on_trial: bool
) -> None:
    """[DVM10]"""
    slow = replace(now, pace=Pace(at_once=at_once), on_trial=on_trial)
    booting = sum(one.phase is DesktopPhase.STARTING for one in now.seen)
    begun = sum(isinstance(step, rules.Start) for step in planned(slow))
    assert begun == 0 or begun + booting + on_trial <= at_once


def test_how_long_a_desktop_may_boot_is_its_hosts_to_say() -> None:
    """[DVM10]"""
    one = replace(
        Desktop(DesktopId("d0000001"), 1, POOL, NEW, Zone.INTERNET, SIZE, State.BOOTING, NOW),
        state_since=NOW - timedelta(seconds=200),
    )
    seen = [seen_as(one, DesktopPhase.STARTING)]
    now = Situation([pool(1, 1)], {"internet": Channel(NEW)}, [one], seen, {}, frozenset(), NOW)
    assert rules.Fail in {type(step) for step in planned(now)}
    assert planned(replace(now, pace=Pace(boot=300))) == []
