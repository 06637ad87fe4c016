"""What a queue says must hold, from one who waits to hundreds."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import DesktopSize, PoolId
from daas_broker.pools.model import Pool, PoolWish
from daas_broker.sessions import rules
from daas_broker.sessions.model import HeldBack, Queued, Waiter
from daas_broker.sessions.rules import Prospects
from kernel.actor import Actor, SessionId, UserId
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker

PEOPLE, DESKTOPS, LEAVE = 400, 60, 20
SPANS = st.none() | st.integers(1, 40_000).map(lambda seconds: timedelta(seconds=seconds))
PROSPECTS = st.builds(
    Prospects, st.integers(0, 50), st.integers(0, 50), st.integers(0, 200), SPANS, SPANS
)


def pool_of(maximum: int) -> Pool:
    wish = PoolWish("풀", "internet", Zone.INTERNET, DesktopSize(), 1, maximum)
    return Pool(PoolId("p"), wish, datetime(2030, 1, 7, tzinfo=UTC))


@given(st.integers(0, 300), st.integers(1, 200), PROSPECTS)
def test_who_stands_further_back_is_never_told_to_wait_less(
    ahead: int, maximum: int, now: Prospects
) -> None:
    """[DK7] [DP10]"""
    first = rules.queue(ahead, pool_of(maximum), now)
    second = rules.queue(ahead + 1, pool_of(maximum), now)
    assert (first.position, second.position) == (ahead + 1, ahead + 2)
    assert first.estimate is None or first.estimate >= rules.SHORTEST
    if first.estimate is None:
        assert second.estimate is None
    elif second.estimate is not None:
        assert second.estimate >= first.estimate


@given(st.integers(0, 300), st.integers(1, 200), PROSPECTS, st.integers(0, 20))
def test_more_on_the_way_and_shorter_boots_never_make_it_longer(
    ahead: int, maximum: int, now: Prospects, more: int
) -> None:
    """[DP10]"""
    told = rules.queue(ahead, pool_of(maximum), now).estimate
    helped = rules.queue(ahead, pool_of(maximum), replace(now, coming=now.coming + more)).estimate
    assert (told is None) == (helped is None)
    assert told is None or helped is None or helped <= told


def test_a_queue_is_told_as_it_is_served_pool_by_pool() -> None:
    """[DK7] [DU6]"""
    nine = datetime(2030, 1, 7, 9, tzinfo=UTC)
    came = [("p", "ann"), ("q", "ben"), ("p", "eve"), ("p", "dan")]
    waiting = [
        Waiter(PoolId(pool), UserId(who), nine + timedelta(seconds=n))
        for n, (pool, who) in enumerate(came)
    ]
    told = rules.in_order(waiting, {UserId("ann"): HeldBack.LAST})
    assert [(w.pool_id, w.person_id, w.position) for w in told] == [
        ("p", "eve", 1), ("p", "dan", 2), ("p", "ann", 3), ("q", "ben", 1),
    ]  # fmt: skip
    assert told[2].held_back is HeldBack.LAST


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_warm_desktop_is_left_for_each_who_came_first(ahead: int, warm: int) -> None:
    """[DK7]"""
    assert rules.may_take(ahead, warm) == (warm - ahead >= 1)


def ask(broker: Broker, pool: str, numbers: Iterable[int]) -> dict[int, Desktop | Queued]:
    def one(number: int) -> tuple[int, Desktop | Queued]:
        actor = Actor(UserId(f"u{number}"), SessionId(f"s{number}"), Zone.INTERNET)
        return number, broker.broker.seating.claim(actor, PoolId(pool))

    with ThreadPoolExecutor(6) as people:
        return dict(people.map(one, numbers))


def places(found: dict[int, Desktop | Queued]) -> list[int]:
    """Who waits, in the order in which they stand; each place is somebody's, and only one's."""
    waiting = {said.position: who for who, said in found.items() if isinstance(said, Queued)}
    assert sorted(waiting) == list(range(1, len(waiting) + 1))
    return [waiting[position] for position in sorted(waiting)]


def test_four_hundred_who_come_at_once_are_told_the_truth_and_served_in_turn(
    broker: Broker,
) -> None:
    """[DK1] [DK7] [DP10] E21"""
    pool = broker.pool(warm=DESKTOPS, maximum=DESKTOPS)
    broker.settle(12)
    assert len(broker.desktops(State.WARM)) == DESKTOPS
    came = ask(broker, pool, range(PEOPLE))
    seated = {who: said.id for who, said in came.items() if isinstance(said, Desktop)}
    assert len(set(seated.values())) == DESKTOPS
    waiting = ask(broker, pool, set(came) - set(seated))
    in_turn = places(waiting)
    assert len(in_turn) == PEOPLE - DESKTOPS
    for who in list(seated)[:LEAVE]:
        actor = Actor(UserId(f"u{who}"), SessionId(f"s{who}"), Zone.INTERNET)
        broker.broker.seating.release(actor, seated[who])
    broker.settle(8)
    assert len(broker.desktops(State.WARM)) == LEAVE
    last = ask(broker, pool, in_turn[LEAVE:][-LEAVE:])
    assert not [said for said in last.values() if isinstance(said, Desktop)]
    served = ask(broker, pool, in_turn[:LEAVE])
    assert len({said.id for said in served.values() if isinstance(said, Desktop)}) == LEAVE
    assert places(ask(broker, pool, in_turn[LEAVE:])) == in_turn[LEAVE:]
