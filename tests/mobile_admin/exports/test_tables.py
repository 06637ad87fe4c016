"""Tables of what repeats, paged and counted by their own rows."""

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from mobile_admin.exports import rules
from mobile_admin.reviews.model import Verdict
from tests.mobile_admin.exports.test_exports import SVC, sent
from tests.mobile_admin.submissions.test_openrosa import Phone, head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World

FRIDGES = f"{SVC}/Submissions_fridge"
FRIDGE = re.compile("(<fridge>.*?</fridge>)")


def with_fridges(world: World, *counts: int) -> Phone:
    """A submission each, an hour between them, with so many refrigerators."""
    opened(world)
    phone = Phone(world)
    for at, count in enumerate(counts):
        before, fridge, *_ = FRIDGE.split(xml(f"uuid:{at}").decode())
        after = FRIDGE.sub("", xml(f"uuid:{at}").decode())[len(before) :]
        data = f"{before}{fridge * count}{after}".encode()
        assert phone.send(data, sign_png=b"s").status_code == 201
        world.pass_time(timedelta(hours=1))
    return phone


def read(world: World, address: str, **query: Any) -> dict[str, Any]:
    answer = head(world).get(address, **{f"${key}": value for key, value in query.items()})
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def led(world: World, address: str, meanwhile: Any = None) -> list[str]:
    """Keys of all rows, from link to link."""
    found: list[str] = []
    while address:
        page = head(world).call("GET", address).get_json()
        found += [row["__id"] for row in page["value"]]
        told = urlsplit(page.get("@odata.nextLink", ""))
        address = f"{told.path}?{told.query}" if told.path else ""
        if meanwhile:
            meanwhile()
    return found


def test_a_repeat_is_paged_and_counted_by_its_own_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[EX5]"""
    with_fridges(world, 3, 0, 4, 1)
    whole = read(world, FRIDGES, count="true")
    assert (whole["@odata.count"], len(whole["value"])) == (8, 8)
    parents = [row["__Submissions_id"] for row in whole["value"]]
    assert parents == ["uuid:3"] + ["uuid:2"] * 4 + ["uuid:0"] * 3
    keys = [row["__id"] for row in whole["value"]]
    for start in range(9):
        part = read(world, FRIDGES, top=2, skip=start, count="true")
        assert [row["__id"] for row in part["value"]] == keys[start : start + 2]
        assert (part["@odata.count"], "@odata.nextLink" in part) == (8, False)
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(rules, "MOST_PAGE", size)
        assert led(world, FRIDGES) == keys
        assert led(world, f"{FRIDGES}?$skip=2") == keys[2:]
        assert led(world, f"{FRIDGES}?$top=5") == keys[:5]
    assert head(world).get(f"{FRIDGES}/$count").text == "8"
    assert head(world).get(f"{SVC}/Submissions.fridge/$count").text == "8", "as Central names it"


def test_what_comes_in_meanwhile_neither_doubles_nor_hides_a_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[EX5]"""
    phone = with_fridges(world, 1, 1, 1)
    monkeypatch.setattr(rules, "MOST_PAGE", 1)
    assert led(
        world, f"{SVC}/Submissions", lambda: phone.send(xml(), sign_png=b"s")
    ) == ["uuid:2", "uuid:1", "uuid:0"]  # fmt: skip


