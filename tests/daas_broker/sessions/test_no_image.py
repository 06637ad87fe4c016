"""A pool whose image is nowhere: what its people and administrators are told."""

from dataclasses import replace
from typing import Any

from daas_broker.desktops.model import ImageKey
from tests.daas_broker.conftest import Broker
from tests.support.fakes.desktop_host import INTERNET


def card(broker: Broker, who: str, pool: str) -> Any:
    reply = broker.world.as_user(who).get("/api/desktops")
    return next(one for one in reply.get_json()["pools"] if one["pool_id"] == pool)


def pool_without(broker: Broker) -> str:
    pool = broker.pool(image="hwp", warm=1)
    broker.keep_images()
    broker.settle()
    return pool


def test_nobody_is_promised_a_desktop_that_nothing_could_be_made_of(broker: Broker) -> None:
    """[DP14] [DP10]"""
    pool = pool_without(broker)
    queued = broker.claim("ann", pool)["queued"]
    assert (queued["why"], queued["estimate_seconds"]) == ("no_image", None)
    assert card(broker, "ben", pool)["imageless"]
    told = broker.admin.get("/api/admin/desktops/waiting").get_json()
    assert [one["why"] for one in told["waiting"]] == ["no_image"]


def test_once_the_image_is_there_who_waits_is_served(broker: Broker) -> None:
    """[DP14] [DK7]"""
    pool = pool_without(broker)
    broker.claim("ann", pool)
    broker.host.known_images.append(replace(INTERNET, key=ImageKey("hwp-1"), name="hwp"))
    broker.keep_images()
    broker.settle()
    assert broker.claim("ann", pool)["desktop"]
    assert not card(broker, "ben", pool)["imageless"]


def test_what_runs_is_still_to_be_had_when_its_image_went(broker: Broker) -> None:
    """[DP14]"""
    pool = broker.pool(warm=1)
    broker.keep_images()
    broker.settle()
    assert not card(broker, "ann", pool)["imageless"]
    broker.host.known_images = [replace(INTERNET, key=ImageKey("hwp-1"), name="hwp")]
    broker.keep_images()
    broker.settle()
    found = card(broker, "ann", pool)
    assert (found["imageless"], found["warm"]) == (True, 1)
    assert broker.claim("ann", pool)["desktop"]
    assert broker.claim("ben", pool)["queued"]["why"] == "no_image"


def test_a_pool_of_an_image_that_nobody_could_make_is_refused(broker: Broker) -> None:
    """[DP14] What was made before any image was seen, or lost its image, may be changed."""
    lost = pool_without(broker)
    wish = {"name": "풀", "image": "hwp", "warm": 0, "maximum": 2}
    refused = broker.admin.post("/api/admin/pools", **wish)
    assert (refused.status_code, refused.get_json()["code"]) == (400, "pool_impossible")
    assert (refused.get_json()["field"], refused.get_json()["image"]) == ("image", "hwp")
    good = broker.pool()
    assert broker.admin.put(f"/api/admin/pools/{good}", **wish).get_json()["field"] == "image"
    assert broker.admin.put(f"/api/admin/pools/{lost}", **wish).status_code == 200
    wish["image"] = "internet"
    assert broker.admin.put(f"/api/admin/pools/{lost}", **wish).status_code == 200
