"""A desktop is up, and the one program that it is for is not to be had."""

from datetime import timedelta
from typing import Any

from daas_broker.desktops.model import Lack
from tests.daas_broker.conftest import Broker

PROGRAM = "mousepad"


def place(broker: Broker, pool: str) -> Any:
    found = broker.world.as_user("ann").get("/api/desktops").get_json()["pools"]
    return next(one for one in found if one["pool_id"] == pool)


def of_admin(broker: Broker, pool: str) -> Any:
    found = broker.admin.get("/api/admin/pools").get_json()["pools"]
    return next(one for one in found if one["id"] == pool)


def look(broker: Broker) -> None:
    """As late as a keeper at rest looks again."""
    broker.world.pass_time(timedelta(seconds=11))
    broker.keep()


def test_a_pool_whose_program_is_missing_is_told_as_broken(broker: Broker) -> None:
    """[DP13]"""
    broker.host.lacks[PROGRAM] = Lack.ABSENT
    pool = broker.pool(kind="app", app=PROGRAM, homes=False, warm=2)
    other = broker.pool(name="다른 풀")
    broker.settle()
    look(broker)
    assert of_admin(broker, pool)["counts"] == {"warm": 2}
    assert of_admin(broker, pool)["lacking"] == {"absent": 2}
    assert (place(broker, pool)["warm"], place(broker, pool)["lacks"]) == (2, "absent")
    assert of_admin(broker, other)["lacking"] == {}
    assert place(broker, other)["lacks"] is None


def test_it_is_told_as_ready_once_the_program_is_there(broker: Broker) -> None:
    """[DP13]"""
    broker.host.lacks[PROGRAM] = Lack.CRASHING
    pool = broker.pool(kind="app", app=PROGRAM, homes=False)
    broker.settle()
    look(broker)
    assert place(broker, pool)["lacks"] == "crashing"
    del broker.host.lacks[PROGRAM]
    look(broker)
    assert place(broker, pool)["lacks"] is None
    assert of_admin(broker, pool)["lacking"] == {}


def test_where_one_works_nobody_is_told_that_all_are_broken(broker: Broker) -> None:
    """[DP13] Administrators still see how many are."""
    pool = broker.pool(kind="app", app=PROGRAM, homes=False, warm=2)
    broker.settle()
    broken = broker.desktops()[0]
    spec, since = broker.host.running[broken.id]
    broker.host.lacks["gone"] = Lack.SILENT
    broker.host.running[broken.id] = (spec.__class__(**{**vars(spec), "app": "gone"}), since)
    look(broker)
    assert place(broker, pool)["lacks"] is None
    assert of_admin(broker, pool)["lacking"] == {"silent": 1}
