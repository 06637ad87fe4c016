"""What was written while away: held, looked at, and decided upon."""

import shutil
from datetime import timedelta

import pytest
from pycrdt import XmlElement, XmlText
from sqlalchemy import select

from kernel import audit
from kernel.actor import SessionId, UserId
from tests.support.png import png
from tests.support.world import World
from tests.weboffice.pictures.test_pictures import placed
from weboffice.editing import batches, store
from weboffice.editing.model import Dialect, Mode, SetAside, Visitor
from weboffice.editing.returning import Absence, Concern
from weboffice.ydoc import pictures, ytext
from weboffice.ydoc.machine import EMPTY_UPDATE, SharedDoc
from weboffice.ydoc.rules import plain_text

AWAY = timedelta(days=9)
PATH = "/api/office/batches"


def made(world: World) -> str:
    reply = world.as_user("ann").post("/api/office/documents", title="계획")
    assert reply.json is not None
    return str(reply.json["id"])


def stored(world: World, document: str) -> list[bytes]:
    with world.begin() as tx:
        return store.load(tx.db, document).updates


def written(world: World, document: str, text: str) -> bytes:
    shared = SharedDoc(stored(world, document))
    before = shared.state()
    paragraph = shared.body.children[0]
    with shared.doc.transaction():
        paragraph.children.append(XmlText())  # type: ignore[union-attr]
        ytext.append(paragraph.children[0], text)  # type: ignore[union-attr, arg-type]
    shared.apply(EMPTY_UPDATE)
    return shared.since(before)


def drawn(world: World, document: str, *keys: str) -> bytes:
    """An update that puts pictures into the first line."""
    shared = SharedDoc(stored(world, document))
    before = shared.state()
    with shared.doc.transaction():
        for key in keys:
            element = XmlElement("picture")
            shared.body.children[0].children.append(element)  # type: ignore[union-attr]
            element.attributes["picture"] = key
    return shared.since(before)


def held(world: World, document: str, text: str = "옛글", user: str = "ann") -> str:
    """As the editing server holds it."""
    update = written(world, document, text)
    return hold(world, document, update, user)


def hold(world: World, document: str, update: bytes, user: str = "ann") -> str:
    since = world.now() - AWAY
    visitor = Visitor(
        UserId(user), user, SessionId("s"), right=Mode.WRITE, dialect=Dialect.OURS, away_since=since
    )
    aside = SetAside(1, visitor, update, Absence(AWAY, 10, 4), (Concern.OLD, Concern.DELETES))
    return world.workplace.office.editing.set_aside(document, aside)


def test_its_writer_sees_what_waits_and_why(world: World) -> None:
    """[ED12]"""
    document = made(world)
    batch = held(world, document)
    ann = world.as_user("ann")
    found = ann.get(PATH).json
    assert found is not None
    [listed] = found["batches"]
    assert listed == ann.get(f"{PATH}/{batch}").json
    assert (listed["id"], listed["title"], listed["may_write"]) == (batch, "계획", True)
    assert listed["concerns"] == ["old", "deletes"]
    assert (listed["living"], listed["deleted"]) == (10, 4)
    now, update = (ann.get(f"{PATH}/{batch}/{which}").data for which in ("now", "update"))
    assert plain_text(SharedDoc([now])) == ""
    assert plain_text(SharedDoc([now, update])) == "옛글"


def test_to_others_there_is_none(world: World) -> None:
    """[OF1] [ED12]"""
    batch = held(world, made(world))
    world.person("ben")
    ben = world.as_user("ben")
    assert ben.get(PATH).json == {"batches": []}
    for path in (f"{PATH}/{batch}", f"{PATH}/{batch}/update", f"{PATH}/{batch}/now"):
        assert ben.get(path).status_code == 404
    assert ben.post(f"{PATH}/{batch}/decision", decision="discard").status_code == 404
    assert ben.post(f"{PATH}/{batch}/copy", title="내 것").status_code == 404


def test_the_same_brought_twice_is_held_once_and_again_after_a_decision(world: World) -> None:
    """[ED12]"""
    document = made(world)
    update = written(world, document, "옛글")
    first = hold(world, document, update)
    assert hold(world, document, update) == first
    ann = world.as_user("ann")
    assert ann.post(f"{PATH}/{first}/decision", decision="discard").status_code == 204
    assert hold(world, document, update) != first


def test_a_decision_is_made_once_and_stands_in_the_audit(world: World) -> None:
    """[ED12]"""
    document = made(world)
    batch = held(world, document)
    ann = world.as_user("ann")
    assert ann.post(f"{PATH}/{batch}/decision", decision="perhaps").status_code == 400
    assert ann.post(f"{PATH}/{batch}/decision", decision="accept").status_code == 204
    again = ann.post(f"{PATH}/{batch}/decision", decision="discard")
    assert again.status_code == 404
    assert again.json is not None
    assert again.json["code"] == "batch_unknown"
    with world.begin() as tx:
        row = tx.db.execute(select(batches.batches)).one()
        acts = tx.db.scalars(select(audit.entries.c.act)).all()
    assert (row.state, row.update) == ("accepted", None)
    assert {"weboffice.set_aside", "weboffice.decide_batch"} <= set(acts)


def test_kept_as_a_copy_it_is_a_document_of_one_s_own(world: World) -> None:
    """[ED12] [OF2]"""
    document = made(world)
    batch = held(world, document)
    ann = world.as_user("ann")
    reply = ann.post(f"{PATH}/{batch}/copy", title="계획 (끊긴 동안 쓴 것)")
    assert reply.status_code == 201
    assert reply.json is not None
    copy = reply.json["document_id"]
    assert plain_text(SharedDoc(stored(world, copy))) == "옛글"
    assert plain_text(SharedDoc(stored(world, document))) == ""
    opened = ann.get(f"/api/office/documents/{copy}").json
    assert opened is not None
    assert opened["title"] == "계획 (끊긴 동안 쓴 것)"
    assert ann.get(f"{PATH}/{batch}").status_code == 404


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is missing")
def test_a_copy_has_its_pictures_for_itself(world: World) -> None:
    """[ED12] [PI1] One that is gone stays a place, and is in nobody's way."""
    document = made(world)
    key = str(placed(world, document, png(40, 30))["id"])
    ann = world.as_user("ann")
    original = ann.get(f"/api/office/documents/{document}/pictures/{key}").headers
    batch = hold(world, document, drawn(world, document, key, "gone", key))
    reply = ann.post(f"{PATH}/{batch}/copy", title="사본")
    assert reply.json is not None
    copy = reply.json["document_id"]
    found = pictures.keys_in(SharedDoc(stored(world, copy)))
    assert "gone" in found
    [own] = found - {"gone"}
    assert own != key
    shown = ann.get(f"/api/office/documents/{copy}/pictures/{own}")
    assert shown.status_code == 200
    assert shown.headers["X-Accel-Redirect"] == original["X-Accel-Redirect"]
