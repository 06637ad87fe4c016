"""Pictures lie in documents: who sees them, what is taken, what it costs."""

import io
import shutil
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from gdrive.tree.store import drives
from kernel.actor import Actor, SessionId
from tests.support.png import png
from tests.support.world import World

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is missing")


def document(world: World, user: str = "ann") -> str:
    reply = world.as_user(user).post("/api/office/documents")
    assert reply.json is not None
    return str(reply.json["id"])


def put(world: World, document_id: str, data: bytes, user: str = "ann") -> TestResponse:
    path = f"/api/office/documents/{document_id}/pictures"
    return world.as_user(user).call("POST", path, data=data)


def placed(world: World, document_id: str, data: bytes | None = None) -> dict[str, Any]:
    reply = put(world, document_id, png(40, 30) if data is None else data)
    assert reply.status_code == 201, reply.json
    assert reply.json is not None
    return dict(reply.json)


def share(world: World, node_id: str, user: str, level: str) -> None:
    world.person(user)
    path = f"/api/drive/nodes/{node_id}/grants"
    who = {"subject_kind": "person", "subject_id": user}
    reply = world.as_user("ann").put(path, **who, level=level)
    assert reply.status_code == 200, reply.json


def test_a_picture_is_seen_by_who_may_read_its_document(world: World) -> None:
    """[PI1]"""
    home = document(world)
    found = placed(world, home)
    assert (found["wide"], found["tall"]) == (40, 30)
    path = f"/api/office/documents/{home}/pictures/{found['id']}"
    assert world.as_user("eve").get(path).status_code == 404
    assert world.as_user("eve").get(f"/api/drive/nodes/{found['id']}").status_code == 404
    share(world, home, "bob", "read")
    reply = world.as_user("bob").get(path)
    assert (reply.status_code, reply.content_type) == (200, "image/png")
    assert reply.headers["X-Accel-Redirect"].startswith("/blobs/sha256/")
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    unshare = f"/api/drive/nodes/{home}/grants?subject_kind=person&subject_id=bob"
    assert world.as_user("ann").delete(unshare).status_code < 300
    assert world.as_user("bob").get(path).status_code == 404


def test_it_is_no_file_of_the_drive(world: World) -> None:
    """[PI1]"""
    home = document(world)
    found = placed(world, home)
    ann = world.as_user("ann")
    assert ann.get(f"/api/drive/nodes/{found['id']}").status_code == 404
    assert ann.get(f"/api/drive/nodes/{found['id']}/content").status_code == 404
    recent = ann.get("/api/drive/recent").json
    assert recent is not None
    assert found["id"] not in {item["node"]["id"] for item in recent["items"]}


def test_readers_and_strangers_put_nothing_in(world: World) -> None:
    """[PI1] [CM2]"""
    home = document(world)
    assert put(world, home, png(), "eve").status_code == 404
    for level in ("read", "comment"):
        share(world, home, level, level)
        assert put(world, home, png(), level).status_code == 403


def test_the_same_picture_is_there_once_and_counts_once(world: World) -> None:
    """[PI2]"""
    home = document(world)
    first = placed(world, home)
    used = _used(world)
    assert used > 0
    assert placed(world, home) == first
    assert _used(world) == used


def test_a_picture_of_another_document_is_copied_by_who_may_read_that(world: World) -> None:
    home, other = document(world), document(world)
    found = placed(world, home)["id"]
    path = f"/api/office/documents/{other}/pictures"
    copied = world.as_user("ann").post(f"{path}/copies", picture_id=found)
    assert copied.status_code == 201
    assert copied.json is not None
    assert copied.json["id"] != found
    assert world.as_user("ann").get(f"{path}/{copied.json['id']}").status_code == 200
    assert world.as_user("ann").get(f"{path}/{found}").status_code == 404
    again = world.as_user("ann").post(f"{path}/copies", picture_id=copied.json["id"])
    assert again.json == copied.json
    strangers = document(world, "eve")
    stolen = world.as_user("eve").post(
        f"/api/office/documents/{strangers}/pictures/copies", picture_id=found
    )
    assert stolen.status_code == 404


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "svg"),
        (b"MZ\x90\x00 no picture", "not_a_picture"),
        (png(40, 30)[:60], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(17 << 20), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(
    world: World, data: bytes, reason: str
) -> None:
    reply = put(world, document(world), data)
    assert reply.status_code == 400, reply.json
    assert reply.json is not None
    assert (reply.json["code"], reply.json["reason"]) == ("picture_refused", reason)


def test_a_document_takes_its_pictures_along(world: World) -> None:
    """[PI1] [QU1]: into the trash, out of the world, and back to nothing used."""
    home = document(world)
    found = placed(world, home)
    ann = world.as_user("ann")
    node = f"/api/drive/nodes/{home}"
    seen = {"If-Match": ann.get(node).headers["ETag"]}
    assert ann.call("DELETE", node, headers=seen).status_code == 204
    path = f"/api/office/documents/{home}/pictures/{found['id']}"
    assert ann.get(path).status_code == 404
    assert ann.delete(f"/api/drive/trash/{home}").status_code == 204
    assert _used(world) == 0


def _used(world: World) -> int:
    with world.begin() as tx:
        return int(tx.db.scalar(select(func.sum(drives.c.used_bytes))) or 0)


def in_drive(world: World, data: bytes, name: str = "지도.png") -> str:
    ann = Actor(world.person("ann"), SessionId("s"))
    return world.workplace.office.formats.drive.save(ann, None, name, [data]).node_id


def test_a_picture_of_the_drive_is_shown_small_to_who_may_read_it(world: World) -> None:
    """[TX18]"""
    node = in_drive(world, png(600, 300))
    path = f"/api/office/drive-pictures/{node}/preview"
    assert world.as_user("eve").get(path).status_code == 404
    reply = world.as_user("ann").get(path)
    assert (reply.status_code, reply.content_type) == (200, "image/png")
    with Image.open(io.BytesIO(reply.data)) as shown:
        assert shown.size == (240, 120)
    share(world, node, "bob", "read")
    assert world.as_user("bob").get(path).status_code == 200
    text = in_drive(world, b"no picture", "글.png")
    refused = world.as_user("ann").get(f"/api/office/drive-pictures/{text}/preview")
    assert refused.json is not None
    assert refused.json["code"] == "picture_refused"
