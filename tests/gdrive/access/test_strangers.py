import psycopg
from sqlalchemy import update

from gdrive.access.store import ACCESS_CHANGED
from gdrive.tree.model import NodeId
from identity.people.store import divisions, people
from kernel.actor import Role
from kernel.settings import Zone
from tests.gdrive.drive import API, TUS, Person, at, body, refusal
from tests.support.world import World

CONDITION = {"If-Match": "*"}


def everything(who: Person, node: str) -> list[tuple[int, str]]:
    """Every way to a node, tried by one person."""
    b, n = who.browser, f"{API}/nodes/{node}"
    own = f"{API}/nodes/{who.folder(node)}"
    person = {"subject_kind": "person", "subject_id": "eve"}
    answers = [
        b.get(n),
        b.get(f"{n}/children"),
        b.get(f"{n}/content"),
        b.get(f"{n}/versions"),
        b.get(f"{n}/versions/1/content"),
        b.get(f"{n}/grants"),
        b.call("PATCH", n, json={"name": "x"}, headers=CONDITION),
        b.call("PATCH", n, json={"parent_id": who.home}, headers=CONDITION),
        b.call("PATCH", own, json={"parent_id": node}, headers=CONDITION),
        b.call("DELETE", n, headers=CONDITION),
        b.post(f"{n}/restore"),
        b.delete(f"{API}/trash/{node}"),
        b.call("POST", f"{n}/versions/1/restore", headers=CONDITION),
        b.put(f"{n}/grants", **person, level="manage"),
        b.call("DELETE", f"{n}/grants", query_string=person),
        b.post(f"{API}/nodes", parent_id=node, name="x"),
        who.begin("x.txt", 1, node),
    ]  # fmt: skip
    return [refusal(answer) for answer in answers]


def test_to_a_stranger_a_node_and_no_node_are_the_same(world: World) -> None:
    """[AC1]"""
    ann, eve = at(world, "ann"), at(world, "eve")
    with world.begin() as tx:
        tx.db.execute(divisions.insert().values(id="far", name="먼 과"))
        tx.db.execute(update(people).where(people.c.id == "eve").values(division_id="far"))
    folder = ann.folder("비밀")
    for node in (folder, ann.upload("비밀.txt", b"x", folder), "0" * 32):
        assert set(everything(eve, node)) == {(404, "not_found")}
    assert eve.found("비밀") == []


def test_an_upload_of_somebody_else_does_not_exist(world: World) -> None:
    """[AC1]"""
    ann, eve = at(world, "ann"), at(world, "eve")
    place = ann.begin("a.txt", 3).headers["Location"]
    answers = [
        eve.browser.call("GET", place, headers=TUS),
        eve.send(place, 0, b"abc"),
        eve.browser.call("DELETE", place, headers=TUS),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_reader_of_a_shared_file_sees_no_name_of_the_folders_around_it(world: World) -> None:
    """[AC6]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    inner = ann.folder("안쪽", ann.folder("인사 비밀"))
    node = ann.upload("a.txt", b"x", inner)
    ann.share(node, "person", "ben", "read")
    seen = ben.read(node)
    assert (seen["parent_id"], seen["path"]) == (None, [])
    ann.share(inner, "person", "ben", "read")
    assert [crumb["name"] for crumb in ben.read(node)["path"]] == ["안쪽"]


def test_members_write_in_their_divisions_drive_and_its_head_manages(world: World) -> None:
    """[AC4] [AC5]"""
    ann, ben, head = at(world, "ann"), at(world, "ben"), at(world, "head", Role.MANAGER)
    shared = ann.folder("공용", ann.division)
    assert ann.read(shared)["level"] == "manage"
    assert ben.read(shared)["level"] == "write"
    assert head.read(shared)["level"] == "manage"
    assert refusal(ben.share(shared, "person", "ann", "read")) == (403, "level_missing")


def test_a_divisions_folder_is_closed_to_other_divisions_and_open_to_those_below(
    world: World,
) -> None:
    """[AC1] [AC2]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.folder("국 자료", ann.division)
    with world.begin() as tx:
        tx.db.execute(divisions.insert().values(id="below", name="아래 과", parent_id="div"))
        tx.db.execute(divisions.insert().values(id="far", name="먼 과"))
        tx.db.execute(update(people).where(people.c.id == "ben").values(division_id="below"))
    assert ben.read(node)["level"] == "write"
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == "ben").values(division_id="far"))
    assert ben.status(node) == 404


def test_who_lost_his_share_is_named_to_the_editing_servers_at_once(world: World) -> None:
    """[AC7]"""
    ann = at(world, "ann")
    ann.browser.get(f"{API}/roots")
    folder = ann.folder("회의")
    with world.begin() as tx:
        document = world.workplace.drive.documents.create_document(
            tx, ann.browser.actor, NodeId(folder), "회의록"
        )
    ann.upload("a.txt", b"x", folder)
    url = world.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as ears:
        ears.execute(f"LISTEN {ACCESS_CHANGED}")
        at(world, "ben")
        ann.share(folder, "person", "ben", "write")
        ann.browser.call(
            "DELETE",
            f"{API}/nodes/{folder}/grants",
            query_string={"subject_kind": "person", "subject_id": "ben"},
        )
        ann.trash(folder)
        heard = [notice.payload for notice in ears.notifies(timeout=1, stop_after=6)]
    assert sorted(heard) == sorted([folder, document.id] * 3)


def test_only_who_may_write_in_a_folder_takes_things_out_of_it(world: World) -> None:
    """[AC8]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.upload("a.txt", b"x", ann.folder("서류"))
    ann.share(node, "person", "ben", "write")
    assert refusal(ben.trash(node)) == (403, "level_missing")
    assert ben.change(node, name="b.txt").status_code == 200


def test_a_writer_cannot_carry_a_file_off_into_his_own_drive(world: World) -> None:
    """[AC3]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    folder, mine = ann.folder("공동"), ann.folder("관리")
    node = ann.upload("a.txt", b"x", folder)
    ann.share(folder, "person", "ben", "write")
    ann.share(mine, "person", "ben", "manage")
    for place in (ben.home, mine):
        assert refusal(ben.change(node, parent_id=place)) == (403, "move_would_raise")
    assert body(ann.browser.get(f"{API}/nodes/{node}"))["parent_id"] == folder


def test_through_another_zone_nothing_opens_not_even_ones_own(world: World) -> None:
    """[AC9]"""
    ann = at(world, "ann")
    node = ann.upload("업무.txt", b"x", ann.folder("업무"))
    outside = world.sign_in("ann", zone=Zone.INTERNET)
    answers = [
        outside.get(f"{API}/roots"),
        outside.get(f"{API}/recent"),
        outside.get(f"{API}/shared"),
        outside.get(f"{API}/search", query="업무"),
        outside.get(f"{API}/nodes/{node}"),
        outside.get(f"{API}/nodes/{node}/content"),
        outside.get(f"/api/office/documents/{node}"),
        outside.post(f"/api/office/documents/{node}/tickets"),
        outside.post("/api/office/documents", title="x"),
    ]
    assert {refusal(answer) for answer in answers} == {(403, "zone_closed")}
