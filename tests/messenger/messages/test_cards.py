"""Documents in conversations, with the real drive behind the port."""

from typing import Any

from kernel.ids import fresh_id
from tests.messenger.support import API, body_of, fetch, group, say
from tests.support.world import World

HIDDEN: list[dict[str, Any]] = []


def folder(world: World, owner: str, name: str) -> str:
    """Something in the owner's drive that nobody else may read."""
    client = world.as_user(owner)
    root = body_of(client.get("/api/drive/roots"))["mine"]["id"]
    reply = client.post("/api/drive/nodes", parent_id=root, name=name, kind="folder")
    assert reply.status_code == 201, body_of(reply)
    return str(body_of(reply)["id"])


def card(node: str) -> dict[str, str]:
    return {"type": "document", "id": node}


def test_each_reader_sees_of_a_card_what_they_may_read(world: World) -> None:
    """[MS6]"""
    room = group(world, "ann", "ben")
    node = folder(world, "ann", "예산 협의 자료")
    say(world, "ann", room, "", kind="card", card=card(node))
    [shown] = fetch(world, "ann", room)["cards"]
    assert (shown["id"], shown["title"]) == (node, "예산 협의 자료")
    page = fetch(world, "ben", room)
    assert page["cards"] == HIDDEN
    assert page["messages"][-1]["card"] == card(node)
    assert "예산" not in str(page)


def test_sharing_into_a_room_lets_those_read_who_could_not(world: World) -> None:
    """[MS6]"""
    room = group(world, "ann", "ben", "cho")
    node = folder(world, "ann", "점검 결과")
    ann, path = world.as_user("ann"), f"{API}/rooms/{room}/sharing"
    before = body_of(ann.get(path, **card(node)))
    assert (set(before["lacking"]), before["may_grant"]) == ({"ben", "cho"}, True)
    assert ann.post(path, **card(node)).status_code == 204
    assert body_of(ann.get(path, **card(node)))["lacking"] == []
    say(world, "ann", room, "함께 봐 주세요", kind="card", card=card(node))
    assert [c["title"] for c in fetch(world, "cho", room)["cards"]] == ["점검 결과"]


def test_nobody_sends_or_shares_what_they_may_not_read(world: World) -> None:
    """[MS7]"""
    room = group(world, "ann", "ben")
    node = folder(world, "ann", "인사 자료")
    ben = world.as_user("ben")
    replies = [
        ben.post(
            f"{API}/rooms/{room}/messages", client_id=fresh_id(), kind="card", card=card(node)
        ),
        ben.get(f"{API}/rooms/{room}/sharing", **card(node)),
        ben.post(f"{API}/rooms/{room}/sharing", **card(node)),
        ben.get(f"{API}/documents/{node}"),
    ]
    assert {(r.status_code, body_of(r)["code"]) for r in replies} == {(404, "not_found")}


def test_the_documents_offered_are_ones_own(world: World) -> None:
    """[MS7]"""
    node = folder(world, "ann", "분기 실적 보고")
    found = body_of(world.as_user("ann").get(f"{API}/documents", text="실적"))["documents"]
    assert [document["id"] for document in found] == [node]
    assert body_of(world.as_user("ben").get(f"{API}/documents", text="실적"))["documents"] == []


def test_a_recalled_card_shows_no_document(world: World) -> None:
    """[MS5]"""
    room = group(world, "ann", "ben")
    node = folder(world, "ann", "잘못 고른 문서")
    seq = say(world, "ann", room, "", kind="card", card=card(node))["seq"]
    world.as_user("ann").delete(f"{API}/rooms/{room}/messages/{seq}")
    page = fetch(world, "ann", room)
    assert page["messages"][-1]["card"] is None
    assert page["cards"] == []
