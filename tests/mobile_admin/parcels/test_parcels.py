"""Photos in pieces: cut, repeated, lied about."""

from datetime import datetime, timedelta
from hashlib import sha256
from os import urandom
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from gdrive.files.store import versions
from kernel.ids import fresh_id
from tests.mobile_admin.dispatches.test_dispatches import op, told
from tests.mobile_admin.pockets.test_pockets import made
from tests.mobile_admin.submissions.test_openrosa import head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import World

PHOTO = b"\xff\xd8\xff\xe0" + urandom(60_000)


class Phone:
    """With answers sent whose photo has not come yet."""

    def __init__(self, world: World) -> None:
        opened(world)
        self.client = world.as_user("clerk")
        self.pocket = made(self.client)
        answers = op(world, "answers", fresh_id(), xml=xml(front="front.jpg").decode())
        [receipt] = told(self.client, self.pocket, [answers])
        self.submission = receipt["submission_id"]

    def announce(self, data: bytes, name: str = "front.jpg", **more: Any) -> TestResponse:
        body = {
            "pocket_id": self.pocket, "submission_id": self.submission, "name": name,
            "sha256": sha256(data).hexdigest(), "size_bytes": len(data), **more,
        }  # fmt: skip
        return self.client.post("/api/field/parcels", **body)

    def send(self, parcel: str, offset: int, data: bytes) -> TestResponse:
        return self.client.call(
            "POST", f"/api/field/parcels/{parcel}/bytes", query_string={"offset": offset}, data=data
        )

    def files(self, world: World) -> list[dict[str, Any]]:
        whole = head(world).get(f"/api/field/submissions/{self.submission}").get_json()
        found: list[dict[str, Any]] = whole["files"]
        return found


def test_a_photo_goes_on_where_it_was_cut_and_lies_in_the_drive(world: World) -> None:
    """[FO8]"""
    phone = Phone(world)
    told = phone.announce(PHOTO, taken_at=world.now().isoformat(), place=None).get_json()
    assert (told["offset_bytes"], told["is_done"]) == (0, False)
    half = phone.send(told["id"], 0, PHOTO[:25_000]).get_json()
    assert (half["offset_bytes"], half["is_done"]) == (25_000, False)
    assert phone.files(world) == []
    again = phone.announce(PHOTO).get_json()
    assert again == half
    whole = phone.send(told["id"], 25_000, PHOTO[25_000:]).get_json()
    assert whole["is_done"]
    [file] = phone.files(world)
    assert (file["sha256"], file["is_expected"]) == (sha256(PHOTO).hexdigest(), True)
    found = world.as_user("clerk").get("/api/drive/search", query="front").get_json()
    assert "front.jpg" in str(found)
    assert world.as_user("clerk").get("/api/drive/recent").get_json() == {"items": []}
    assert phone.announce(PHOTO).get_json() == {
        "id": "", "offset_bytes": len(PHOTO), "is_done": True,
    }  # fmt: skip


def test_a_photo_that_came_is_no_longer_missing(world: World) -> None:
    """[FS4] [FO8]"""
    phone = Phone(world)
    path = f"/api/field/submissions/{phone.submission}"
    before = head(world).get(path).get_json()["found"]
    for name, data in (("front.jpg", PHOTO), ("sign.png", b"sign")):
        parcel = phone.announce(data, name).get_json()["id"]
        assert phone.send(parcel, 0, data).get_json()["is_done"]
    assert [f["fault"] for f in before] == ["file_missing"] * 2
    assert head(world).get(path).get_json()["found"] == []


def test_bytes_that_are_not_what_was_announced_are_named_nowhere(world: World) -> None:
    """[FO8]"""
    phone = Phone(world)
    parcel = phone.announce(PHOTO).get_json()["id"]
    other = bytes(len(PHOTO))
    refused = phone.send(parcel, 0, other)
    assert (refused.status_code, refused.get_json()["code"]) == (400, "checksum_mismatch")
    assert phone.files(world) == []
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(versions)) == 0
    ended = phone.send(parcel, 0, PHOTO)
    assert (ended.status_code, ended.get_json()["code"]) == (409, "parcel_ended")
    anew = phone.announce(PHOTO).get_json()
    assert anew["offset_bytes"] == 0
    assert phone.send(anew["id"], 0, PHOTO).get_json()["is_done"]


