"""Many who open one document at once: what is worked out once for all of them."""

import asyncio
import gc
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from identity.tickets.service import TicketRefused
from kernel.errors import NotFound, Refused
from tests.weboffice.editing.test_machine import SEED, Peer, Table, visitor
from weboffice.editing import codec
from weboffice.editing.held import LARGE, HeldRoom
from weboffice.editing.model import CloseCode, Send
from weboffice.editing.service import Lease
from weboffice.editing.together import Once, Together
from weboffice.ydoc.machine import SharedDoc

ASK = codec.step1(b"\x00")


def answers(table: Table, *peers: Peer, state: bytes = b"\x00") -> list[bytes]:
    outs = [table.room.receive(peer.member, codec.step1(state), 0.0) for peer in peers]
    return [out.message for some in outs for out in some if isinstance(out, Send)]


def test_who_lacks_the_same_gets_the_very_same_answer_until_something_changes() -> None:
    """[OF6]"""
    table = Table()
    ann, ben = table.join(Peer()), table.join(Peer(), visitor("ben"))
    first, second = answers(table, ann, ben)
    assert first is second
    one, other = answers(table, ann, ben, state=ann.doc.state())
    assert one is other
    table.send(ann, codec.update(ann.type("한글")))
    table.tick()
    [later] = answers(table, ben)
    assert later != first
    assert codec.Reader(later[2:]).chunk() == table.room.doc.whole()


def test_what_nobody_asks_for_any_more_is_let_go() -> None:
    """[OF6] A room in which somebody only sits keeps its document once."""
    table = Table()
    ann = table.join(Peer())
    [first] = answers(table, ann)
    assert not table.room.answers.rest(), "asked for since the last time"
    assert answers(table, ann) == [first]
    assert [table.room.answers.rest(), table.room.answers.rest()] == [False, True]
    [again] = answers(table, ann)
    assert again == first
    assert again is not first


