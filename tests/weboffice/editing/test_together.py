"""The real server as a process, real sockets, the real database."""

import json
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from psycopg.sql import SQL
from sqlalchemy import select, update
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.support.world import World
from tests.weboffice.conftest import EditingProcess
from tests.weboffice.editing.client import Editor
from weboffice.editing import codec, store
from weboffice.editing.codec import Reader
from weboffice.editing.model import CloseCode, Limits
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import EMPTY_UPDATE, SharedDoc
from weboffice.ydoc.rules import plain_text
from workplace.stack.postgres import connect


def new_document(office: EditingProcess, *writers: str, readers: tuple[str, ...] = ()) -> str:
    """Of ann, shared with some."""
    reply = office.world.as_user("ann").post("/api/office/documents", title="계획")
    assert reply.json is not None
    document = str(reply.json["id"])
    for user in (*writers, *readers):
        share(office, document, user, "write" if user in writers else "read")
    return document


def share(office: EditingProcess, document: str, user: str, level: str) -> None:
    """By its owner, ann; `none` takes the right away."""
    office.world.person(user)
    path, subject = f"/api/drive/nodes/{document}/grants", {"subject_kind": "person"}
    ann = office.world.as_user("ann")
    if level == "none":
        reply = ann.delete(f"{path}?subject_kind=person&subject_id={user}")
    else:
        reply = ann.put(path, **subject, subject_id=user, level=level)
    assert reply.status_code < 300, reply.json


def stored_text(office: EditingProcess, document: str) -> str:
    """What a restart would find."""
    with office.world.begin() as tx:
        return plain_text(SharedDoc(store.load(tx.db, document).updates))


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = monotonic() + seconds
    while not holds():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def test_two_write_come_to_one_text_and_are_told_when_it_is_durable(office: EditingProcess) -> None:
    """[ED1] [ED3] [ED8]"""
    document = new_document(office, "ben")
    ann, ben = office.editor("ann", document), office.editor("ben", document)
    assert ann.listen(lambda e: e.is_saved)
    assert ben.listen(lambda e: e.is_saved)
    ann.write("한글")
    ben.write("가나")
    assert ann.listen(lambda e: e.is_saved and len(e.text) == 4)
    assert ben.listen(lambda e: e.is_saved and len(e.text) == 4)
    assert ann.text == ben.text == stored_text(office, document)
    with office.world.begin() as tx:
        own = store.updates.c.room == document
        rows = tx.db.execute(select(store.updates).where(own).order_by(store.updates.c.seq)).all()
        assert [row.seq for row in rows] == [1, 2]
        # Two sockets: either may have been read first.
        assert {(row.person_id, row.session_id) for row in rows} == {
            (user, office.world.as_user(user).actor.session_id) for user in ("ann", "ben")
        }
        assert store.first_break(tx.db, document) is None
        first = own & (store.updates.c.seq == 1)
        tx.db.execute(update(store.updates).where(first).values(person_id="x"))
        assert store.first_break(tx.db, document) == 1


def test_who_is_shown_is_who_signed_in_and_leaves_with_the_connection(
    office: EditingProcess,
) -> None:
    """[ED5]"""
    document = new_document(office, "ben")
    ann, ben = office.editor("ann", document), office.editor("ben", document)
    ben.tell(77, 1, json.dumps({"user": {"name": "장관", "id": "minister"}, "cursor": None}))
    assert ann.listen(lambda e: 77 in e.presences)
    assert json.loads(ann.presences[77].state)["user"]["name"] == "ben"
    ann.tell(77, 5, json.dumps({"cursor": "stolen"}))
    ben.close()
    assert ann.listen(lambda e: e.presences[77].state == "null")


