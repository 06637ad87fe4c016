from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from identity.people.store import divisions, people
from kernel.actor import Role
from mobile_admin.assignments import service as assignments
from mobile_admin.cases.store import cases, subjects
from tests.mobile_admin.cases.desk import Desk
from tests.support.world import World


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("900101-1234567", True), ("9001011234567", True), ("주민 000229 4234567 확인", True),
        ("2026-000123", False), ("02-123-4567", False), ("99013112345678", False),
    ],
)  # fmt: skip
def test_no_resident_number_gets_in(world: World, number: str, *, is_one: bool) -> None:
    """[CA1]"""
    desk = Desk(world)
    subject = {"code": "업소-1", "name": "온마루 식당", "note": number}
    asked = desk.head.post("/api/field/sites", subject=subject, site={"road_address": "마루로 1"})
    assert (asked.status_code == 400) == is_one
    if is_one:
        assert asked.get_json()["code"] == "resident_number"


def test_not_even_past_the_program(world: World) -> None:
    """[CA1]"""
    found = Desk(world).case()
    for table, at in ((cases, cases.c.id == found["id"]), (subjects, subjects.c.code != "")):
        with pytest.raises(IntegrityError), world.begin() as tx:
            tx.db.execute(update(table).where(at).values(note="주민번호 900101-1234567"))


def test_numbers_have_no_gaps_however_many_open_at_once(world: World) -> None:
    """[CA5]"""
    desk = Desk(world)
    found = desk.case()
    site = desk.read(found["id"])["site"]["id"]

    def again(_: int) -> Any:
        return desk.head.post("/api/field/cases", site_id=site, kind="점검").get_json()["number"]

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(again, range(12)))
    assert numbers == [f"2030-{n:05}" for n in range(2, 14)]


def test_each_change_is_a_line_of_history_and_of_the_audit(world: World) -> None:
    """[CA3] [CA4]"""
    desk = Desk(world)
    case = desk.case()
    path = f"/api/field/cases/{case['id']}"
    changed = desk.head.put(path, kind="특별점검", note="민원 접수", seen=1)
    assert (changed.get_json()["rev"], changed.get_json()["kind"]) == (2, "특별점검")
    late = desk.head.put(path, kind="다른점검", seen=1)
    assert (late.status_code, late.get_json()["code"]) == (409, "case_changed")
    assert late.get_json()["rev"] == 2
    assert desk.step(case["id"], "reject", "관할이 아님").status_code == 200
    whole = desk.read(case["id"])
    assert [(e["step"], e["after"], e["by"]) for e in whole["history"]] == [
        ("open", "received", "boss"), ("change", "received", "boss"),
        ("reject", "rejected", "boss"),
    ]  # fmt: skip
    assert whole["history"][-1]["reason"] == "관할이 아님"
    assert whole["may"] == ["reopen"]
    acts = [act for _, act, _ in world.audited() if act.endswith("_case")]
    assert acts == [f"mobile_admin.{act}_case" for act in ("open", "change", "reject")]
    assert any(hint == "cases.changed" for _, hint, _ in world.hints)


def test_a_step_beside_the_way_is_refused_with_what_may_follow(world: World) -> None:
    """[CA2]"""
    desk = Desk(world)
    case = desk.case()
    refused = desk.step(case["id"], "deliver")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "step_refused")
    assert refused.get_json()["may"] == ["reject", "suspend"]
    by_hand = desk.step(case["id"], "survey")
    assert by_hand.get_json()["code"] == "step_refused"


def test_of_two_who_decide_at_once_one_is_told(world: World) -> None:
    """[CA3]"""
    desk = Desk(world)
    case = desk.case()
    path = f"/api/field/cases/{case['id']}/steps"
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(desk.head.post, path, step="suspend", reason="보류함", seen=1)
            for _ in range(4)
        ]
    assert sorted(each.result().status_code for each in asked) == [200, 409, 409, 409]


def test_to_others_there_is_no_case(world: World) -> None:
    """[CA6]"""
    case = Desk(world).case()
    path = f"/api/field/cases/{case['id']}"
    assert world.as_user("clerk").get(path).status_code == 404
    assert world.as_user("clerk").get("/api/field/board").status_code == 403
    far = world.as_user("far", Role.MANAGER)
    with world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="far", name="다른과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == "far").values(division_id="far"))
    assert far.get(path).status_code == 404
    assert far.get("/api/field/board").get_json()["cases"] == []
    assert far.post(f"{path}/steps", step="suspend", reason="보류", seen=1).status_code == 404


def test_what_is_half_or_twice_is_told_so(world: World) -> None:
    desk = Desk(world)
    desk.case()
    site = {"road_address": "마루로 1", "lat": 36.5}
    half = desk.head.post("/api/field/sites", subject={"code": "b", "name": "b"}, site=site)
    assert half.get_json()["code"] == "half_a_place"
    taken = desk.head.post(
        "/api/field/sites", subject={"code": "업소-0001", "name": "b"},
        site={"road_address": "마루로 2"},
    )  # fmt: skip
    assert (taken.status_code, taken.get_json()["code"]) == (409, "code_taken")
    [known] = desk.head.get("/api/field/sites", text="온마루").get_json()["sites"]
    path, seen = f"/api/field/sites/{known['site']['id']}", known["site"]["updated_at"]
    moved = desk.head.put(path, road_address="마루로 9", seen=seen)
    assert moved.get_json()["road_address"] == "마루로 9"


