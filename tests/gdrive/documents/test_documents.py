"""What the web office and the messenger get from the drive."""

import pytest
from sqlalchemy import update

from gdrive.tree.model import NodeId
from identity.people.store import people
from kernel.actor import UserId
from kernel.errors import NotFound
from tests.gdrive.drive import API, at, body, refusal
from tests.support.world import World
from weboffice.editing.model import Mode
from workplace.bridges.drive_cards import DriveCards
from workplace.bridges.office_files import OfficeAccess, OfficeFiles, OfficeVersions


def made(world: World, user: str = "ann", title: str = "회의록") -> str:
    actor = at(world, user).browser.actor
    with world.begin() as tx:
        return OfficeFiles(world.workplace.drive.documents).create(tx, actor, None, title).id


def test_a_document_is_a_node_in_its_writers_drive_and_a_taken_title_gets_a_number(
    world: World,
) -> None:
    """[TR1]"""
    ann = at(world, "ann")
    first, second = made(world), made(world)
    assert ann.names() == ["회의록", "회의록 (2)"]
    assert ann.read(first)["kind"] == "document"
    assert body(ann.browser.get(f"{API}/recent"))["items"][0]["node"]["id"] in {first, second}


def test_to_a_stranger_and_for_a_plain_file_there_is_no_document(world: World) -> None:
    """[AC1]"""
    ann, eve = at(world, "ann"), at(world, "eve")
    files = OfficeFiles(world.workplace.drive.documents)
    document, plain = made(world), ann.upload("a.txt", b"x")
    for actor, node in ((eve.browser.actor, document), (ann.browser.actor, plain)):
        with pytest.raises(NotFound), world.begin() as tx:
            files.open(tx, actor, node)
    with world.begin() as tx:
        assert list(files.readable(tx, ann.browser.actor, [document, plain])) == [document]


def test_snapshots_are_versions_and_the_same_text_is_kept_once(world: World) -> None:
    """[FI1] [FI2]"""
    ann, document = at(world, "ann"), made(world)
    keep = OfficeVersions(world.workplace.drive.documents).keep
    for state in (b"one", b"one", b"two"):
        keep(document, state, "text", ann.browser.actor.user_id)
    listed = body(ann.browser.get(f"{API}/nodes/{document}/versions"))["versions"]
    assert [(v["seq"], v["via"]) for v in listed] == [(2, "office"), (1, "office")]
    assert list((world.settings.blobs / "stage").iterdir()) == []
    path = f"{API}/nodes/{document}/versions/1/restore"
    restored = ann.browser.call("POST", path, headers={"If-Match": "*"})
    assert refusal(restored) == (403, "restore_in_office")
    with pytest.raises(NotFound):
        keep("0" * 32, b"x", "", ann.browser.actor.user_id)


def test_the_editing_server_hears_what_each_person_may_do_now(world: World) -> None:
    """[AC2] [AC7]"""
    ann, ben, document = at(world, "ann"), at(world, "ben"), made(world)
    one, other = ann.browser.actor.user_id, ben.browser.actor.user_id
    private = made(world)

    def now() -> dict[tuple[UserId, str], Mode]:
        asked = {one: [document], other: [document, private], UserId("nobody"): [document]}
        with world.begin() as tx:
            return OfficeAccess().may(tx, asked)

    assert now() == {(one, document): Mode.WRITE}
    ann.share(document, "person", "ben", "read")
    assert now() == {(one, document): Mode.WRITE, (other, document): Mode.READ}
    ann.share(document, "person", "ben", "comment")
    assert now()[(other, document)] is Mode.SUGGEST
    with world.begin() as tx:
        tx.db.execute(update(people).where(people.c.id == other).values(is_active=False))
    assert now() == {(one, document): Mode.WRITE}, "who has left may nothing"


def test_a_rename_in_the_office_is_a_rename_here(world: World) -> None:
    """[TR1]"""
    ann, document = at(world, "ann"), made(world)
    with world.begin() as tx:
        files = OfficeFiles(world.workplace.drive.documents)
        assert files.rename(tx, ann.browser.actor, document, "새 제목").title == "새 제목"
    assert ann.names() == ["새 제목"]


def test_a_card_shows_a_node_to_those_who_may_read_it_and_can_let_others(world: World) -> None:
    """[AC1] [AC3]"""
    ann, ben = at(world, "ann"), at(world, "ben")
    node = ann.upload("자료.pdf", b"x")
    drive = world.workplace.drive
    cards = DriveCards(world.begin, drive.sharing, drive.search, drive.recent)
    people = [ann.browser.actor.user_id, ben.browser.actor.user_id]
    assert cards.describe(ben.browser.actor, [node]) == {}
    found = cards.sharing(ann.browser.actor, node, people)
    assert (list(found.lacking), found.may_grant) == (["ben"], True)
    cards.grant_reading(ann.browser.actor, node, people)
    assert cards.describe(ben.browser.actor, [node])[node].kind == "application/pdf"
    assert cards.sharing(ben.browser.actor, node, people).may_grant is False
    described = drive.documents.describe(ben.browser.actor, NodeId(node))
    assert described.access.level.name == "READ"