def test_a_reader_sees_everything_and_changes_nothing_until_he_may(office: EditingProcess) -> None:
    """[ED4]"""
    document = new_document(office, readers=("ben",))
    ann, ben = office.editor("ann", document), office.editor("ben", document)
    assert ben.listen(lambda e: e.mode == (0, "reader"))
    ben.write("몰래")
    ann.write("함께")
    assert ben.listen(lambda e: "함께" in e.text)
    assert ann.listen(lambda e: e.is_saved)
    assert stored_text(office, document) == ann.text == "함께"
    share(office, document, "ben", "write")
    started = monotonic()
    assert ben.listen(lambda e: e.mode == (1, ""))
    assert monotonic() - started < 1
    assert ben.listen(lambda e: e.is_saved), "asked for what was refused, he brings it"
    assert ann.listen(lambda e: "몰래" in e.text)


def test_lost_access_and_an_ended_sign_in_close_within_a_second(office: EditingProcess) -> None:
    """[ED4] [OF1]"""
    document = new_document(office, "ben", "cho")
    ben, cho = office.editor("ben", document), office.editor("cho", document)
    share(office, document, "ben", "none")
    started = monotonic()
    assert ben.close_code(3) == 4403
    assert monotonic() - started < 1
    assert office.ticket("ben", document) == "not_found"
    actor = office.world.as_user("cho").actor
    office.world.workplace.identity.sessions.end_session(actor, actor.session_id, "signed_out")
    started = monotonic()
    assert cho.close_code(3) == 4402
    assert monotonic() - started < 1


def test_a_ticket_opens_its_own_room_once_from_our_own_pages(office: EditingProcess) -> None:
    """[OF1]"""
    document, other = new_document(office), new_document(office)
    used = office.presented("ann", document)
    first = Editor().connect(office.path, document, used)
    assert first.listen(lambda e: e.has_arrived), "else the second might be the first to use it"
    for room, shown in (
        (document, used),
        (other, office.presented("ann", document)),
        (document, office.who("ann").presents("made-up")),
        (document, office.who("ben").presents(office.ticket("ann", document))),
    ):
        refused = Editor().connect(office.path, room, shown)
        assert refused.close_code() == 4401
        assert refused.denied == "ticket_refused"
    fresh = office.presented("ann", document)
    with pytest.raises(InvalidStatus, match="403"):
        Editor().connect(office.path, document, fresh, origin="http://evil.example")
    assert office.ticket("eve", document) == "not_found"


@pytest.mark.parametrize(
    "message",
    [b"\x00\x02\x04" + codec.uint(60_000_000), b"\x00\x02\x03abc", b"\x63", b"\x00\x02\xff"],
    ids=["bomb", "no_update", "unknown", "cut"],
)
def test_what_is_no_message_ends_its_sender_and_nobody_else(
    office: EditingProcess, message: bytes
) -> None:
    """[ED6]"""
    document = new_document(office)
    ann, eve = office.editor("ann", document), office.editor("ann", document)
    eve.send(message)
    assert eve.close_code() == 4400
    ann.write("괜찮음")
    assert ann.listen(lambda e: e.is_saved)


def test_a_frame_that_is_too_large_ends_its_sender_and_nobody_else(office: EditingProcess) -> None:
    """[ED6]"""
    document = new_document(office)
    ann, eve = office.editor("ann", document), office.editor("ann", document)
    with suppress(ConnectionClosed):  # its head says enough: the rest may find the socket closed
        eve.send(bytes(Limits().frame + 1))
    assert eve.close_code() == CloseCode.TOO_BIG
    ann.write("괜찮음")
    assert ann.listen(lambda e: e.is_saved)


