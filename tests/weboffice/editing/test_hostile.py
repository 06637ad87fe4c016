"""What somebody who may be in the room could send to harm it, or everybody in it."""

import pytest

from tests.weboffice.editing.test_machine import Peer, Table, visitor
from weboffice.editing import codec
from weboffice.editing.codec import Presence, uint
from weboffice.editing.machine import Room
from weboffice.editing.model import Broadcast, Cut, Out
from weboffice.editing.seat import Seat
from weboffice.editing.waiting import MOST, MOST_BYTES
from weboffice.ydoc.rules import plain_text

ASK = codec.step1(b"\x00")
AT_ROOT = b"\x04\x01" + uint(4) + b"text" + uint(1) + b"a"


def late_update(client: int) -> bytes:
    """The fifth letter of somebody whose first four are nowhere."""
    return b"\x01\x01" + uint(client) + uint(4) + AT_ROOT + b"\x00"


def late_deletion(client: int) -> bytes:
    """Takes away what nobody has."""
    return b"\x00\x01" + uint(client) + b"\x01\x04\x01"


def receive(room: Room, peer: Peer, message: bytes) -> list[Out]:
    return room.receive(peer.member, message, 0.0)


def test_a_frame_full_of_questions_gets_a_bounded_answer() -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.update(ann.type("가" * 100_000)))
    table.tick()
    outs = receive(table.room, ann, ASK * 10_000)
    assert sum(isinstance(out, Cut) and out.reason == "too_fast" for out in outs) == 1
    assert 0 < len(outs) < 100


@pytest.mark.parametrize(
    "message",
    [
        bytes((codec.QUERY_AWARENESS,)),
        codec.awareness([Presence(client, 1, "{}") for client in range(500)]),
        ASK,
    ],
    ids=["who_is_here", "crowds", "states"],
)
def test_a_frame_costs_what_its_messages_cost(message: bytes) -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    dear = 500 if message[0] == codec.AWARENESS else 5_000
    outs = receive(table.room, ann, message * dear)
    assert isinstance(outs[-1], Cut)
    assert outs[-1].reason == "too_fast"


def test_whoever_joins_a_large_document_may_ask_a_few_times() -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.update(ann.type("가" * 1_500_000)))
    table.tick()
    for _ in range(7):
        assert not any(isinstance(out, Cut) for out in receive(table.room, ann, ASK))


def test_a_state_that_claims_what_it_has_not_is_refused_by_us() -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    outs = receive(table.room, ann, codec.step1(uint(60_000_000) + b"\x05\x00"))
    assert [out.reason for out in outs if isinstance(out, Cut)] == ["bad_message: count"]


@pytest.mark.parametrize("late", [late_update, late_deletion])
@pytest.mark.parametrize("wrap", [codec.update, codec.step2], ids=["update", "answer"])
def test_what_waits_for_work_that_never_comes_does_not_pile_up(late, wrap) -> None:  # type: ignore[no-untyped-def]
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    table.settle()
    for number in range(MOST * 2):
        if ann.member in table.room.members and not table.cuts:
            table.send(ann, wrap(late(1000 + number)))
            table.tick()
    assert table.cuts == [(ann.member, "gap")]
    assert len(table.log) <= MOST + 3


def test_a_little_that_waits_may_not_be_large() -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    table.settle()
    half = MOST_BYTES // 2
    for number in range(3):
        assert table.cuts == ([] if number < 2 else [(ann.member, "gap")])
        if not table.cuts:
            large = b"\x04\x01" + uint(4) + b"text" + uint(half) + b"a" * half
            late = b"\x01\x01" + uint(1000 + number) + uint(4) + large + b"\x00"
            table.send(ann, codec.update(late))
            table.tick()


def test_what_waited_and_was_healed_counts_no_more() -> None:
    """[ED6] [ED3]"""
    table = Table()
    ann, ben = table.join(Peer(), visitor("ann")), table.join(Peer(), visitor("ben"))
    table.settle()
    for _ in range(3):
        lost = ann.type("가")
        for _ in range(MOST - 2):
            table.send(ann, codec.update(ann.type("나")))
            table.tick()
        table.send(ann, codec.update(lost))
        table.tick()
    table.settle()
    assert table.cuts == []
    assert plain_text(ben.doc) == plain_text(ann.doc) == plain_text(table.durable())


def test_what_came_before_a_bad_message_in_its_frame_is_told_to_all() -> None:
    """[ED3]"""
    table = Table()
    ann = table.join(Peer())
    table.join(Peer(), visitor("ben"))
    outs = receive(table.room, ann, codec.step2(ann.type("한")) + b"\x63")
    assert [type(out) for out in outs] == [Broadcast, Cut]


def test_a_clock_that_has_no_next_one_is_refused() -> None:
    """[ED6] It would be told to all when its client leaves, and no browser could read it."""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.awareness([Presence(7, codec.LARGEST, "{}")]))
    assert table.cuts == [(ann.member, "bad_message")]


class Wire:
    """Of a client that may not come in yet."""

    closed = ""

    def hang_up(self, _code: int, reason: str) -> None:
        self.closed = reason


def test_what_comes_before_the_ticket_was_used_is_bounded_however_small_its_parts() -> None:
    """[ED6]"""
    wire = Wire()
    seat = Seat(wire)  # type: ignore[arg-type]
    for _ in range(4096):
        seat.take(b"")
    assert wire.closed == ""
    seat.take(b"")
    assert wire.closed == "too_early"
