"""What stays of a document that was removed for good: nothing."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy import Text as Words
from sqlalchemy import cast as as_type

from kernel.db import metadata
from tests.support.world import World
from tests.weboffice.batches.test_batches import hold, written
from tests.weboffice.comments.test_comments import PLACE
from tests.weboffice.documents.test_documents import made
from tests.weboffice.history.test_history import Paper
from weboffice.documents.tasks import ForgetGone
from weboffice.editing import leases, store
from weboffice.editing.leases import Shard, ShardId

SECRET = "은하수 건너는 사람들"


def sweep(world: World) -> ForgetGone:
    return world.workplace.office.forget_gone(page=1)


def trash(world: World, document: str, user: str) -> None:
    person, node = world.as_user(user), f"/api/drive/nodes/{document}"
    found = person.get(node).json
    assert found is not None
    assert person.call("DELETE", node, headers={"If-Match": found["etag"]}).status_code == 204


def purge(world: World, document: str, user: str = "ann") -> None:
    trash(world, document, user)
    assert world.as_user(user).delete(f"/api/drive/trash/{document}").status_code == 204


def full(world: World) -> str:
    """A document with a text, a past with a name, comments, and something to decide upon."""
    paper = Paper(world)
    paper.write("ann", SECRET)
    document = paper.id
    world.person("ben")
    ann, path = world.as_user("ann"), f"/api/office/documents/{document}"
    grant = {"subject_kind": "person", "subject_id": "ben", "level": "comment"}
    ann.put(f"/api/drive/nodes/{document}/grants", **grant)
    said = ann.post(f"{path}/threads", anchor=PLACE, body=SECRET, mentions=["ben"])
    assert said.status_code == 201
    hold(world, document, written(world, document, SECRET), "ann")
    batch = hold(world, document, written(world, document, SECRET + "!"), "ann")
    accepted = ann.post(f"/api/office/batches/{batch}/decision", decision="accept")
    assert accepted.status_code < 300, accepted.json
    named = ann.put(f"{path}/history/0/name", name=SECRET)
    assert named.status_code < 300, named.json
    return document


def places_of(world: World, *words: str) -> set[str]:
    """Tables that have one of the words anywhere in a row, as text or as bytes."""
    with world.begin() as tx:
        return {
            table.name
            for table in metadata.sorted_tables
            if tx.db.scalar(select(select(table).where(_has(table, words)).exists()))
        }


def _has(table: Table, words: tuple[str, ...]) -> ColumnElement[bool]:
    row = as_type(table.table_valued(), Words)
    forms = [form for word in words for form in (word, word.encode().hex())]
    return or_(*(row.contains(form, autoescape=True) for form in forms))


def test_no_word_of_it_stays_anywhere_and_its_id_in_the_audit_alone(world: World) -> None:
    """[OF5]"""
    document = full(world)
    there = places_of(world, document, SECRET)
    kinds = ("rooms", "updates", "snapshots", "comments", "threads", "batches", "named_versions")
    assert {f"weboffice_{kind}" for kind in kinds} <= there
    purge(world, document)
    assert sweep(world).run().counts == {"forgotten": 1}
    assert places_of(world, SECRET) == set()
    assert places_of(world, document) <= {"kernel_audit", "kernel_events"}


def test_what_lies_in_the_trash_keeps_all_it_had(world: World) -> None:
    """[OF5]"""
    document, other = full(world), made(world, title="다른 것")["id"]
    trash(world, document, "ann")
    assert sweep(world).run().counts == {"forgotten": 0}
    assert world.as_user("ann").post(f"/api/drive/nodes/{document}/restore").status_code < 300
    for one in (document, other):
        assert world.as_user("ann").get(f"/api/office/documents/{one}").status_code == 200


def test_a_room_that_is_open_goes_when_its_server_let_it_go(world: World) -> None:
    """[OF5] [ED9]"""
    document = full(world)
    shard = Shard(ShardId("one"), "crdtd", "/nowhere")
    with world.begin() as tx:
        leases.enter(tx.db, shard, world.now())
        epoch = leases.take(tx.db, document, shard.id, world.now())
    assert epoch is not None
    purge(world, document)
    assert sweep(world).run().counts == {"forgotten": 0}
    with world.begin() as tx:
        leases.release(tx.db, document, epoch)
    assert sweep(world).run().counts == {"forgotten": 1}
    with world.begin() as tx:
        assert store.page_of_rooms(tx.db, "", 9) == []


def test_a_server_that_ended_holds_nothing_back(world: World) -> None:
    """[OF5]"""
    document = full(world)
    shard = Shard(ShardId("one"), "crdtd", "/nowhere")
    with world.begin() as tx:
        leases.enter(tx.db, shard, world.now() - leases.LEASE - timedelta(seconds=1))
        leases.take(tx.db, document, shard.id, world.now())
    purge(world, document)
    assert sweep(world).run().counts == {"forgotten": 1}
