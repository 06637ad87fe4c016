from datetime import timedelta
from typing import Any

import pytest

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.sessions.service import DesktopEnded
from tests.daas_broker.conftest import Broker
from tests.support.world import SignedInClient

OWN = {"kind": "persistent", "linger_seconds": None, "maximum": 4}


def used(broker: Broker, **wish: Any) -> tuple[str, str, Stream]:
    """(pool, desktop, stream) of ann, who looks at it."""
    pool = broker.pool(**wish)
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    session = broker.world.as_user("ann").actor.session_id
    stream = Stream(DesktopId(desktop), session, ConnectionId("c1"))
    broker.broker.seating.connected(stream, "display-work")
    return pool, desktop, stream


def sign_out(broker: Broker) -> None:
    actor = broker.world.as_user("ann").actor
    sessions = broker.world.workplace.identity.sessions
    sessions.end_session(actor, actor.session_id, "signed_out")
    broker.world.deliver_events()


def sign_in(broker: Broker) -> SignedInClient:
    return broker.world.sign_in("ann")


def test_a_persistent_desktop_waits_over_sign_outs_for_its_person(broker: Broker) -> None:
    """[DP4]"""
    pool, desktop, stream = used(broker, **OWN)
    sign_out(broker)
    assert broker.desktop(desktop).state is State.DISCONNECTED
    assert broker.broker.seating.still_open([stream]) == set()
    broker.world.pass_time(timedelta(days=90))
    broker.settle()
    ann = sign_in(broker)
    again = ann.post(f"/api/desktops/pools/{pool}/claim").get_json()["desktop"]
    assert again["desktop_id"] == desktop
    assert ann.post(f"/api/desktops/{desktop}/tickets").status_code == 201


def test_a_stream_of_the_session_that_ended_does_not_come_back(broker: Broker) -> None:
    """[DP4] [DK9]"""
    _, desktop, stream = used(broker, **OWN)
    sign_out(broker)
    late = Stream(DesktopId(desktop), stream.session_id, ConnectionId("c2"))
    with pytest.raises(DesktopEnded):
        broker.broker.seating.connected(late, "display-work")


def test_a_persistent_desktop_ends_when_it_is_reset(broker: Broker) -> None:
    """[DP4] [DK3]"""
    pool, desktop, _ = used(broker, **OWN)
    ann = broker.world.as_user("ann")
    assert ann.post(f"/api/desktops/{desktop}/release").status_code == 204
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE
    fresh = broker.claim("ann", pool)["desktop"]["desktop_id"]
    assert fresh != desktop


def test_a_persistent_desktop_ends_with_its_pool_once_nobody_sits_at_it(broker: Broker) -> None:
    """[DP4] [DK5]"""
    pool, desktop, _ = used(broker, **OWN)
    broker.admin.delete(f"/api/admin/pools/{pool}")
    broker.settle()
    assert broker.desktop(desktop).state is State.IN_USE
    sign_out(broker)
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE


@pytest.mark.parametrize(("grace", "linger", "kept"), [(60, 0, 60), (60, 600, 600), (600, 0, 600)])
def test_a_lost_desktop_waits_as_long_as_its_pool_says(
    broker: Broker, grace: int, linger: int, kept: int
) -> None:
    """[DP5]"""
    _, desktop, stream = used(broker, grace_seconds=grace, linger_seconds=linger)
    broker.broker.seating.disconnected(stream)
    broker.world.pass_time(timedelta(seconds=kept - 1))
    broker.keep()
    assert broker.desktop(desktop).state is State.DISCONNECTED
    broker.world.pass_time(timedelta(seconds=2))
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE


def test_a_pooled_desktop_that_lingers_outlives_a_sign_out_and_its_time_ends_it(
    broker: Broker,
) -> None:
    """[DP5]"""
    _, desktop, _ = used(broker, linger_seconds=1200)
    sign_out(broker)
    broker.world.pass_time(timedelta(minutes=19))
    broker.keep()
    assert broker.desktop(desktop).state is State.DISCONNECTED
    broker.world.pass_time(timedelta(minutes=2))
    broker.settle()
    assert broker.desktop(desktop).state is State.GONE


def test_a_desktop_of_one_program_is_started_with_that_program(broker: Broker) -> None:
    """[DP4]"""
    pool = broker.pool(kind="app", app="chromium")
    broker.settle()
    [(spec, _)] = broker.host.running.values()
    assert spec.app == "chromium"
    wish = {"name": "풀", "image": "internet", "warm": 1, "kind": "app", "app": "libreoffice"}
    assert broker.admin.put(f"/api/admin/pools/{pool}", **wish).status_code == 200
    broker.settle(8)
    assert [spec.app for spec, _ in broker.host.running.values()] == ["libreoffice"]


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "app"},
        {"kind": "pooled", "app": "chromium"},
        {"kind": "pooled", "linger_seconds": None},
        {"kind": "persistent", "linger_seconds": 0},
    ],
)
def test_kinds_that_contradict_themselves_are_refused(broker: Broker, wish: dict[str, Any]) -> None:
    """[DP4] [DP5]"""
    reply = broker.admin.post("/api/admin/pools", name="풀", image="internet", **wish)
    assert (reply.status_code, reply.get_json()["code"]) == (400, "pool_impossible")