def test_rows_come_in_the_order_that_was_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[EX5] [EX6]"""
    with_fridges(world, 1, 2, 1)
    listed = head(world).get("/api/field/submissions").get_json()["submissions"]
    by_instance = {each["instance_id"]: each["id"] for each in listed}
    path = f"/api/field/submissions/{by_instance['uuid:1']}/reviews"
    said = head(world).post(path, verdict=Verdict.ACCEPTED.value, reason="", seen=0)
    assert said.status_code in {200, 201}, said.text
    rising = [row["__id"] for row in read(world, f"{SVC}/Submissions", orderby=RISING)["value"]]
    assert rising == ["uuid:0", "uuid:1", "uuid:2"]
    monkeypatch.setattr(rules, "MOST_PAGE", 1)
    reviewed = led(world, f"{SVC}/Submissions?$orderby=__system/reviewState desc,{RISING}")
    assert reviewed == ["uuid:1", "uuid:0", "uuid:2"]
    below = f"{FRIDGES}?$orderby=$root/Submissions/__system/reviewState desc"
    assert len(set(led(world, below))) == 4
    monkeypatch.setattr(rules, "MOST_PAGE", 100)
    wanted = "__system/reviewState eq 'approved'"
    assert read(world, FRIDGES, filter=wanted, count="true")["@odata.count"] == 2
    none = "$root/Submissions/__system/reviewState ne null and __system/submitterId eq 'nobody'"
    assert read(world, FRIDGES, filter=none)["value"] == []


RISING = "__system/submissionDate asc"


def test_columns_are_chosen_by_their_names_or_refused(world: World) -> None:
    """[EX6]"""
    with_fridges(world, 1)
    found = read(world, f"{SVC}/Submissions", select="__id,__system/reviewState,place/business")
    [row] = found["value"]
    assert row == {"__id": "uuid:0", "__system": {"reviewState": None},
                   "place": {"business": "온마루 식당"}}  # fmt: skip
    assert found["@odata.context"].endswith(
        "#Submissions(__id,__system/reviewState,place/business)"
    )
    wide = read(world, f"{SVC}/Submissions", select="__id", expand="*")["value"]
    assert set(wide[0]) == {"__id", "fridge"}
    refused = head(world).get(f"{SVC}/Submissions", **{"$select": "__id,nothing"})
    assert refused.get_json()["error"]["code"] == "select_refused"
    for query, code in (("$orderby", "order_refused"), ("$skiptoken", "skiptoken_refused")):
        answer = head(world).get(FRIDGES, **{query: "business"})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, code)


def test_a_link_leads_to_the_rows_that_it_names(world: World) -> None:
    """[EX3]"""
    with_fridges(world, 2, 1)
    [_, first] = read(world, f"{SVC}/Submissions")["value"]
    link = first["fridge@odata.navigationLink"]
    below = read(world, f"{SVC}/{link}", count="true")
    assert (below["@odata.count"], len(below["value"])) == (2, 2)
    key = below["value"][1]["__id"]
    one = read(world, f"{SVC}/{link}('{key}')")
    assert (one["__id"], one["@odata.context"].endswith("/$entity")) == (key, True)
    assert read(world, f"{SVC}/Submissions('uuid:0')")["__id"] == "uuid:0"
    for wrong in ("('uuid:9')", "('uuid:0')/place", "('uuid:0')/fridge('x')", "('uuid:0", "/x"):
        assert head(world).get(f"{SVC}/Submissions{wrong}").status_code == 404


def test_who_prefers_small_pages_is_led_through_them(world: World) -> None:
    """[EX5]"""
    sent(world, 3)
    path, prefer = f"{SVC}/Submissions", {"Prefer": "odata.maxpagesize=2"}
    answer = head(world).call("GET", path, headers=prefer)
    assert answer.headers["Preference-Applied"] == "odata.maxpagesize=2"
    assert len(answer.get_json()["value"]) == 2
    assert "skiptoken" in answer.get_json()["@odata.nextLink"]


def test_a_program_written_for_central_reads_the_same(world: World) -> None:
    """[EX4] [EX1]"""
    with_fridges(world, 2)
    given = head(world).post("/api/field/devices", name="pyodk").get_json()
    at, stranger = "/api/field/central/v1", world.stranger()
    pair = {"email": given["user_name"], "password": given["secret"]}
    token = stranger.post(f"{at}/sessions", json=pair).get_json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    forms = stranger.get(f"{at}/projects/1/forms", headers=bearer).get_json()
    assert [each["xmlFormId"] for each in forms] == ["food_hygiene"]
    table = f"{at}/projects/1/forms/food_hygiene.svc/Submissions.fridge?$count=true"
    found = stranger.get(table, headers=bearer).get_json()
    assert found["@odata.count"] == 2
    assert {row["__Submissions-id"] for row in found["value"]} == {"uuid:0"}
    wrong = {"Authorization": f"Bearer {b64encode(b'x:y').decode()}"}
    assert stranger.get(f"{at}/projects", headers=wrong).status_code == 401
    assert stranger.post(f"{at}/sessions", json={**pair, "password": "no"}).status_code == 401
    clerk = world.as_user("clerk").post("/api/field/devices", name="x").get_json()
    mine = b64encode(f"{clerk['user_name']}:{clerk['secret']}".encode()).decode()
    basic = {"Authorization": f"Basic {mine}"}
    assert stranger.get(f"{at}/projects/1/forms", headers=basic).get_json() == []
    assert stranger.get(table, headers=basic).status_code == 404
