"""Lists and pictures that belong to a form: brought beside it, checked, and kept with it."""

import json
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from kernel.actor import Role
from mobile_admin.forms.store import files
from tests.mobile_admin.forms.test_forms import FORMS, head, needs_sandbox, upload
from tests.mobile_admin.submissions.test_openrosa import Phone
from tests.support.form_files import NAME, PICTURE, TOWNS, VERSION, pack, workbook, zipped
from tests.support.world import World

pytestmark = needs_sandbox


def draft(world: World, data: bytes | None = None, name: str = "조사.zip") -> dict[str, Any]:
    answer = upload(head(world), pack() if data is None else data, name)
    assert answer.status_code == 201, answer.get_json()
    return dict(answer.get_json())


def put(world: World, key: object, name: str, data: bytes) -> TestResponse:
    return head(world).call("PUT", f"{FORMS}/{key}/versions/{VERSION}/files/{name}", data=data)


def opened(world: World, data: bytes | None = None) -> str:
    key = str(draft(world, data)["id"])
    moved = head(world).put(f"{FORMS}/{key}/versions/{VERSION}/state", state="open")
    assert moved.status_code == 200, moved.get_json()
    return key


def problems(answer: TestResponse) -> list[tuple[str, int, str]]:
    assert answer.status_code == 400, answer.get_json()
    return [(p["sheet"], p["row"], p["message"]) for p in answer.get_json()["problems"]]


def test_a_workbook_and_its_files_come_in_one_archive(world: World) -> None:
    """[MF7]"""
    form = draft(world, pack(더=b"nobody asks for it"))
    version = form["versions"][0]
    told = {f["name"]: (f["kind"], f["rows"]) for f in version["files"]}
    assert told == {
        "towns.csv": ("list", 3), "spots.geojson": ("list", 2), "shops.csv": ("list", 2),
        "door.png": ("picture", 0), "hello.mp3": ("sound", 0),
    }  # fmt: skip
    assert form["strange"] == ["더"]
    asked = head(world).get(f"{FORMS}/{form['id']}/versions/{VERSION}/outline").get_json()
    by_path = {question["path"]: question for question in asked["questions"]}
    assert by_path["/data/town"]["choices_in_all"] == 3
    assert by_path["/data/town"]["choices"][0] == {"value": "jung", "label": "중구"}


def test_what_is_missing_is_named_and_the_version_stays_a_draft(world: World) -> None:
    """[MF7]"""
    form = draft(world, workbook(), NAME)
    key = form["id"]
    state = f"{FORMS}/{key}/versions/{VERSION}/state"
    refused = head(world).put(state, state="open")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "files_missing")
    assert len(refused.get_json()["names"]) == 5
    for name, data in (
        ("towns.csv", TOWNS), ("spots.geojson", json.dumps(spots()).encode()),
        ("shops.csv", b"no,owner\n7,lee\n"), ("DOOR.png", PICTURE), ("hello.mp3", b"ID3 sound"),
    ):  # fmt: skip
        assert put(world, key, name, data).status_code == 200, name
    assert head(world).put(state, state="open").status_code == 200


def spots() -> dict[str, object]:
    point = {"type": "Point", "coordinates": [126.9, 37.5, 12]}
    properties = {"title": "현관", "open": True, "floor": 2.0}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": 1, "geometry": point, "properties": properties}],
    }


def test_a_list_that_excel_of_korea_saved_is_kept_as_every_client_reads_it(world: World) -> None:
    """[MF7] [MF8]"""
    key = draft(world)["id"]
    text = "name;label;city\r\njung; 중구 ;hanbit\r\n;;\r\nsol;솔군;garam;;\r\n"
    assert put(world, key, "towns.csv", text.encode("cp949")).status_code == 200
    kept = head(world).get(f"{FORMS}/{key}/versions/{VERSION}/files/towns.csv")
    assert kept.data.decode() == "name,label,city\njung,중구,hanbit\nsol,솔군,garam\n"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert put(world, key, "spots.geojson", json.dumps(spots()).encode()).status_code == 200
    [spot] = (
        head(world)
        .get(f"{FORMS}/{key}/versions/{VERSION}/files/spots.geojson")
        .get_json()["features"]
    )
    assert spot["properties"] == {"title": "현관", "open": "true", "floor": "2"}
    assert (spot["id"], spot["geometry"]["coordinates"]) == ("1", [126.9, 37.5])


def test_each_place_that_is_wrong_in_a_file_is_told(world: World) -> None:
    """[MF3] [MF7]"""
    key = draft(world)["id"]
    double = b"name,label,city\njung,a,x\njung,b,x\n,c,x\nso l,d,x\n"
    assert problems(put(world, key, "towns.csv", double)) == [
        ("towns.csv", 3, "value_twice jung"),
        ("towns.csv", 4, "value_missing"),
        ("towns.csv", 5, "value_with_blank so l"),
    ]
    for name, data, message in (
        ("towns.csv", b"name,city\na,b\n", "column_missing label"),
        ("towns.csv", b"", "list_empty"),
        ("towns.csv", b"name,label,1 st\na,b,c\n", "column_name 1 st"),
        ("towns.csv", b"name,name,label\na,b,c\n", "column_twice name"),
        ("towns.csv", b"name,label,city\na,b,c,d\n", "row_too_long"),
        ("towns.csv", b"\xff\xfe\x00\x81", "not_text"),
        ("spots.geojson", b"[]", "not_features"),
        ("spots.geojson", b"[" * 100_000, "not_a_list JSON"),
        ("spots.geojson", b'{"features": [{"geometry": {"type": "Point"}}]}', "not_a_feature"),
        ("shops.csv", b"no\n7\n", "column_missing owner"),
        ("door.png", b"<svg onload='alert(1)'/>", "not_picture"),
        ("hello.mp3", PICTURE, "not_sound"),
        ("else.png", PICTURE, "file_not_named"),
    ):
        assert [p[2] for p in problems(put(world, key, name, data))] == [message]


