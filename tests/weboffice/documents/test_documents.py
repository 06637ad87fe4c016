import pytest
from sqlalchemy import func, select

from kernel.errors import NotFound
from tests.support.world import World
from weboffice.documents.model import DocumentWish
from weboffice.editing import store


def made(world: World, user: str = "ann", **wish: str) -> dict[str, str]:
    reply = world.as_user(user).post("/api/office/documents", **wish)
    assert reply.status_code == 201, reply.json
    assert reply.json is not None
    return dict(reply.json)


def test_a_document_is_a_node_of_the_drive_seeded_from_its_template(world: World) -> None:
    """[OF2] [OF3] [OF4]"""
    document = made(world, template="report")
    assert document["title"] == "보고서"
    assert document["level"] == "manage"
    node = world.as_user("ann").get(f"/api/drive/nodes/{document['id']}")
    assert node.json is not None
    assert (node.status_code, node.json["name"]) == (200, "보고서")
    text = world.as_user("ann").get(f"/api/office/documents/{document['id']}/text").text
    assert "□ 핵심을 한두 문장으로 씁니다" in text


def test_it_is_seeded_once_however_often_it_is_opened(world: World) -> None:
    """[OF2]"""
    document = made(world)
    for _ in range(3):
        world.as_user("ann").get(f"/api/office/documents/{document['id']}")
    with world.begin() as tx:
        count = select(func.count()).select_from(store.snapshots)
        assert tx.db.scalar(count) == 1


def test_strangers_find_nothing(world: World) -> None:
    """[OF1]"""
    document = made(world)
    eve, path = world.as_user("eve"), f"/api/office/documents/{document['id']}"
    replies = [
        eve.get(path),
        eve.get(f"{path}/text"),
        eve.post(f"{path}/tickets"),
        eve.patch(path, title="내 것"),
    ]
    assert [reply.status_code for reply in replies] == [404] * 4
    assert eve.get("/api/office/documents").json == {"documents": []}


def test_a_new_title_is_the_name_in_the_drive(world: World) -> None:
    """[OF3]"""
    document = made(world, title="계획")
    path = f"/api/office/documents/{document['id']}"
    assert world.as_user("ann").patch(path, title=" 추진 계획 ").status_code == 200
    node = world.as_user("ann").get(f"/api/drive/nodes/{document['id']}").json
    assert node is not None
    assert node["name"] == "추진 계획"
    assert world.as_user("ann").patch(path, title="a/b").status_code == 400


def test_a_title_that_is_taken_in_the_folder_is_refused_and_nothing_changes(world: World) -> None:
    """[OF3] [TR1]"""
    made(world, title="계획")
    path = f"/api/office/documents/{made(world, title='보고')['id']}"
    reply = world.as_user("ann").patch(path, title="계획 ")
    assert reply.json is not None
    assert (reply.status_code, reply.json["code"]) == (409, "name_taken")
    kept = world.as_user("ann").get(path).json
    assert kept is not None
    assert kept["title"] == "보고"


def test_what_was_opened_lately_is_listed_first(world: World) -> None:
    """[OF1]"""
    first, second = made(world, title="하나"), made(world, title="둘")
    world.as_user("ann").get(f"/api/office/documents/{first['id']}")
    listed = world.as_user("ann").get("/api/office/documents").json
    assert listed is not None
    assert {one["title"] for one in listed["documents"]} == {"하나", "둘"}
    assert second["id"] in [one["id"] for one in listed["documents"]]


def test_a_taken_title_gets_a_number_and_an_unknown_template_is_refused(world: World) -> None:
    """[OF3]"""
    assert made(world, title="계획")["title"] != made(world, title="계획")["title"]
    reply = world.as_user("ann").post("/api/office/documents", template="sonnet")
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["code"] == "template_unknown"


def test_a_document_whose_transaction_fails_leaves_neither_node_nor_room(world: World) -> None:
    """[OF2]"""
    documents, actor = world.workplace.office.documents, world.as_user("ann").actor
    wish = DocumentWish(title="반쪽", folder_id="nowhere")
    with pytest.raises(NotFound):
        documents.create_document(actor, wish)
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(store.rooms)) == 0


def entered(world: World, user: str, document: str) -> dict[str, object]:
    reply = world.as_user(user).post(f"/api/office/documents/{document}/tickets")
    assert reply.status_code == 201, reply.json
    assert reply.json is not None
    return dict(reply.json)


def test_the_key_of_the_offline_copy_is_one_person_s_for_one_document(world: World) -> None:
    """[OL1]"""
    one, other = made(world)["id"], made(world)["id"]
    keys = [entered(world, "ann", each)["keeping_key"] for each in (one, one, other)]
    assert keys[0] == keys[1] != keys[2]
    world.person("bob")
    grants = f"/api/drive/nodes/{one}/grants"
    given = world.as_user("ann").put(grants, subject_kind="person", subject_id="bob", level="write")
    assert given.status_code < 300, given.json
    assert entered(world, "bob", one)["keeping_key"] != keys[0]
