from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from gzip import compress

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from identity.people.store import divisions, people
from mobile_admin.assignments.store import assignments
from tests.mobile_admin.cases.desk import Desk, today
from tests.mobile_admin.submissions.test_openrosa import opened
from tests.support.world import World


def test_who_assigns_second_is_told_who_has_it(world: World) -> None:
    """[AS1] [AS2]"""
    desk = Desk(world)
    case = desk.case()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(desk.assign, case["id"], f"clerk{n}") for n in range(4)]
    answers = sorted((each.result() for each in asked), key=lambda a: a.status_code)
    assert [a.status_code for a in answers] == [200, 409, 409, 409]
    holder = answers[0].get_json()["person_id"]
    for told in (a.get_json() for a in answers[1:]):
        assert (told["code"], told["holder"], told["lease_rev"]) == (
            "assigned_meanwhile",
            holder,
            1,
        )
        assert told["at"]


def test_a_case_has_one_lead_even_past_the_program(world: World) -> None:
    """[AS1]"""
    desk = Desk(world)
    case = desk.case()
    given = desk.assign(case["id"], "clerk").get_json()
    with world.begin() as tx:
        row = tx.db.execute(select(assignments).where(assignments.c.id == given["id"])).one()
    other = insert(assignments).values(**{**row._mapping, "id": "x", "lease_rev": 9})
    with pytest.raises(IntegrityError), world.begin() as tx:
        tx.db.execute(other)


def test_reassigning_ends_the_lease_and_the_next_has_the_next_number(world: World) -> None:
    """[AS2] [AS4]"""
    desk = Desk(world)
    case = desk.case()
    desk.assign(case["id"], "clerk")
    again = desk.assign(case["id"], "peer", seen=1, in_days=2, reason="휴가").get_json()
    assert (again["lease_rev"], again["person_id"]) == (2, "peer")
    assert again["lease_until"] == "2030-01-12T15:00:00Z", "three days beyond the 9th, in Seoul"
    told = desk.head.get(f"/api/field/cases/{case['id']}/assignments").get_json()["assignments"]
    assert [(a["name"], a["ending"]) for a in told] == [("clerk", "reassigned"), ("peer", None)]
    path = f"/api/field/cases/{case['id']}/lead"
    stale = desk.head.call("DELETE", path, query_string={"seen": 1})
    assert (stale.status_code, stale.get_json()["holder"]) == (409, "peer")
    gone = desk.head.call("DELETE", path, query_string={"seen": 2})
    assert gone.get_json()["state"] == "received"
    assert desk.assign(case["id"], "clerk", seen=0).get_json()["lease_rev"] == 3
    topics = [topic for topic, hint, _ in world.hints if hint == "field.today.changed"]
    assert topics == ["person:clerk", "person:clerk", "person:peer", "person:peer", "person:clerk"]


def test_only_who_is_at_work_here_is_given_what_there_is_to_visit(world: World) -> None:
    """[AS3]"""
    desk = Desk(world)
    case, other = desk.case(), desk.case()
    world.person("leaver")
    world.person("far")
    with world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="far", name="다른과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == "far").values(division_id="far"))
        tx.db.execute(update(people).where(people.c.id == "leaver").values(is_active=False))
    for person in ("far", "leaver"):
        assert desk.assign(case["id"], person).get_json()["code"] == "no_inspector"
    assert desk.assign(case["id"], "clerk", in_days=-1).get_json()["code"] == "not_a_plan"
    desk.step(other["id"], "reject", "관할이 아님")
    assert desk.assign(other["id"], "clerk").get_json()["code"] == "not_assignable"
    assert world.as_user("clerk").put(
        f"/api/field/cases/{case['id']}/lead", person_id="clerk", seen=0, planned_on="2030-01-07"
    ).status_code == 404  # fmt: skip
    named = [i["id"] for i in desk.head.get("/api/field/inspectors").get_json()["inspectors"]]
    assert named == ["boss", "clerk"]


def test_many_are_assigned_each_for_itself(world: World) -> None:
    """[AS2]"""
    desk = Desk(world)
    first, second = desk.case(), desk.case()
    desk.assign(first["id"], "peer")
    world.person("clerk")
    seen = [{"case_id": case["id"], "seen": 0} for case in (first, second)]
    asked = desk.head.post(
        "/api/field/assignments", cases=seen, person_id="clerk", planned_on="2030-01-07"
    )
    told = asked.get_json()["results"]
    assert [each["code"] for each in told] == ["assigned_meanwhile", None]
    assert told[0]["facts"]["holder"] == "peer"