def test_two_large_answers_in_one_turn_of_the_server_both_arrive_whole(
    office: EditingProcess,
) -> None:
    """[ED3] Above 8 KiB a frame must not lend its header to the next one."""
    document = new_document(office)
    ann, ben = office.editor("ann", document), office.editor("ann", document)
    ann.write("가나다라마바사" * 4000)
    assert ann.listen(lambda e: e.is_saved)
    assert ben.listen(lambda e: e.text == ann.text)
    ask = codec.step1(b"\x00")
    for _ in range(2):
        ben.wire.protocol.send_binary(ask)
    ben.wire.socket.sendall(b"".join(ben.wire.protocol.data_to_send()))
    for _ in range(2):
        answer = ben.wire.recv(timeout=5)
        assert isinstance(answer, bytes)
        assert plain_text(SharedDoc([Reader(answer[2:]).chunk()])) == ann.text


def test_a_reader_that_stops_reading_is_skipped_and_catches_up(office: EditingProcess) -> None:
    """[ED6] [ED3]"""
    document = new_document(office)
    ann = office.editor("ann", document)
    slow = office.editor("ann", document)
    assert slow.listen(lambda e: e.is_saved)
    slow.wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(60):
        ann.write("가나다라마바사아자차카타파하" * 600)
        assert ann.listen(lambda e: e.is_saved)
    assert slow.listen(lambda e: e.text == ann.text, 20)


@pytest.mark.slow
def test_what_was_shown_as_saved_survives_kill_9(office: EditingProcess) -> None:
    """[ED2] [ED1] [ED3]"""
    document = new_document(office, "ben")
    docs = {user: SharedDoc() for user in ("ann", "ben")}
    acknowledged = 0
    for turn in range(4):
        editors = {user: office.editor(user, document, Editor(doc)) for user, doc in docs.items()}
        for editor in editors.values():
            assert editor.listen(lambda e: e.is_saved)
        for n in range(40):
            for user, editor in editors.items():
                editor.write(f"({user}{turn}.{n})")
        # Some are acknowledged by now, some are on their way.
        for editor in editors.values():
            editor.listen(lambda e: e.saved > 10, 2)
            acknowledged += editor.saved
        saved = {user: editor.saved - 1 for user, editor in editors.items()}
        office.end(signal.SIGKILL)
        kept = stored_text(office, document)
        for user, count in saved.items():
            assert [
                f"({user}{turn}.{n})" for n in range(count) if f"({user}{turn}.{n})" not in kept
            ] == []
        office.start()
    ann, ben = (office.editor(user, document, Editor(doc)) for user, doc in docs.items())
    assert ann.listen(lambda e: e.is_saved)
    assert ben.listen(lambda e: e.is_saved and e.text.count("(") == 320)
    assert ann.listen(lambda e: e.text == ben.text)
    assert stored_text(office, document) == ann.text
    assert acknowledged > 0


def test_writing_goes_on_while_the_database_is_away_and_is_saved_afterwards(
    office: EditingProcess,
) -> None:
    """[ED7] [ED1]"""
    document = new_document(office)
    ann = office.editor("ann", document)
    late = office.presented("ann", document)
    assert ann.listen(lambda e: e.is_saved)
    allow_sign_in(office.world, "NOLOGIN")
    try:
        ann.write("하나")
        assert ann.listen(lambda e: e.mode == (1, "storage_away"))
        ann.write("둘")
        assert not ann.listen(lambda e: e.is_saved, 1)
        assert Editor().connect(office.path, document, late).close_code() == 1013
    finally:
        allow_sign_in(office.world, "LOGIN")
    assert ann.listen(lambda e: e.is_saved and e.mode == (1, ""), 8)
    assert stored_text(office, document) == ann.text == "둘하나"
    with office.world.begin() as tx:
        assert store.first_break(tx.db, document) is None


def allow_sign_in(world: World, word: str) -> None:
    """Our role may come in or not; who is in is thrown out."""
    with connect(Path(str(world.engine.url.query["host"]))) as admin:
        admin.execute(SQL("ALTER ROLE onmaru {}").format(SQL(word)))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (world.engine.url.database,),
        )
    world.engine.dispose()  # the test's own connections went with them


