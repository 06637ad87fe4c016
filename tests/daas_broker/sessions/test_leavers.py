"""What becomes of a desktop whose person has left the agency."""

from datetime import timedelta
from typing import Any

import pytest

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId
from daas_broker.pools.rules import LEFT_FOR
from identity.directory.model import PersonEntry
from identity.directory.store import deactivate_person, put_person
from kernel.actor import Role, UserId
from tests.daas_broker.conftest import Broker

OWN = {"kind": "persistent", "linger_seconds": None}
A_MINUTE = timedelta(minutes=1)
BACK = PersonEntry("ann", "ann", "앤", "", "", "", "", "", "div", frozenset({Role.MEMBER}))


def held(broker: Broker, **wish: Any) -> DesktopId:
    """By ann."""
    pool = broker.pool(warm=1, maximum=1, **wish)
    broker.settle()
    return DesktopId(broker.claim("ann", pool)["desktop"]["desktop_id"])


def leaves(broker: Broker) -> None:
    with broker.world.begin() as tx:
        deactivate_person(tx.db, UserId("ann"), broker.world.now())


def passes(broker: Broker, time: timedelta) -> None:
    broker.world.pass_time(time)
    broker.settle()


def told(broker: Broker) -> Any:
    """To an administrator who signs in just now."""
    admin = broker.world.sign_in("ida", Role.IT_ADMIN)
    return next(d for d in admin.get("/api/admin/desktops").get_json()["desktops"] if d["person"])


@pytest.mark.parametrize("away", [timedelta(), timedelta(days=90)])
def test_a_personal_desktop_goes_thirty_days_after_its_person_left(
    broker: Broker, away: timedelta
) -> None:
    """[DP15] [DK3] However long they had not come before."""
    desktop = held(broker, **OWN)
    passes(broker, away)
    assert told(broker)["left_until"] is None
    leaves(broker)
    passes(broker, LEFT_FOR - A_MINUTE)
    assert broker.desktop(desktop).state is State.CLAIMED
    assert told(broker)["left_until"]
    passes(broker, A_MINUTE)
    assert broker.desktop(desktop).state is State.GONE
    assert len(broker.desktops(State.WARM)) == 1  # its place is another's


def test_one_that_lingers_for_less_goes_when_its_time_is_over(broker: Broker) -> None:
    """[DP15] [DP5]"""
    desktop = held(broker, linger_seconds=3600)
    leaves(broker)
    passes(broker, timedelta(hours=2))
    assert broker.desktop(desktop).state is State.GONE


def test_who_comes_back_finds_their_desktop(broker: Broker) -> None:
    """[DP15] A directory may have been wrong for a while."""
    desktop = held(broker, **OWN)
    leaves(broker)
    passes(broker, LEFT_FOR - A_MINUTE)
    with broker.world.begin() as tx:
        put_person(tx.db, BACK)
    passes(broker, LEFT_FOR)
    assert broker.desktop(desktop).state is State.CLAIMED