def test_an_answer_that_brought_nothing_is_not_looked_into_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[OF6] [ED1] Each of many sends all its deletions back, and is told that they are durable."""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.update(ann.type("가나다라")))
    table.settle()
    back = codec.step2(ann.doc.whole())
    ben, cleo = table.join(Peer(), visitor("ben")), table.join(Peer(), visitor("cleo"))
    table.send(ben, back)
    with monkeypatch.context() as patch:
        patch.setattr("weboffice.editing.machine.inspect_update", lambda _: 1 / 0)
        table.send(cleo, back)
    assert codec.saved(1) in ben.inbox
    assert codec.saved(1) in cleo.inbox
    assert [entry.person_id for entry in table.log] == ["ann"]


def test_a_known_answer_waits_for_the_disk_like_any_other() -> None:
    """[ED1] [OF6]"""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.update(ann.type("가나다라")))
    table.tick()
    back = codec.step2(ann.doc.whole())
    ben, cleo = table.join(Peer(), visitor("ben")), table.join(Peer(), visitor("cleo"))
    table.send(ben, back)
    table.send(cleo, back)
    assert not any(message[0] == codec.SAVED for message in cleo.inbox)
    table.commit()
    table.read(cleo)
    assert cleo.saved == 1


def test_who_caught_up_while_nothing_changed_is_sent_nothing_twice() -> None:
    """[OF6] [ED3] A large document fills the buffer of everybody who opens it."""
    table = Table()
    ann, ben = table.join(Peer()), table.join(Peer(), visitor("ben"))
    table.room.fall_behind(ben.member)
    assert table.room.catch_up(ben.member) == []
    table.room.fall_behind(ben.member)
    table.send(ann, codec.update(ann.type("가")))
    table.tick()
    [missed] = table.room.catch_up(ben.member)
    assert isinstance(missed, Send)
    ben.doc.apply(codec.Reader(missed.message[2:]).chunk())
    assert ben.doc.whole() == table.room.doc.whole()
    table.room.fall_behind(ben.member)
    assert answers(table, ben) == [], "asked while behind"
    [asked] = table.room.catch_up(ben.member)
    assert isinstance(asked, Send)


@dataclass
class Sink:
    prefix: bytes
    frames: list[bytearray] = field(default_factory=list)
    slow_since: float | None = None

    def send(self, message: bytes) -> None:
        self.frames.append(bytearray(message))

    def send_shared(self, frame: bytearray) -> None:
        self.frames.append(frame)

    def close(self, code: CloseCode, reason: str) -> None:
        raise AssertionError((code, reason))


def test_a_large_answer_is_framed_once_for_all_of_one_kind() -> None:
    """[OF6]"""
    held = HeldRoom(Table().room, Lease(1, b""), 0, 0)
    ours, others = [Sink(b"") for _ in range(3)], [Sink(b"doc") for _ in range(2)]
    message = b"x" * LARGE
    for sink in (*ours, *others):
        held.send(sink, message)
    assert len({id(sink.frames[0]) for sink in ours}) == 1
    assert len({id(sink.frames[0]) for sink in others}) == 1
    assert ours[0].frames[0].endswith(message)
    assert others[0].frames[0].endswith(b"doc" + message)
    held.send(ours[0], b"y" * LARGE)
    assert ours[0].frames[1].endswith(b"y" * LARGE)
    held.send(ours[0], b"small")
    assert ours[0].frames[2] == b"small"


def test_a_document_that_nobody_holds_any_more_leaves_the_memory() -> None:
    """[OF6]"""
    shared = SharedDoc([SEED])
    shared.brings(shared.whole())
    gone = weakref.ref(shared.doc)
    del shared
    gc.collect()
    assert gone() is None


def test_who_comes_while_others_are_asked_about_goes_with_the_next() -> None:
    """[OF6]"""
    batches: list[list[int]] = []

    async def work(some: list[int]) -> Sequence[int | Refused]:
        batches.append(some)
        await asyncio.sleep(0)
        return [TicketRefused() if one == 3 else one * 10 for one in some]

    async def play() -> list[object]:
        tasks: set[asyncio.Task[None]] = set()
        door: Together[int, int] = Together(
            lambda c: tasks.add(asyncio.create_task(c)),
            work,  # type: ignore[arg-type]
            most=4,
        )
        asked = [asyncio.create_task(door.ask(one)) for one in range(8)]
        return await asyncio.gather(*asked, return_exceptions=True)

    found = asyncio.run(play())
    assert [one for one in found if not isinstance(one, Exception)] == [0, 10, 20, 40, 50, 60, 70]
    assert isinstance(found[3], TicketRefused)
    assert sorted(one for batch in batches for one in batch) == list(range(8))
    assert max(map(len, batches)) <= 4
    assert len(batches) < 8


def test_one_that_breaks_the_work_breaks_it_for_itself_alone() -> None:
    """[ED14]"""

    async def work(some: list[int]) -> list[int | Refused]:
        if 2 in some:
            raise RuntimeError("a bug of ours")
        return [NotFound() if one == 1 else one for one in some]

    async def play() -> list[object]:
        tasks: set[asyncio.Task[None]] = set()
        door: Together[int, int] = Together(
            lambda c: tasks.add(asyncio.create_task(c)), work, most=9
        )
        return await asyncio.gather(*(door.ask(one) for one in range(4)), return_exceptions=True)

    found = asyncio.run(play())
    assert [type(one) for one in found] == [int, NotFound, RuntimeError, int]


def test_what_is_under_way_is_not_begun_again() -> None:
    """[OF6]"""
    begun: list[str] = []

    async def look() -> int:
        begun.append("")
        await asyncio.sleep(0)
        return len(begun)

    async def play() -> list[int]:
        once: Once[int] = Once()
        first = await asyncio.gather(*(once.do("a", look) for _ in range(5)))
        return [*first, await once.do("a", look)]

    assert asyncio.run(play()) == [1, 1, 1, 1, 1, 2]
