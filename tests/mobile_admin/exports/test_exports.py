import csv
from base64 import b64encode
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from lxml import etree

from kernel.actor import Role
from mobile_admin.exports import rules
from tests.mobile_admin.submissions.test_openrosa import PHOTO, Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
SVC = "/api/field/odata/f1.svc"


def sent(world: World, count: int = 1) -> None:
    opened(world)
    phone = Phone(world)
    for at in range(count):
        data = xml(f"uuid:{at}", business="=cmd|' /C calc'!A0", front="front.jpg")
        assert phone.send(data, sign_png=b"s", front_jpg=PHOTO).status_code == 201
        world.pass_time(timedelta(hours=1))


def sheets(data: bytes) -> dict[str, list[dict[str, str]]]:
    with ZipFile(BytesIO(data)) as archive:
        return {
            name: list(csv.DictReader(TextIOWrapper(archive.open(name), "utf-8-sig")))
            for name in archive.namelist()
        }


def rows(world: World, **query: Any) -> dict[str, Any]:
    asked = {f"${key}": value for key, value in query.items()}
    answer = head(world).get(f"{SVC}/Submissions", **asked)
    assert (answer.status_code, answer.headers["OData-Version"]) == (200, "4.0")
    return dict(answer.get_json())


def test_a_zip_has_a_sheet_for_the_form_and_one_for_each_repeat(world: World) -> None:
    """[EX1] [EX2]"""
    sent(world, 2)
    answer = head(world).get("/api/field/odata/f1.zip")
    found = sheets(answer.data)
    assert set(found) == {"food_hygiene.csv", "food_hygiene.fridge.csv"}
    whole = found["food_hygiene.csv"]
    assert [row["KEY"] for row in whole] == ["uuid:1", "uuid:0"]
    business = next(key for key in whole[0] if key.endswith("business"))
    assert whole[0][business] == "'=cmd|' /C calc'!A0"
    parents = {row["PARENT_KEY"] for row in found["food_hygiene.fridge.csv"]}
    assert parents == {"uuid:0", "uuid:1"}
    assert ("mobile_admin.export_form") in [act for _, act, _ in world.audited()]


def test_a_program_finds_what_there_is_and_its_shape(world: World) -> None:
    """[EX1] [EX3]"""
    sent(world)
    told = head(world).get(SVC).get_json()
    assert head(world).get(f"{SVC}/").get_json() == told, "programs end the root with a stroke"
    assert [each["name"] for each in told["value"]] == ["Submissions", "Submissions_fridge"]
    shape = etree.fromstring(head(world).get(f"{SVC}/$metadata").data)
    names = {e.get("Name"): e for e in shape.iter(f"{EDM}EntityType")}
    assert set(names) == {"Submissions", "Submissions_fridge"}
    known = {e.get("Name") for e in shape.iter(f"{EDM}ComplexType")}
    used = [p.get("Type") for p in shape.iter(f"{EDM}Property")]
    for kind in used:
        own = kind.removeprefix("org.opendatakit.user.")
        assert kind.startswith("Edm.") or own in known or kind.endswith(".metadata")


def test_every_property_of_a_row_is_in_the_shape(world: World) -> None:
    """[EX3]"""
    sent(world)
    shape = etree.fromstring(head(world).get(f"{SVC}/$metadata").data)
    [row] = rows(world)["value"]
    [entity] = [e for e in shape.iter(f"{EDM}EntityType") if e.get("Name") == "Submissions"]
    told = {p.get("Name") for p in entity.iter(f"{EDM}Property", f"{EDM}NavigationProperty")}
    assert {name.partition("@")[0] for name in row} == told
    assert row["__system"]["attachmentsPresent"] == row["__system"]["attachmentsExpected"] == 2
    [wide] = rows(world, expand="*")["value"]
    assert {fridge["__Submissions_id"] for fridge in wide["fridge"]} == {"uuid:0"}
    below = head(world).get(f"{SVC}/Submissions.fridge").get_json()["value"]
    assert [each["__id"] for each in below] == [each["__id"] for each in wide["fridge"]]


def test_pages_lead_through_all_and_filters_leave_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[EX4]"""
    sent(world, 5)
    part = rows(world, top=2, skip=1, count="true")
    assert ([r["__id"] for r in part["value"]], part["@odata.count"]) == (["uuid:3", "uuid:2"], 5)
    assert "@odata.nextLink" not in part, "who asks for a part gets that part"
    since = "__system/submissionDate ge 2030-01-07T03:00:00Z"
    assert [r["__id"] for r in rows(world, filter=since)["value"]] == ["uuid:4", "uuid:3"]
    none = rows(world, filter="year(__system/submissionDate) eq 2029", count="true")
    assert (none["value"], none["@odata.count"]) == ([], 0)
    monkeypatch.setattr(rules, "MOST_PAGE", 2)
    seen, asked = [], f"{SVC}/Submissions?$count=true"
    while asked:
        page = head(world).call("GET", asked).get_json()
        seen += [r["__id"] for r in page["value"]]
        follows = urlsplit(page.get("@odata.nextLink", ""))
        asked = f"{follows.path}?{follows.query}" if follows.path else ""
    assert seen == [f"uuid:{at}" for at in reversed(range(5))]


def test_only_the_head_reads_it_with_a_session_or_a_device(world: World) -> None:
    """[EX4]"""
    sent(world)
    stranger = world.stranger().get(SVC)
    assert stranger.status_code == 401
    assert stranger.headers["WWW-Authenticate"].startswith("Basic ")
    assert world.as_user("clerk").get(SVC).status_code == 404
    assert world.as_user("clerk").get("/api/field/odata/f1.zip").status_code == 404
    given = head(world).post("/api/field/devices", name="Power BI").get_json()
    pair = b64encode(f"{given['user_name']}:{given['secret']}".encode()).decode()
    by_device = {"Authorization": f"Basic {pair}"}
    assert world.stranger().get(f"{SVC}/Submissions", headers=by_device).status_code == 200
    refused = head(world).get(f"{SVC}/Submissions", **{"$filter": "1 eq 1"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (400, "filter_refused")
    assert head(world).get(f"{SVC}/Nothing").status_code == 404
    assert world.as_user("other", Role.MANAGER).get(SVC).status_code == 200
