"""Hocuspocus' own client on the real server, and what a hostile one may try."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, unix_connect

from tests.weboffice.conftest import EditingProcess
from tests.weboffice.editing.client import ORIGIN
from tests.weboffice.editing.test_together import new_document, share, stored_text
from tests.weboffice.node import WEB, node_environment
from weboffice.editing import codec
from weboffice.editing.hocuspocus import MOST_DOCUMENTS, MOST_REFUSED, PING


def stock(
    office: EditingProcess, text: str, *rooms: tuple[str, str], user: str = "ann"
) -> dict[str, Any]:
    words = [str(office.path), ORIGIN, text, *(f"{room}:{ticket}" for room, ticket in rooms)]
    done = subprocess.run(
        ["node", "tools/hocuspocus-client.mjs", *words],
        cwd=WEB, env=node_environment(COOKIE=office.who(user).cookie["Cookie"]),
        capture_output=True, text=True, check=True, timeout=90,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@contextmanager
def staying(
    office: EditingProcess, user: str, *rooms: tuple[str, ...]
) -> Iterator[Callable[[], Any]]:
    """Its client in these rooms, with tickets to come back; what it tells once it was closed."""
    words = [str(office.path), ORIGIN, "글 ", *(":".join(room) for room in rooms)]
    with subprocess.Popen(
        ["node", "tools/hocuspocus-client.mjs", "--until-closed", *words],
        cwd=WEB, env=node_environment(COOKIE=office.who(user).cookie["Cookie"]),
        stdout=subprocess.PIPE, text=True,
    ) as client:  # fmt: skip
        assert client.stdout is not None
        try:
            assert client.stdout.readline() == "ready\n"
            yield lambda: json.loads(client.communicate(timeout=90)[0])
        finally:
            client.kill()


def test_its_client_is_told_of_a_right_that_was_lost_and_of_a_sign_in_that_ended(
    office: EditingProcess,
) -> None:
    """[ED4]"""
    document = new_document(office, "cleo")
    with staying(office, "cleo", (document, office.ticket("cleo", document))) as told:
        share(office, document, "cleo", "none")
        found = told()
    assert found["found"][0]["refusal"] == "access_lost"
    assert found["closed"] == []
    share(office, document, "cleo", "write")
    with staying(office, "cleo", (document, office.ticket("cleo", document))) as told:
        cleo = office.world.as_user("cleo").actor
        sessions = office.world.workplace.identity.sessions
        sessions.end_session(cleo, cleo.session_id, "signed_out")
        assert told()["closed"][0] == [4401, "session_ended"]


def test_its_client_comes_back_by_itself_where_a_process_ends_in_order(
    office: EditingProcess,
) -> None:
    """[ED13]"""
    document = new_document(office)
    tickets = [office.ticket("ann", document) for _ in range(2)]
    with staying(office, "ann", (document, *tickets)) as told:
        office.end()
        office.start()
        found = told()
    assert found["closed"][0] == [4205, "restart"]
    assert found["found"][0]["isSaved"] is True


def test_its_client_writes_into_two_rooms_over_one_socket_together_with_ours(
    office: EditingProcess,
) -> None:
    """[ED1] [ED3] [ED5]"""
    first, second = new_document(office), new_document(office)
    ours = office.editor("ann", first)
    ours.write("우리 ")
    assert ours.listen(lambda e: e.is_saved)
    rooms = [(room, office.ticket("ann", room)) for room in (first, second)]
    told = stock(office, "그들 ", *rooms)
    assert told["complaints"] == []
    assert [one["scope"] for one in told["found"]] == ["read-write"] * 2
    assert [one["isSaved"] for one in told["found"]] == [True, True]
    assert "그들 우리" in told["found"][0]["text"]
    assert ours.listen(lambda e: e.text == "그들 우리 ")
    assert ours.listen(lambda e: any('"name":"ann"' in p.state for p in e.presences.values()))
    assert stored_text(office, second) == "그들 "


def test_its_reader_is_told_so_and_changes_nothing(office: EditingProcess) -> None:
    """[ED4]"""
    document = new_document(office, readers=("ben",))
    ours = office.editor("ann", document)
    ours.write("우리")
    assert ours.listen(lambda e: e.is_saved)
    told = stock(office, "몰래 ", (document, office.ticket("ben", document)), user="ben")
    assert told["found"][0]["scope"] == "readonly"
    assert told["found"][0]["isSaved"] is False
    assert stored_text(office, document) == "우리"


def test_a_used_ticket_opens_no_second_document(office: EditingProcess) -> None:
    """[OF1]"""
    document, other = new_document(office), new_document(office)
    ticket = office.ticket("ann", document)
    told = stock(office, "가", (document, ticket), (other, ticket), (other, "made-up"))
    assert [one["refusal"] for one in told["found"]] == ["", "ticket_refused", "ticket_refused"]


def raw(office: EditingProcess, user: str = "ann") -> ClientConnection:
    return unix_connect(
        str(office.path), "ws://localhost/hp", origin=ORIGIN, compression=None, open_timeout=5,
        additional_headers=office.who(user).cookie,
    )  # fmt: skip


def auth(room: str, ticket: str) -> bytes:
    return codec.string(room) + b"\x02\x00" + codec.string(ticket) + codec.string("4.7.0")


def next_of(wire: ClientConnection) -> bytes:
    """What comes next and is no ping."""
    while True:
        message = wire.recv(timeout=5)
        assert isinstance(message, bytes)
        if message != bytes((PING,)):
            return message


def close_code(wire: ClientConnection) -> int:
    try:
        while True:
            next_of(wire)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_losing_the_right_closes_that_document_and_leaves_the_other(
    office: EditingProcess,
) -> None:
    """[ED4]"""
    kept, lost = new_document(office, "ben"), new_document(office, "ben")
    with raw(office, "ben") as wire:
        for room in (kept, lost):
            wire.send(auth(room, office.ticket("ben", room)))
        entered = {codec.string(room) + b"\x02\x02" for room in (kept, lost)}
        while entered:
            entered.discard(next_of(wire)[: len(codec.string(kept)) + 2])
        share(office, lost, "ben", "none")
        denied = codec.string(lost) + b"\x02\x01" + codec.string("access_lost")
        while next_of(wire) != denied:
            pass
        wire.send(codec.string(kept) + codec.step1(b"\x00"))
        while not next_of(wire).startswith(codec.string(kept) + b"\x00\x01"):
            pass


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff" * 20,
        codec.string("room") + b"\x00\x00\x00",
        codec.string("room") + b"\x05" + codec.string("stateless"),
        codec.string("../etc") + b"\x02\x00\x01x",
        codec.string("r" * 65) + b"\x02\x00\x01x",
        codec.string("room") + b"\x02\x01\x01x",
    ],
    ids=["empty", "noise", "not_authenticated", "stateless", "no_name", "long_name", "no_token"],
)
def test_what_is_no_message_ends_its_socket(office: EditingProcess, message: bytes) -> None:
    """[ED6]"""
    with raw(office) as wire:
        wire.send(message)
        assert close_code(wire) == 4400


def test_a_socket_holds_so_many_documents_and_no_more(office: EditingProcess) -> None:
    """[ED6]"""
    document = new_document(office)
    with raw(office) as wire:
        for number in range(MOST_DOCUMENTS):
            key = f"{document}\0{number}"
            wire.send(auth(key, office.ticket("ann", document)))
            while not next_of(wire).startswith(codec.string(key) + b"\x02\x02"):
                pass
        wire.send(auth(f"{document}\0more", "made-up"))
        assert close_code(wire) == 4400


def test_whoever_tries_tickets_is_hung_up_on(office: EditingProcess) -> None:
    """[ED6] [OF1]"""
    document = new_document(office)
    denied = codec.string(document) + b"\x02\x01" + codec.string("ticket_refused")
    with raw(office) as wire:
        for _ in range(MOST_REFUSED):
            wire.send(auth(document, "made-up"))
            assert next_of(wire) == denied
        wire.send(auth(document, "made-up"))
        assert close_code(wire) == 4401