def test_a_place_is_changed_by_who_saw_it_and_its_open_cases_tell_how(world: World) -> None:
    """[CA10] [CA3]"""
    desk = Desk(world)
    opened = desk.case()
    site = desk.read(opened["id"])["site"]
    path, wish = f"/api/field/sites/{site['id']}", {"road_address": "마루로 9", "detail": "2층"}
    world.pass_time(timedelta(minutes=1))
    assert desk.head.put(path, **wish, seen=site["updated_at"]).status_code == 200
    late = desk.head.put(path, **wish, seen=site["updated_at"])
    assert (late.status_code, late.get_json()["code"]) == (409, "site_changed")
    last = desk.read(opened["id"])["history"][-1]
    assert (last["step"], "상세주소: 없음 → 2층" in last["reason"]) == ("change_site", True)
    rev = desk.read(opened["id"])["case"]["rev"]
    changed = desk.head.put(f"/api/field/cases/{opened['id']}", kind="재점검", seen=rev)
    assert changed.status_code == 200
    last = desk.read(opened["id"])["history"][-1]
    assert last["reason"].startswith("종류: 위생점검 → 재점검")
    peer = world.as_user("clerk").put(path, **wish, seen=site["updated_at"])
    assert peer.status_code in {403, 404}


def test_a_subject_is_changed_by_who_saw_it_and_its_number_stays_one_subject_s(
    world: World,
) -> None:
    """[CA11] [CA1]"""
    desk = Desk(world)
    opened, other = desk.case(), desk.case()
    subject = desk.read(opened["id"])["subject"]
    path = f"/api/field/subjects/{subject['id']}"
    wish = {"code": "업소-9", "name": "온마루 분식", "note": "상호를 바꿈"}
    world.pass_time(timedelta(minutes=1))
    assert desk.head.put(path, **wish, seen=subject["updated_at"]).status_code == 200
    late = desk.head.put(path, **wish, seen=subject["updated_at"])
    assert (late.status_code, late.get_json()["code"]) == (409, "subject_changed")
    whole = desk.read(opened["id"])
    assert (whole["subject"]["name"], whole["history"][-1]["step"]) == (
        "온마루 분식", "change_subject",
    )  # fmt: skip
    assert "관리번호: 업소-0001 → 업소-9" in whole["history"][-1]["reason"]
    assert desk.read(other["id"])["history"][-1]["step"] == "open"
    seen = whole["subject"]["updated_at"]
    taken = desk.head.put(path, **{**wish, "code": "업소-0002"}, seen=seen)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "code_taken")
    private = desk.head.put(path, **{**wish, "note": "900101-1234567"}, seen=seen)
    assert private.get_json()["code"] == "resident_number"
    clerk = world.as_user("clerk").put(path, **wish, seen=seen)
    assert clerk.status_code in {403, 404}


def test_who_has_it_is_asked_before_the_board_is_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[CA6]"""
    desk = Desk(world)
    mine = desk.case()
    desk.assign(mine["id"], "clerk")
    for _ in range(3):
        world.pass_time(timedelta(minutes=1))
        desk.case()
    monkeypatch.setattr(assignments, "MOST_SHOWN", 2)
    found = desk.head.get("/api/field/board", assignee="clerk").get_json()["cases"]
    assert [each["case"]["id"] for each in found] == [mine["id"]]
    nobody = desk.head.get("/api/field/board", assignee="-").get_json()["cases"]
    assert (len(nobody), mine["id"] in str(nobody)) == (2, False)


def test_the_board_filters_and_counts_all(world: World) -> None:
    """[CA6]"""
    desk = Desk(world)
    second = desk.case(kind="화재점검", due_on="2030-01-08")
    world.pass_time(timedelta(minutes=1))
    first = desk.case()
    desk.assign(first["id"], "clerk")

    def shown(**query: Any) -> list[str]:
        board = desk.head.get("/api/field/board", **query).get_json()
        counts = {each["state"]: each["count"] for each in board["counts"]}
        assert (counts["received"], counts["assigned"]) == (1, 1)
        assert board["kinds"] == ["위생점검", "화재점검"]
        return [each["case"]["id"] for each in board["cases"]]

    assert shown() == [first["id"], second["id"]]
    assert shown(state="assigned") == [first["id"]]
    assert shown(state=["assigned", "received"]) == [first["id"], second["id"]]
    assert shown(assignee="-") == [second["id"]]
    assert shown(assignee="clerk") == [first["id"]]
    assert shown(kind="화재점검") == shown(due_before="2030-01-08") == [second["id"]]
    assert shown(text="식당 2호") == shown(text=first["number"]) == [first["id"]]
    assert shown(text="100%") == []
