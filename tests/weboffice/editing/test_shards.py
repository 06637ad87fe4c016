"""Two real editing processes on one database: rooms that are led to, handed over and taken over."""

import signal
from collections.abc import Iterator
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed

from tests.weboffice.conftest import EditingProcess
from tests.weboffice.editing.client import Editor
from tests.weboffice.editing.test_hocuspocus import auth, next_of, raw, stock
from tests.weboffice.editing.test_together import new_document, share, stored_text, within
from weboffice.editing import codec, leases, store
from weboffice.ydoc.machine import SharedDoc


@pytest.fixture
def other(office: EditingProcess) -> Iterator[EditingProcess]:
    """A second process beside the first."""
    made = EditingProcess(office.world, 2)
    made.start()
    yield made
    made.end()


@pytest.fixture(autouse=True)
def first_lives(office: EditingProcess) -> Iterator[None]:
    yield
    if office.process is None:
        office.start()


def owner_of(office: EditingProcess, document: str) -> str:
    with office.world.begin() as tx:
        found = leases.find_owner(tx.db, document, office.world.base.now())
    return found.name if found else ""


def knock_until_open(
    process: EditingProcess, user: str, document: str, doc: SharedDoc | None = None
) -> Editor:
    """As the page does: with a new ticket each time, until it is let in."""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        editor = Editor(doc)
        try:
            editor.connect(process.path, document, process.presented(user, document))
            if editor.listen(lambda e: e.has_arrived and e.mode is not None):
                return editor
        except (ConnectionClosed, OSError):
            continue
    raise AssertionError(process.log)


def test_whoever_comes_to_the_wrong_process_is_led_to_the_room(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED9] [ED3] [ED5]"""
    document = new_document(office, "ben")
    ann, ben = office.editor("ann", document), other.editor("ben", document)
    assert owner_of(office, document) == "crdtd-1"
    ann.write("한글")
    ben.write("가나")
    assert ann.listen(lambda e: e.is_saved and len(e.text) == 4)
    assert ben.listen(lambda e: e.is_saved and len(e.text) == 4)
    assert ann.text == ben.text == stored_text(office, document)
    ben.tell(77, 1, '{"cursor":null}')
    assert ann.listen(lambda e: '"name":"ben"' in getattr(e.presences.get(77), "state", ""))
    ben.close()
    assert ann.listen(lambda e: e.presences[77].state == "null")


def test_what_the_owner_refuses_is_told_on_the_way_back(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED4] [OF1]"""
    document = new_document(office, "ben")
    office.editor("ann", document)
    used = office.presented("ben", document)
    ben = Editor().connect(other.path, document, used)
    assert ben.listen(lambda e: e.has_arrived)
    again = Editor().connect(other.path, document, used)
    assert again.close_code() == 4401
    assert again.denied == "ticket_refused"
    share(office, document, "ben", "none")
    assert ben.close_code() == 4403


def test_hocuspocus_clients_have_rooms_of_several_processes_on_one_socket(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED9] [ED3] [ED1]"""
    far, near = new_document(office), new_document(office)
    ann = office.editor("ann", far)
    ann.write("우리 ")
    assert ann.listen(lambda e: e.is_saved)
    told = stock(other, "그들 ", *((room, office.ticket("ann", room)) for room in (far, near)))
    assert told["complaints"] == []
    assert [one["isSaved"] for one in told["found"]] == [True, True]
    assert ann.listen(lambda e: e.text == "그들 우리 ")
    assert stored_text(office, near) == "그들 "
    with raw(other) as wire:
        wire.send(auth(far, office.ticket("ann", far)))
        while not next_of(wire).startswith(codec.string(far) + b"\x02\x02"):
            pass
        assert owner_of(office, near) == "crdtd-2"
        assert owner_of(office, far) == "crdtd-1"


def test_a_slow_reader_that_was_led_here_catches_up(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED6] [ED3]"""
    document = new_document(office)
    ann, slow = office.editor("ann", document), other.editor("ann", document)
    for _ in range(60):
        ann.write("가나다라마바사아자차카타파하" * 600)
        assert ann.listen(lambda e: e.is_saved)
    assert slow.listen(lambda e: e.text == ann.text, 20)


def test_a_killed_owner_s_document_opens_at_once_elsewhere_with_all_that_was_saved(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED2] [ED9]"""
    document = new_document(office, "ben")
    ann, led = office.editor("ann", document), other.editor("ben", document)
    ann.write("저장된 글")
    assert ann.listen(lambda e: e.is_saved)
    office.end(signal.SIGKILL)
    assert led.close_code() == 1013, "who was led there is told to ask again"
    # Let in when first asked: long before the lease of who was killed would lapse.
    came = other.editor("ann", document, Editor(ann.doc))
    assert owner_of(office, document) == "crdtd-2"
    came.write("이어서 ")
    assert came.listen(lambda e: e.is_saved)
    assert stored_text(office, document) == "이어서 저장된 글"
    with office.world.begin() as tx:
        assert store.first_break(tx.db, document) is None
    office.start()
    ben = office.editor("ben", document)
    assert owner_of(office, document) == "crdtd-2", "who is back takes nothing away"
    assert ben.text == came.text


def test_a_process_that_is_told_to_end_hands_its_rooms_over(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED9] [ED2]"""
    document = new_document(office, "ben")
    ann = office.editor("ann", document)
    for number in range(50):
        ann.write(f"({number})")
    office.end(signal.SIGTERM)
    assert ann.close_code() == 1013
    assert ann.is_saved, "what it took is durable before it ends"
    ben = knock_until_open(other, "ben", document)
    assert ben.text == ann.text
    assert ben.text.count("(") == 50


@pytest.mark.slow
def test_an_owner_that_hung_finds_that_it_is_one_no_more(
    office: EditingProcess, other: EditingProcess
) -> None:
    """[ED9] [ED1]"""
    document = new_document(office, "ben")
    ann = office.editor("ann", document)
    ann.write("앞")
    assert ann.listen(lambda e: e.is_saved)
    office.signal(signal.SIGSTOP)
    try:
        ben = knock_until_open(other, "ben", document)
        assert owner_of(office, document) == "crdtd-2"
        ann.write("늦음")  # lies in the socket of the one that hangs
    finally:
        office.signal(signal.SIGCONT)
    assert ann.close_code() == 1013
    assert not ann.is_saved, "it was never told that this is durable"
    ben.write("뒤")
    assert ben.listen(lambda e: e.is_saved)
    assert stored_text(office, document) == "뒤앞"
    again = knock_until_open(office, "ann", document, ann.doc)
    assert again.listen(lambda e: e.is_saved)
    assert within(5, lambda: stored_text(office, document) == again.text)
    assert again.text.count("늦음") == 1
    with office.world.begin() as tx:
        assert store.first_break(tx.db, document) is None