def test_an_archive_that_is_none_or_has_no_workbook_is_refused(world: World) -> None:
    """[MF3] [MF7]"""
    for data, message in (
        (b"PK\3\4 nothing", "not_a_pack"),
        (zipped({"towns.csv": TOWNS}), "no_workbook"),
        (zipped({"a.xlsx": workbook(), "b.xlsx": workbook()}), "several_workbooks"),
        (zipped({"a.xlsx": workbook(), "x/t.csv": TOWNS, "t.csv": TOWNS}), "twice t.csv"),
    ):  # fmt: skip
        assert [p[2] for p in problems(upload(head(world), data, "a.zip"))] == [message]
    bomb = zipped({"a.xlsx": workbook(), "towns.csv": bytes(100 << 20)})
    assert [p[2] for p in problems(upload(head(world), bomb, "a.zip"))] == ["pack_too_large"]
    assert head(world).get(FORMS).get_json()["forms"] == []


def test_names_of_an_archive_from_windows_are_read_as_they_were_typed(world: World) -> None:
    """Windows of Korea writes CP949 and does not say so; Finder leaves files beside files."""
    packed = zipped({"a.xlsx": workbook(), "AAAA.txt": b"?", "__MACOSX/._towns.csv": b"left"})
    of_windows = packed.replace(b"AAAA.txt", "업소.txt".encode("cp949"))
    assert draft(world, of_windows)["strange"] == ["업소.txt"]


def test_no_hand_changes_the_files_of_what_was_open_not_even_in_the_database(world: World) -> None:
    """[MF1] [MF7]"""
    key = opened(world)
    assert put(world, key, "towns.csv", TOWNS).status_code == 200, "the same bytes are no change"
    refused = put(world, key, "towns.csv", b"name,label,city\na,b,c\n")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "files_fixed")
    for change in (update(files).values(data=b"x"), delete(files)):
        with pytest.raises(DBAPIError, match="never changes"), world.begin() as tx:
            tx.db.execute(change)


def test_a_draft_goes_with_its_files_and_others_see_neither(world: World) -> None:
    """[MF5]"""
    key = draft(world)["id"]
    path = f"{FORMS}/{key}/versions/{VERSION}"
    assert world.as_user("clerk").get(f"{path}/files/towns.csv").status_code == 403
    refused = world.as_user("clerk").call("PUT", f"{path}/files/towns.csv", data=TOWNS)
    assert refused.get_json()["code"] == "role_missing"
    assert head(world).delete(path).status_code == 204
    with world.begin() as tx:
        assert tx.db.execute(files.select()).all() == []


def test_a_client_finds_the_files_by_their_hash_in_the_manifest(world: World) -> None:
    """[MF8]"""
    opened(world)
    phone = Phone(world)
    listed = etree.fromstring(phone.get("/formList").data)[0]
    told = {e.tag.rpartition("}")[2]: e.text for e in listed}
    manifest = etree.fromstring(phone.get(told["manifestUrl"].partition("/openrosa")[2]).data)
    media = [{e.tag.rpartition("}")[2]: str(e.text) for e in each} for each in manifest]
    by_name = {each["filename"]: each for each in media}
    assert sorted(by_name) == ["door.png", "hello.mp3", "shops.csv", "spots.geojson", "towns.csv"]
    got = phone.get(by_name["towns.csv"]["downloadUrl"].partition("/openrosa")[2])
    assert (got.data, got.headers["Content-Type"]) == (TOWNS, "text/csv")
    assert by_name["towns.csv"]["hash"].startswith("md5:")
    assert phone.get("/forms/nothing/1/files/towns.csv").status_code == 404


def test_answers_are_checked_by_the_same_lists(world: World) -> None:
    """[MF8] [FS4]"""
    opened(world)
    phone, boss = Phone(world), world.as_user("head", Role.MANAGER)

    def sent(instance: str, town: str, spot: str, shop: str, owner: str) -> list[tuple[str, str]]:
        answers = (
            f"<city>hanbit</city><town>{town}</town><near>{town}</near><spot>{spot}</spot>"
            f"<shop>{shop}</shop><owner>{owner}</owner>"
        )
        data = (
            f'<data id="files" version="{VERSION}">{answers}'
            f"<meta><instanceID>{instance}</instanceID></meta></data>"
        )
        assert phone.send(data.encode()).status_code == 201
        listed = boss.get("/api/field/submissions").get_json()["submissions"]
        of = next(each["id"] for each in listed if each["instance_id"] == instance)
        found = boss.get(f"/api/field/submissions/{of}").get_json()
        return [(f["path"].rpartition("/")[2], f["fault"]) for f in found["found"]]

    assert sent("uuid:1", "jung", "1", "7", "lee") == []
    assert sent("uuid:2", "sol", "1", "7", "lee") == [("near", "unknown_choice")], "of another city"
    assert sent("uuid:3", "none", "9", "7", "lee") == [
        ("town", "unknown_choice"), ("near", "unknown_choice"), ("spot", "unknown_choice"),
    ]  # fmt: skip
    assert sent("uuid:4", "jung", "1", "7", "kim") == [("owner", "calculated_differs")]
