"""Hosts that are full, that forget, and that lie."""

from datetime import timedelta

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from tests.daas_broker.conftest import Broker


def warm(broker: Broker) -> int:
    return len(broker.desktops(State.WARM))


def test_a_full_host_gives_what_it_has_and_the_rest_once_there_is_room(broker: Broker) -> None:
    """[DK13] [DK4]"""
    broker.host.capacity = 2
    broker.pool(warm=4)
    broker.settle(8)
    assert (warm(broker), len(broker.host.running)) == (2, 2)
    assert len(broker.desktops(State.PLANNED)) == 2
    assert broker.admin.get("/api/admin/circuits").get_json()["circuits"] == []
    broker.host.capacity = None
    broker.settle(10)
    assert warm(broker) == 4


def test_a_host_that_forgot_everything_is_filled_anew_and_its_users_are_told(
    broker: Broker,
) -> None:
    """[DK3] [DK4]"""
    pool = broker.pool(warm=2)
    broker.settle()
    desktop = broker.claim("ann", pool)["desktop"]["desktop_id"]
    before = broker.host.epoch
    broker.host.forget_all()
    broker.world.pass_time(timedelta(seconds=15))
    broker.settle(10)
    assert broker.desktop(desktop).state is State.GONE
    assert [p for _, event, p in broker.world.hints if event == "desktop.ended"]
    assert warm(broker) == 2
    assert broker.host.epoch >= before
    assert {d.id for d in broker.desktops()} == set(broker.host.running)


def test_a_desktop_that_a_host_denies_once_is_left_alone(broker: Broker) -> None:
    """[DK5]"""
    pool = broker.pool(warm=1)
    broker.settle()
    desktop = DesktopId(broker.claim("ann", pool)["desktop"]["desktop_id"])
    broker.host.hides.add(desktop)
    broker.keep()
    broker.host.hides.clear()
    broker.settle()
    assert broker.desktop(desktop).state is State.CLAIMED
    assert desktop in broker.host.running


def test_a_desktop_that_a_host_goes_on_denying_leaves_nothing_running_behind_it(
    broker: Broker,
) -> None:
    """[DK3] [DK6]"""
    pool = broker.pool(warm=1)
    broker.settle()
    desktop = DesktopId(broker.claim("ann", pool)["desktop"]["desktop_id"])
    broker.host.hides.add(desktop)
    broker.settle(8)
    assert broker.desktop(desktop).state is State.GONE
    assert desktop not in broker.host.running