def test_today_is_in_order_with_all_that_one_needs_at_the_door(world: World) -> None:
    """[AS5]"""
    desk, form = Desk(world), opened(world)
    older = desk.case()
    desk.assign(older["id"], "clerk")
    desk.step(older["id"], "suspend", "보류함", outcome="시정명령")
    site = desk.read(older["id"])["site"]["id"]
    again = desk.head.post(
        "/api/field/cases", site_id=site, kind="재점검", form_key=form.id
    ).get_json()
    second, tomorrow = desk.case(), desk.case()
    desk.assign(again["id"], "clerk", seat=2)
    desk.assign(second["id"], "clerk", seat=1)
    desk.assign(tomorrow["id"], "clerk", in_days=1)
    clerk = world.as_user("clerk")
    found = today(clerk)
    assert [v["case"]["id"] for v in found["visits"]] == [second["id"], again["id"]]
    visit = found["visits"][1]
    assert visit["form"]["form_id"] == "food_hygiene"
    assert [past["outcome"] for past in visit["past"]] == ["시정명령"]
    assert (visit["site"]["lat"], visit["subject"]["code"]) == (36.5, "업소-0001")
    order = [v["assignment"]["id"] for v in reversed(found["visits"])]
    assert clerk.put("/api/field/today/order", order=order).status_code == 204
    assert [v["case"]["id"] for v in today(clerk)["visits"]] == [again["id"], second["id"]]
    foreign = world.as_user("peer").put("/api/field/today/order", order=order)
    assert foreign.status_code == 404
    world.pass_time(timedelta(days=1))
    assert len(today(world.sign_in("clerk"))["visits"]) == 3, "what was left goes on"


def test_a_later_fetch_brings_what_changed_and_what_is_gone(world: World) -> None:
    """[AS5]"""
    desk = Desk(world)
    cases = [desk.case() for _ in range(3)]
    for case in cases:
        desk.assign(case["id"], "clerk")
    clerk = world.as_user("clerk")
    world.pass_time(timedelta(minutes=5))
    answer = clerk.get("/api/field/today")
    tag = answer.headers["ETag"]
    same = clerk.call("GET", "/api/field/today", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    since = answer.get_json()["at"]
    world.pass_time(timedelta(minutes=5))
    desk.assign(cases[0]["id"], "peer", seen=1)
    desk.head.put(f"/api/field/cases/{cases[1]['id']}", kind="특별점검", seen=2)
    fresh = today(clerk, since=since)
    assert [v["case"]["kind"] for v in fresh["visits"]] == ["특별점검"]
    assert len(fresh["held"]) == 2
    assert len(today(clerk, since="0001-01-01T00:00:00+23:59")["visits"]) == 2
    assert clerk.call(
        "GET", "/api/field/today", headers={"If-None-Match": tag}
    ).status_code == 200  # fmt: skip


def test_a_hundred_cases_are_less_than_60_kb(world: World) -> None:
    """[AS5] Five hundred would be less than 300: each adds the same."""
    desk, form = Desk(world), opened(world)
    for _ in range(100):
        case = desk.case(form_key=form.id, note="민원 접수 후 확인할 사항: 조리장 바닥과 환기 시설")
        desk.assign(case["id"], "clerk")
    answer = world.as_user("clerk").get("/api/field/today")
    assert len(answer.get_json()["visits"]) == 100
    assert len(compress(answer.data, 5)) < 60_000


def test_only_the_holder_speaks_from_the_door(world: World) -> None:
    """[AS6]"""
    desk = Desk(world)
    case = desk.case()
    mine = desk.assign(case["id"], "clerk").get_json()["id"]
    path = f"/api/field/assignments/{mine}/reports"
    clerk = world.as_user("clerk")
    assert world.as_user("peer").post(path, step="start").status_code == 404
    assert clerk.post(path, step="start").get_json()["state"] == "visiting"
    assert clerk.post(path, step="accept").get_json()["code"] == "step_refused"
    absent = clerk.post(path, step="absent", reason="문이 닫혀 있음").get_json()
    assert absent["state"] == "assigned"
    desk.assign(case["id"], "peer", seen=1)
    late = clerk.post(path, step="start")
    assert (late.status_code, late.get_json()["holder"]) == (409, "peer")
