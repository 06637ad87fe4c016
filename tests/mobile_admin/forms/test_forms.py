import shutil
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from identity.people.store import divisions, people
from kernel.actor import Role
from mobile_admin.forms.store import versions
from tests.support.world import SignedInClient, World
from workplace.demo.field_sheet import NAME, VERSION, Q, survey, workbook

needs_sandbox = pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")
pytestmark = needs_sandbox
FORMS = "/api/field/forms"


def head(world: World) -> SignedInClient:
    return world.as_user("head", Role.MANAGER)


def upload(client: SignedInClient, data: bytes, name: str = NAME) -> TestResponse:
    return client.call("POST", FORMS, query_string={"name": name}, data=data)


def opened(world: World) -> tuple[str, str]:
    form = upload(head(world), workbook()).get_json()
    key = str(form["id"])
    assert (
        head(world).put(f"{FORMS}/{key}/versions/{VERSION}/state", state="open").status_code == 200
    )
    return key, VERSION


def test_a_sheet_of_a_hundred_questions_becomes_a_draft_that_can_be_opened(world: World) -> None:
    """[MF2] [MF4]"""
    answer = upload(head(world), workbook())
    assert answer.status_code == 201, answer.get_json()
    form = answer.get_json()
    version = form["versions"][0]
    assert (form["title"], version["questions"], version["state"]) == (
        "식품접객업소 위생점검표", 101, "draft",
    )  # fmt: skip
    key = form["id"]
    xml = head(world).get(f"{FORMS}/{key}/versions/{VERSION}/xform")
    assert "식품접객업소".encode() in xml.data
    assert world.as_user("clerk").get(f"{FORMS}/{key}/versions/{VERSION}/xform").status_code == 403
    outline = head(world).get(f"{FORMS}/{key}/versions/{VERSION}/outline").get_json()
    asked = {question["path"]: question for question in outline["questions"]}
    assert asked["/data/place/district"]["looks_up"]
    assert asked["/data/place/kind"]["choices"][0] == {"value": "restaurant", "label": "일반음식점"}
    moved = head(world).put(f"{FORMS}/{key}/versions/{VERSION}/state", state="open")
    assert moved.get_json()["versions"][0]["state"] == "open"
    assert world.as_user("clerk").get(f"{FORMS}/{key}/versions/{VERSION}/xform").status_code == 200
    acts = [act for _, act, _ in world.audited()]
    assert acts == ["mobile_admin.upload_form", "identity.lack_role", "mobile_admin.open_form"]


def test_each_thing_wrong_is_told_with_its_row_and_column(world: World) -> None:
    """[MF3] [MF6]"""
    wrong = [
        Q("integer", "age", "나이", constraint=". >> 5"),
        Q("text", "name", "이름", relevant="(${age} > 3"),
    ]
    answer = upload(head(world), workbook(wrong))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "sheet_refused")
    places = [(p["sheet"], p["row"], p["column"]) for p in answer.get_json()["problems"]]
    assert places == [("survey", 2, "constraint"), ("survey", 3, "relevant")]
    unknown = upload(head(world), workbook([Q("select_one nothing", "kind", "종류")])).get_json()
    assert (unknown["code"], unknown["problems"][0]["row"]) == ("sheet_refused", 2)
    assert head(world).get(FORMS).get_json()["forms"] == []


def test_what_the_server_cannot_check_again_is_a_warning_with_its_row(world: World) -> None:
    """[MF6]"""
    sheet = workbook([Q("geoshape", "land", "구역", constraint="area(.) > 10")])
    [version] = upload(head(world), sheet).get_json()["versions"]
    told = [w for w in version["warnings"] if w["message"].startswith("not_checked_again")]
    assert told == [
        {"sheet": "survey", "row": 2, "column": "constraint", "message": "not_checked_again area()"}
    ]


def test_what_is_no_workbook_is_refused_within_its_bounds(world: World) -> None:
    """[MF2] [MF3]"""
    for name, data in (("a.xlsx", b"PK\3\4nothing"), ("a.xlsx", b"hello"), ("a.exe", b"MZ")):
        answer = upload(head(world), data, name)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "sheet_refused")
    large = upload(head(world), b"PK" + bytes(9 << 20))
    assert large.get_json()["code"] == "sheet_too_large"
    empty = BytesIO()
    Workbook().save(empty)
    assert upload(head(world), empty.getvalue()).get_json()["code"] == "sheet_refused"


def test_the_same_sheet_twice_is_one_version_and_another_under_its_name_none(world: World) -> None:
    """[MF1]"""
    first = upload(head(world), workbook()).get_json()
    again = upload(head(world), workbook())
    assert (again.status_code, again.get_json()["id"]) == (201, first["id"])
    other = upload(head(world), workbook(survey()[:-2] + survey()[-1:]))
    assert other.get_json()["problems"] == [
        {"sheet": "settings", "row": 2, "column": "version", "message": f"version_taken {VERSION}"}
    ]


def test_no_hand_changes_or_removes_what_was_open_not_even_in_the_database(world: World) -> None:
    """[MF1]"""
    key, version = opened(world)
    assert head(world).delete(f"{FORMS}/{key}/versions/{version}").status_code == 404
    for change in (update(versions).values(xform=b"<x/>"), delete(versions)):
        with pytest.raises(DBAPIError, match="never changes"), world.begin() as tx:
            tx.db.execute(change)


def test_a_version_goes_only_where_its_state_leads(world: World) -> None:
    """[MF4]"""
    key, version = opened(world)
    states = [
        head(world).put(f"{FORMS}/{key}/versions/{version}/state", state=state).status_code
        for state in ("draft", "open", "closing", "open", "closed", "open", "closing")
    ]
    assert states == [409, 409, 200, 200, 200, 409, 200]


def test_others_find_no_form_and_only_heads_change_one(world: World) -> None:
    """[MF5]"""
    key, version = opened(world)
    stranger = world.as_user("stranger", Role.MANAGER)
    with world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="far", name="다른과", parent_id=None))
        tx.db.execute(update(people).where(people.c.id == "stranger").values(division_id="far"))
    path = f"{FORMS}/{key}/versions/{version}"
    assert stranger.get(f"{path}/xform").status_code == 404
    assert stranger.put(f"{path}/state", state="closed").status_code == 404
    assert stranger.get(FORMS).get_json()["forms"] == []
    clerk = world.as_user("clerk")
    assert clerk.put(f"{path}/state", state="closed").get_json()["code"] == "role_missing"
    assert upload(clerk, workbook()).get_json()["code"] == "role_missing"