def test_a_wrong_offset_is_told_where_the_parcel_stands(world: World) -> None:
    """[FO8]"""
    phone = Phone(world)
    parcel = phone.announce(PHOTO).get_json()["id"]
    phone.send(parcel, 0, PHOTO[:1000])
    refused = phone.send(parcel, 500, PHOTO[500:])
    assert (refused.status_code, refused.get_json()["offset_bytes"]) == (409, 1000)
    longer = phone.send(parcel, 1000, PHOTO)
    assert (longer.status_code, longer.get_json()["code"]) == (403, "upload_too_large")


def test_another_photo_under_the_same_name_is_its_next_version(world: World) -> None:
    """[FO8]"""
    phone = Phone(world)
    for data in (PHOTO, b"another"):
        parcel = phone.announce(data).get_json()["id"]
        assert phone.send(parcel, 0, data).get_json()["is_done"]
    [file] = phone.files(world)
    assert file["sha256"] == sha256(b"another").hexdigest()
    seen = phone.client.get(f"/api/drive/nodes/{file['node_id']}/versions").get_json()["versions"]
    assert len(seen) == 2


def test_hostile_announcements_are_refused(world: World) -> None:
    phone = Phone(world)
    assert phone.announce(PHOTO, "../../etc/passwd").status_code == 400
    assert phone.announce(PHOTO, "a\0b").status_code == 400
    assert phone.announce(PHOTO, size_bytes=1 << 39).get_json()["code"] == "parcel_too_large"
    assert phone.announce(PHOTO, sha256="A" * 64).status_code == 400
    assert phone.announce(PHOTO, submission_id=fresh_id()).status_code == 404
    assert phone.announce(PHOTO, size_bytes=-1).status_code == 400


def test_nobody_adds_to_what_another_sent(world: World) -> None:
    """[FS3]"""
    phone = Phone(world)
    parcel = phone.announce(PHOTO).get_json()["id"]
    other = Phone.__new__(Phone)
    other.client, other.submission = world.as_user("other"), phone.submission
    other.pocket = made(other.client)
    assert other.announce(PHOTO).status_code == 404
    assert other.send(parcel, 0, PHOTO).status_code == 404
    phone.client.delete(f"/api/field/pockets/{phone.pocket}")
    assert phone.announce(PHOTO).status_code == 410


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(0, 3000), max_size=6), size=st.integers(1, 3000))
def test_however_it_is_cut_each_byte_is_sent_once(world: World, cuts: list[int], size: int) -> None:
    """[FO8]"""
    phone = phones(world)
    data, sent = urandom(size), 0
    told = phone.announce(data, f"{fresh_id()}.bin").get_json()
    for cut in [*cuts, size]:
        upto = min(size, told["offset_bytes"] + cut)
        piece = data[told["offset_bytes"] : upto]
        if piece and not told["is_done"]:
            sent += len(piece)
            told = phone.send(told["id"], told["offset_bytes"], piece).get_json()
    assert (told["is_done"], sent) == (True, size)


def phones(world: World, known: dict[int, Phone] = {}) -> Phone:  # noqa: B006 - one a world
    if id(world) not in known:
        known[id(world)] = Phone(world)
    return known[id(world)]


def test_the_office_reads_when_and_where_a_photo_was_taken(world: World) -> None:
    """[FC8] A place that came later keeps its own time."""
    phone = Phone(world)
    at = world.now().isoformat()
    later = (world.now() + timedelta(minutes=3)).isoformat()
    place = {"lat": 37.5, "lon": 127.0, "accuracy_m": 12.5, "at": later}
    announced = phone.announce(PHOTO, taken_at=at, place=place).get_json()
    phone.send(announced["id"], 0, PHOTO)
    path, of = "/api/field/parcels", {"submission_id": phone.submission}
    [taken] = head(world).get(path, **of).get_json()["files"]
    assert (taken["name"], datetime.fromisoformat(taken["at"])) == ("front.jpg", world.now())
    assert taken["place"]["accuracy_m"] == 12.5
    assert datetime.fromisoformat(taken["place"]["at"]) - world.now() == timedelta(minutes=3)
    assert world.as_user("stranger").get(path, **of).status_code == 404
