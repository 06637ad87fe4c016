from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import PoolId
from daas_broker.sessions.rules import STILL_ASKING
from kernel.actor import Actor, SessionId, UserId
from kernel.settings import Zone
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET


def test_a_click_takes_a_warm_desktop_and_the_pool_is_refilled(broker: Broker) -> None:
    """[DK4]"""
    pool = broker.pool(warm=1)
    broker.settle()
    found = broker.claim("ann", pool)
    assert found["queued"] is None
    assert found["desktop"]["state"] == "claimed"
    broker.settle()
    assert len(broker.desktops(State.WARM)) == 1
    assert broker.claim("ann", pool)["desktop"]["desktop_id"] == found["desktop"]["desktop_id"]


def test_who_finds_nothing_warm_has_a_place_and_an_estimate_and_is_served_in_order(
    broker: Broker,
) -> None:
    """[DK7] [DK4]"""
    broker.host.boot = timedelta(seconds=8)
    pool = broker.pool(warm=0, maximum=2)
    first, second, third = (broker.claim(user, pool)["queued"] for user in ("ann", "ben", "cho"))
    assert [q["position"] for q in (first, second, third)] == [1, 2, 3]
    assert first["estimate_seconds"] > 0
    broker.settle(8)
    assert broker.claim("cho", pool)["queued"]["position"] == 3
    assert broker.claim("ben", pool)["desktop"] is not None
    assert broker.claim("ann", pool)["desktop"] is not None
    assert broker.claim("cho", pool)["queued"]["position"] == 1
    assert len(broker.desktops()) == 2


def place_of(broker: Broker, user: str, pool: str) -> dict[str, object]:
    found = broker.world.as_user(user).get("/api/desktops").get_json()["pools"]
    return next(one for one in found if one["pool_id"] == pool)


def test_a_pool_whose_desktops_are_all_held_says_so_before_anybody_waits(broker: Broker) -> None:
    """[DK7]"""
    pool = broker.pool(warm=0, maximum=1)
    assert not place_of(broker, "ben", pool)["full"]
    broker.claim("ann", pool)
    broker.settle(12)
    broker.claim("ann", pool)
    broker.world.pass_time(timedelta(seconds=2))
    assert place_of(broker, "ben", pool)["full"]
    assert not place_of(broker, "ann", pool)["full"]


def test_who_leaves_or_stops_asking_gives_the_place_up(broker: Broker) -> None:
    """[DK7]"""
    pool = broker.pool(warm=0)
    for user in ("ann", "ben", "cho"):
        broker.claim(user, pool)
    broker.world.as_user("ann").delete(f"/api/desktops/pools/{pool}/claim")
    assert broker.claim("ben", pool)["queued"]["position"] == 1
    broker.world.pass_time(STILL_ASKING + timedelta(seconds=1))
    assert broker.claim("cho", pool)["queued"]["position"] == 1
    assert broker.claim("ben", pool)["queued"]["position"] == 2


def test_a_page_behind_others_which_its_browser_lets_ask_once_a_minute_keeps_its_place(
    broker: Broker,
) -> None:
    """[DK7]"""
    pool = broker.pool(warm=0)
    for user in ("ann", "ben"):
        broker.claim(user, pool)
    for _ in range(3):
        broker.world.pass_time(timedelta(seconds=63))  # a minute, and its way to us
        assert broker.claim("ben", pool)["queued"]["position"] == 2
        assert broker.claim("ann", pool)["queued"]["position"] == 1


def test_two_hundred_at_once_on_fifty_never_share_a_desktop(broker: Broker) -> None:
    """[DK1]"""
    pool = broker.pool(warm=50, maximum=50)
    broker.settle(12)
    assert len(broker.desktops(State.WARM)) == 50

    def take(number: int) -> object:
        actor = Actor(UserId(f"u{number % 160}"), SessionId(f"s{number}"), Zone.INTERNET)
        return broker.broker.seating.claim(actor, PoolId(pool))

    with ThreadPoolExecutor(6) as people:  # as many as World has connections
        found = [f for f in people.map(take, range(200)) if isinstance(f, Desktop)]
    assert len({desktop.id for desktop in found}) == 50
    assert Counter(d.state for d in broker.desktops()) == {State.CLAIMED: 50}


def test_somebody_elses_desktop_does_not_exist(broker: Broker) -> None:
    """[DK12]"""
    pool = broker.pool()
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    eve = broker.world.as_user("eve")
    assert eve.get(f"/api/desktops/{desktop}").status_code == 404
    assert eve.post(f"/api/desktops/{desktop}/tickets").status_code == 404
    assert eve.post(f"/api/desktops/{desktop}/release").status_code == 404
    assert broker.world.stranger().get("/api/desktops").status_code == 401


def test_guests_have_no_desktops(broker: Broker) -> None:
    """[DK12]"""
    pool = broker.pool()
    guest = broker.world.as_user("gus", zone=Zone.GUEST)
    reply = guest.post(
        f"/api/desktops/pools/{pool}/claim",
    )
    assert (reply.status_code, reply.get_json()["code"]) == (403, "no_desktops_here")


def test_a_pool_is_shown_with_the_title_of_its_image(broker: Broker) -> None:
    broker.pool()
    broker.keep_images()
    (place,) = broker.world.as_user("ann").get("/api/desktops").get_json()["pools"]
    assert (place["image"], place["image_title"]) == (INTERNET.name, INTERNET.title)


@pytest.mark.parametrize("linger", [0, 600])
def test_whoever_holds_a_desktop_knows_whether_a_sign_out_ends_it(
    broker: Broker, linger: int
) -> None:
    """[DP5] So that its page says nothing else once it is over."""
    pool = broker.pool(linger_seconds=linger)
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    told = broker.world.as_user("ann").get(f"/api/desktops/{desktop}").get_json()
    assert told["outlives_sign_out"] is (linger > 0)
    assert told["stays_seconds"] == max(300, linger)  # without its person [DP5]