def test_a_former_owner_can_add_nothing(office: EditingProcess) -> None:
    """[ED9]"""
    document = new_document(office)
    ann = office.editor("ann", document)
    assert ann.listen(lambda e: e.is_saved)
    with office.world.begin() as tx:
        tx.db.execute(
            update(store.rooms)
            .where(store.rooms.c.id == document)
            .values(owner="another", epoch=store.rooms.c.epoch + 1)
        )
    ann.write("늦음")
    assert ann.close_code() == 1013
    assert stored_text(office, document) == ""


@pytest.mark.slow
def test_an_empty_room_is_folded_becomes_a_version_and_is_let_go(office: EditingProcess) -> None:
    """[OF4] [ED9]"""
    document = new_document(office)
    ann = office.editor("ann", document)
    ann.write("접을 글")
    assert ann.listen(lambda e: e.is_saved)
    ann.close()
    path = f"/api/office/documents/{document}/text"
    assert within(20, lambda: office.world.as_user("ann").get(path).text == "접을 글")

    rooms_id = store.rooms.c.id

    def is_free() -> bool:
        with office.world.begin() as tx:
            return tx.db.scalar(select(store.rooms.c.owner).where(rooms_id == document)) == ""

    assert within(5, is_free)
    versions = office.world.as_user("ann").get(f"/api/drive/nodes/{document}/versions").json
    assert versions is not None
    assert len(versions["versions"]) == 1


def brought_back(office: EditingProcess, document: str, doc: SharedDoc) -> tuple[int | None, str]:
    """By ben, after two hours: the code and the reason with which he is closed."""
    back = Editor(doc)
    back.connect(office.path, document, office.presented("ben", document, away=timedelta(hours=2)))
    code = back.close_code()
    assert not back.is_saved
    return code, back.denied


def test_a_large_deletion_from_an_absence_waits_for_its_writer(office: EditingProcess) -> None:
    """[ED12] [ED1]"""
    document = new_document(office, "ben")
    ann = office.editor("ann", document)
    ann.write("가나다라마바사아자차" * 10)
    assert ann.listen(lambda e: e.is_saved)
    ben = office.editor("ben", document)
    assert ben.listen(lambda e: e.text == ann.text)
    ben.close()
    ytext.delete(ben.doc.body.children[0].children[0], 0, 60)  # type: ignore[union-attr, arg-type]
    ben.doc.apply(EMPTY_UPDATE)
    # A client that did not hear the answer asks again.
    answers = {brought_back(office, document, ben.doc) for _ in range(2)}
    assert stored_text(office, document) == ann.text
    found = office.world.as_user("ben").get("/api/office/batches").json
    assert found is not None
    [batch] = found["batches"]
    assert answers == {(4410, f"set_aside:{batch['id']}")}
    assert (batch["living"], batch["deleted"], batch["concerns"]) == (100, 60, ["deletes"])
    # Taking it over is an edit like any other.
    update = office.world.as_user("ben").get(f"/api/office/batches/{batch['id']}/update").data
    again = office.editor("ben", document)
    again.send_update(update)
    assert again.listen(lambda e: e.is_saved)
    assert stored_text(office, document) == "가나다라마바사아자차" * 4


def test_a_short_cut_of_the_line_is_no_absence(office: EditingProcess) -> None:
    """[ED12] [ED3]"""
    document = new_document(office)
    ann = office.editor("ann", document)
    ann.write("가나다라마바사아자차" * 10)
    assert ann.listen(lambda e: e.is_saved)
    ann.close()
    ytext.delete(ann.doc.body.children[0].children[0], 0, 90)  # type: ignore[union-attr, arg-type]
    ann.doc.apply(EMPTY_UPDATE)
    back = Editor(ann.doc)
    back.connect(
        office.path, document, office.presented("ann", document, away=timedelta(seconds=9))
    )
    assert back.listen(lambda e: e.is_saved)
    assert stored_text(office, document) == back.text == "가나다라마바사아자차"
