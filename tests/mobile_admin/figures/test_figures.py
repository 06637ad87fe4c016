from datetime import timedelta

from tests.mobile_admin.cases.desk import Desk
from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World


def test_cases_are_told_by_state_and_by_day(world: World) -> None:
    """[FG1]"""
    desk = Desk(world)
    first, _ = desk.case(), desk.case()
    world.pass_time(timedelta(hours=16))  # past midnight in Seoul
    desk.head = world.sign_in("boss")
    desk.assign(first["id"], "clerk")
    desk.assign(first["id"], "peer", seen=1)
    told = desk.head.get("/api/field/figures/cases", days=2).get_json()
    assert told["days"] == ["2030-01-07", "2030-01-08"]
    lines = {line["step"]: line["counts"] for line in told["lines"]}
    assert (lines["open"], lines["assign"], lines["close"]) == ([2, 0], [0, 1], [0, 0])
    states = {each["state"]: each["count"] for each in told["states"]}
    assert (states["received"], states["assigned"], states["closed"]) == (1, 1, 0)
    assert world.as_user("clerk").get("/api/field/figures/cases").status_code in {401, 403}


def test_every_choice_is_told_also_what_nobody_took(world: World) -> None:
    """[FG1]"""
    opened(world)
    phone = Phone(world)
    for kind in ("restaurant", "restaurant", "bakery"):
        assert phone.send(xml(kind=kind), sign_png=b"s").status_code == 201
    told = head(world).get("/api/field/figures/forms/f1", days=1).get_json()
    assert (told["total"], told["counted"], told["sent"]) == (3, 3, [3])
    [asked] = [q for q in told["questions"] if q["path"].endswith("/kind")]
    counts = {share["value"]: share["count"] for share in asked["shares"]}
    assert (asked["answered"], counts["restaurant"], counts["bakery"]) == (3, 2, 1)
    assert 0 in counts.values()
    assert world.as_user("clerk").get("/api/field/figures/forms/f1").status_code == 404
