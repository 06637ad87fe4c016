"""The room without sockets, time or a database."""

import json
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import XmlText

from kernel.actor import SessionId, UserId
from tests.support.world import START
from weboffice.editing import codec
from weboffice.editing.codec import Presence, Reader, read_presences
from weboffice.editing.machine import Room
from weboffice.editing.model import (
    Broadcast,
    Cut,
    Dialect,
    Entry,
    Limits,
    Mode,
    Out,
    Reason,
    Send,
    SetAside,
    Visitor,
)
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import Paragraph
from weboffice.ydoc.rules import plain_text, seed

SEED = seed([Paragraph()], lambda: "a")


def visitor(name: str = "ann", *, may_write: bool = True, session: str | None = None) -> Visitor:
    right = Mode.WRITE if may_write else Mode.READ
    return Visitor(UserId(name), name, SessionId(session or name), right, Dialect.OURS)


@dataclass
class Peer:
    """A client: what it has, and what was sent to it and not read yet."""

    doc: SharedDoc = field(default_factory=lambda: SharedDoc([SEED]))
    member: int = 0
    inbox: list[bytes] = field(default_factory=list)
    saved: int = 0
    mode: tuple[int, str] = (9, "")

    def type(self, text: str) -> bytes:
        before = self.doc.state()
        paragraph = self.doc.body.children[0]
        with self.doc.doc.transaction():
            if not len(paragraph.children):  # type: ignore[union-attr]
                paragraph.children.append(XmlText())  # type: ignore[union-attr]
            shared = paragraph.children[0]  # type: ignore[union-attr]
            ytext.insert(shared, len(ytext.plain(shared)) // 2, text)  # type: ignore[arg-type]
        self.doc.apply(b"\x00\x00")  # forget the cached whole
        return self.doc.since(before)


class Table:
    """A room and its peers; every message is delivered when the test says so."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.room = Room("r", SharedDoc([SEED]), 0, limits or Limits(), lambda: START)
        self.peers: dict[int, Peer] = {}
        self.log: list[Entry] = []
        self.cuts: list[tuple[int, str]] = []
        self.now = 0.0

    def join(self, peer: Peer, who: Visitor | None = None) -> Peer:
        member, outs = self.room.join(who or visitor(), self.now)
        peer.member, peer.inbox, peer.saved = member.id, [], 0
        self.peers[member.id] = peer
        self.carry(outs)
        self.send(peer, codec.step1(peer.doc.state()))
        return peer

    def leave(self, peer: Peer) -> None:
        self.room.leave(peer.member)
        self.peers.pop(peer.member, None)

    def send(self, peer: Peer, message: bytes) -> None:
        self.now += 0.01
        self.carry(self.room.receive(peer.member, message, self.now))

    def carry(self, outs: list[Out]) -> None:
        for out in outs:
            match out:
                case Send(member, message):
                    self.peers[member].inbox.append(message)
                case Broadcast(message):
                    for member_id, peer in self.peers.items():
                        if self.room.members[member_id].lacks_since is None:
                            peer.inbox.append(message)
                case Cut(member, _, reason):
                    self.cuts.append((member, reason.partition(":")[0]))
                case SetAside():
                    raise AssertionError("nobody here was away")
        self.log += self.room.take_entries()

    def tick(self) -> None:
        self.carry(self.room.tick())

    def commit(self) -> None:
        size = sum(len(e.update) for e in self.log if e.seq > self.room.durable_seq)
        self.carry(self.room.committed(self.room.seq, size))

    def read(self, peer: Peer) -> None:
        while peer.inbox:
            self._read(peer, Reader(peer.inbox.pop(0)))

    def _read(self, peer: Peer, reader: Reader) -> None:
        kind = reader.uint()
        if kind == codec.SAVED:
            peer.saved = reader.uint()
        elif kind == codec.MODE:
            peer.mode = (reader.uint(), reader.string())
        elif kind == codec.SYNC and reader.uint() == codec.STEP1:
            self.send(peer, codec.step2(peer.doc.since(reader.chunk())))
        elif kind == codec.SYNC:
            peer.doc.apply(reader.chunk())

    def settle(self) -> None:
        """Everything is delivered."""
        for _ in range(4):
            self.tick()
            self.commit()
            for peer in list(self.peers.values()):
                self.read(peer)

    def durable(self) -> SharedDoc:
        kept = [e.update for e in self.log if e.seq <= self.room.durable_seq]
        return SharedDoc([SEED, *kept])


class Mischief:
    """Peers who write, fall behind, leave and come back, at random."""

    def __init__(self, number: int) -> None:
        self.dice = random.Random(number)  # noqa: S311 - not a secret
        self.table = Table()
        self.peers = [self.table.join(Peer(), visitor(f"p{i}")) for i in range(3)]

    def step(self) -> None:
        peer = self.dice.choice(self.peers)
        here = peer.member in self.table.peers
        acts = [self.write, self.write, self.write, self.hear, self.move, self.lag]
        self.dice.choice(acts)(peer, here=here)

    def write(self, peer: Peer, *, here: bool) -> None:
        update = peer.type(self.dice.choice("가나다라마"))
        if here:
            self.table.send(peer, codec.update(update))

    def hear(self, peer: Peer, *, here: bool) -> None:
        self.table.tick()
        if here:
            self.table.read(peer)

    def move(self, peer: Peer, *, here: bool) -> None:
        if here:
            self.table.leave(peer)
        else:
            self.table.join(peer, visitor(f"p{self.peers.index(peer)}"))

    def lag(self, peer: Peer, *, here: bool) -> None:
        if here and self.dice.random() < 0.5:
            self.table.room.fall_behind(peer.member)
        elif here:
            self.table.carry(self.table.room.catch_up(peer.member))

    def come_together(self) -> None:
        for peer in self.peers:
            if peer.member not in self.table.peers:
                self.table.join(peer)
            self.table.carry(self.table.room.catch_up(peer.member))
        self.table.settle()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_all_come_to_one_text_whatever_was_late_lost_or_skipped(number: int) -> None:
    """[ED3] [ED1] [ED8]"""
    mischief = Mischief(number)
    for _ in range(40):
        mischief.step()
    mischief.come_together()
    table = mischief.table
    docs = [table.room.doc, table.durable(), *(peer.doc for peer in mischief.peers)]
    assert len({plain_text(doc) for doc in docs}) == 1
    assert [e.seq for e in table.log] == list(range(1, len(table.log) + 1))


def test_nothing_is_acknowledged_before_its_commit_nor_what_was_only_known() -> None:
    """[ED1]"""
    table = Table()
    ann = table.join(Peer())
    table.settle()
    assert ann.saved == 1
    update = ann.type("한")
    table.send(ann, codec.update(update))
    table.tick()
    table.read(ann)
    assert ann.saved == 1
    # She comes back before the commit: the room knows her update, the disk does not.
    table.leave(ann)
    table.join(ann)
    table.read(ann)
    assert ann.saved == 0
    table.commit()
    table.read(ann)
    assert ann.saved == 1
    assert plain_text(table.durable()) == "한"


def test_what_was_refused_is_never_acknowledged_until_it_came_again() -> None:
    """[ED7] [ED1]"""
    table = Table()
    ann = table.join(Peer())
    table.settle()
    table.carry(table.room.storage(Reason.STORAGE_FULL))
    table.read(ann)
    assert ann.mode == (0, "storage_full")
    table.send(ann, codec.update(ann.type("버림")))
    table.carry(table.room.storage(Reason.NONE))
    table.send(ann, codec.update(ann.type("받음")))
    table.tick()
    table.commit()
    assert codec.saved(3) not in ann.inbox
    table.settle()
    assert ann.mode == (1, "")
    assert ann.saved == 4
    assert plain_text(table.durable()) == plain_text(ann.doc)


def test_a_document_that_is_full_takes_no_more_and_says_so() -> None:
    """[ED6]"""
    table = Table(Limits(document=400))
    ann = table.join(Peer())
    table.settle()
    table.send(ann, codec.update(ann.type("가" * 200)))
    table.settle()
    assert ann.mode == (0, "document_full")
    before = plain_text(table.durable())
    table.send(ann, codec.update(ann.type("나")))
    table.settle()
    assert plain_text(table.durable()) == before


def test_who_sends_faster_than_anybody_types_is_cut() -> None:
    """[ED6]"""
    table = Table(Limits(messages_a_second=10, burst=20))
    ann = table.join(Peer())
    for _ in range(200):
        table.send(ann, codec.step1(b"\x00"))
    assert (ann.member, "too_fast") in table.cuts


def test_presence_keeps_the_last_state_and_lets_nobody_speak_for_another() -> None:
    """[ED5] [ED6]"""
    table = Table()
    ann, ben = table.join(Peer(), visitor("ann")), table.join(Peer(), visitor("ben"))
    for clock in (1, 2, 3):
        state = json.dumps({"cursor": clock, "user": {"name": "가짜"}})
        table.send(ann, codec.awareness([Presence(7, clock, state)]))
    table.send(ben, codec.awareness([Presence(7, 9, "null"), Presence(8, 1, "{}")]))
    reader = Reader(table.room.presence.news())
    reader.uint()
    told = {p.client: (p.clock, json.loads(p.state)) for p in read_presences(reader.chunk())}
    assert told[7][0] == 3
    assert (told[7][1]["cursor"], told[7][1]["user"]["name"]) == (3, "ann")
    assert told[8][1]["user"]["name"] == "ben"
    assert told[7][1]["user"]["colour"] != told[8][1]["user"]["colour"]


@pytest.mark.parametrize("state", ["[1]", "x", '{"a":' + '"' + "가" * 3000 + '"}', "[" * 2000])
def test_a_presence_that_is_no_small_object_is_refused(state: str) -> None:
    """[ED6]"""
    table = Table()
    ann = table.join(Peer())
    table.send(ann, codec.awareness([Presence(7, 1, state)]))
    assert table.cuts == [(ann.member, "bad_message")]


def test_a_client_that_came_back_takes_its_presence_over() -> None:
    """[ED5]"""
    table = Table()
    table.send(old := table.join(Peer()), codec.awareness([Presence(7, 4, "{}")]))
    new = table.join(Peer())
    table.send(new, codec.awareness([Presence(7, 4, '{"cursor":1}')]))
    table.room.presence.news()
    table.leave(old)
    assert not table.room.presence.has_news
