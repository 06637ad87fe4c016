"""The field is of the work zone, whatever of it is asked for."""

import base64

import pytest

from kernel.settings import Zone
from tests.mobile_admin.submissions.test_openrosa import head, opened
from tests.suite.test_house import PARAMETER, methods
from tests.support.world import World


@pytest.mark.parametrize("zone", [Zone.INTERNET, Zone.GUEST])
def test_in_another_zone_nothing_of_it_opens(world: World, zone: Zone) -> None:
    """[FW1] Each endpoint that asks for a sign-in."""
    opened(world)
    there = world.sign_in("clerk", zone=zone)
    asked = 0
    for rule in world.app.url_map.iter_rules():
        view = world.app.view_functions[rule.endpoint]
        if not rule.endpoint.startswith("mobile_") or getattr(view, "is_public", False):
            continue
        path = PARAMETER.sub(lambda part: "1" if part[1] == "int" else "none", rule.rule)
        for method in methods(rule):
            answer = there.call(method, path)
            assert (answer.status_code, "zone_closed" in answer.text) == (403, True), path
            asked += 1
    assert asked > 50


def test_answers_for_programs_are_of_the_work_zone_as_well(world: World) -> None:
    """[FW1] [EX4]"""
    opened(world)
    path = "/api/field/odata/f1.svc"
    given = head(world).post("/api/field/devices", name="엑셀").get_json()
    pair = f"{given['user_name']}:{given['secret']}".encode()
    told = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    statuses = [
        world.stranger().get(path, headers=told | {"X-Onmaru-Zone": zone}).status_code
        for zone in ("work", "internet", "guest")
    ]
    assert statuses == [200, 404, 404]
    assert head(world).get(path).status_code == 200
    boss = world.sign_in("boss", zone=Zone.INTERNET)
    assert boss.get(path).get_json()["error"]["code"] == "zone_closed"


def test_news_of_it_is_told_in_the_work_zone_only(world: World) -> None:
    """[FW1]"""
    opened(world)
    watches = world.workplace.field.part().topics["field-submissions"]
    assert watches(world.sign_in("clerk").actor, "div")
    assert not watches(world.sign_in("clerk", zone=Zone.INTERNET).actor, "div")
