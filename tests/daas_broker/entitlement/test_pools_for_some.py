from typing import Any

import pytest
from sqlalchemy import insert, update

from daas_broker.desktops.machine import State
from identity.people.store import divisions, people
from kernel.actor import Role
from tests.daas_broker.conftest import Broker


@pytest.fixture
def agency(broker: Broker) -> Broker:
    """ann in a section of the bureau, ben in the bureau itself, cho elsewhere and a manager."""
    world = broker.world
    with world.begin() as tx:
        tx.db.execute(
            insert(divisions),
            [
                {"id": "bureau", "name": "디지털정부국", "parent_id": None},
                {"id": "section", "name": "보안과", "parent_id": "bureau"},
            ],
        )
    for user, division, *roles in (
        ("ann", "section"),
        ("ben", "bureau"),
        ("cho", "div", Role.MEMBER, Role.MANAGER),
    ):
        world.person(user, *map(Role, roles))
        with world.begin() as tx:
            tx.db.execute(update(people).where(people.c.id == user).values(division_id=division))
    return broker


def only(**named: Any) -> dict[str, Any]:
    return {"everybody": False, **named}


def places(broker: Broker, user: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        broker.world.as_user(user).get("/api/desktops").get_json()["pools"]
    )
    return found


def sees(broker: Broker, user: str) -> list[str]:
    return [place["pool_id"] for place in places(broker, user)]


@pytest.mark.parametrize(
    ("named", "entitled"),
    [
        ({"people": ["cho"]}, {"cho"}),
        ({"divisions": ["bureau"]}, {"ann", "ben"}),
        ({"divisions": ["section"]}, {"ann"}),
        ({"roles": ["manager"]}, {"cho"}),
        ({"people": ["ben"], "roles": ["manager"]}, {"ben", "cho"}),
    ],
)
def test_who_is_not_entitled_is_not_shown_the_pool_and_finds_none(
    agency: Broker, named: dict[str, Any], entitled: set[str]
) -> None:
    """[DP2]"""
    pool = agency.pool(audience=only(**named), warm=3)
    agency.settle()
    for user in ("ann", "ben", "cho"):
        claim = agency.world.as_user(user).post(f"/api/desktops/pools/{pool}/claim")
        actor = agency.world.as_user(user).actor
        watched = agency.world.workplace.topics["pool"](actor, pool)
        if user in entitled:
            assert (claim.status_code, sees(agency, user), watched) == (200, [pool], True)
        else:
            assert (claim.status_code, claim.get_json()["code"]) == (404, "not_found")
            assert (sees(agency, user), watched) == ([], False)


def test_the_preview_says_how_many_a_pool_is_for(agency: Broker) -> None:
    """[DP2]"""
    agency.world.person("ida", Role.IT_ADMIN)
    path = "/api/admin/pools/audience"
    for named, count in (({"divisions": ["bureau"]}, 2), ({"roles": ["manager"]}, 1)):
        reply = agency.admin.post(path, **only(**named))
        assert reply.get_json() == {"count": count, "total": 4}
    assert agency.admin.post(path, everybody=True).get_json() == {"count": 4, "total": 4}
    assert agency.world.as_user("ann").post(path, everybody=True).status_code == 403


def test_whoever_loses_a_pool_keeps_the_desktop_and_gets_no_other(agency: Broker) -> None:
    """[DP3] [DK5]"""
    pool = agency.pool()
    agency.settle()
    ann = agency.world.as_user("ann")
    desktop = agency.claim("ann", pool)["desktop"]["desktop_id"]
    wish = {"name": "풀", "image": "internet", "audience": only(people=["ben"])}
    assert agency.admin.put(f"/api/admin/pools/{pool}", **wish).status_code == 200
    agency.settle()
    assert agency.desktop(desktop).state is State.CLAIMED
    assert sees(agency, "ann") == [pool]
    assert [p["entitled"] for p in places(agency, "ann")] == [False]
    assert [p["entitled"] for p in places(agency, "ben")] == [True]
    assert agency.claim("ann", pool)["desktop"]["desktop_id"] == desktop
    assert ann.post(f"/api/desktops/{desktop}/release").status_code == 204
    assert sees(agency, "ann") == []
    assert ann.post(f"/api/desktops/pools/{pool}/claim").status_code == 404


def test_a_pool_for_nobody_is_refused_and_whom_it_is_for_is_audited(agency: Broker) -> None:
    """[DP2] [DK12]"""
    reply = agency.admin.post("/api/admin/pools", name="풀", image="internet", audience=only())
    facts = reply.get_json()
    assert (reply.status_code, facts["code"]) == (400, "pool_impossible")
    pool = agency.pool(audience=only(people=["ann"]))
    assert [p["audience"]["people"] for p in listed(agency) if p["id"] == pool] == [["ann"]]
    assert ("ida", "daas_broker.create_pool", "done") in agency.world.audited()


def listed(broker: Broker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = broker.admin.get("/api/admin/pools").get_json()["pools"]
    return found
