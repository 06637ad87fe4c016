"""A room and who may only suggest in it."""

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Map, XmlElement, XmlText

from kernel.actor import SessionId, UserId
from tests.weboffice.editing.test_machine import Peer, Table
from weboffice.editing import codec
from weboffice.editing.model import Dialect, Mode, Visitor
from weboffice.editing.suggested import MOST_BEHIND
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.rules import plain_text

Change = Callable[[XmlElement, XmlText], None]


def guest(name: str, right: Mode = Mode.SUGGEST) -> Visitor:
    return Visitor(UserId(name), name, SessionId(name), right, Dialect.OURS)


def stamp(by: str, key: str = "s1") -> dict[str, object]:
    return {"id": key, "by": by, "at": 1.0}


def change(peer: Peer, act: Change) -> bytes:
    """The update that an act of this peer makes, which its own document has already."""
    before = peer.doc.state()
    line = peer.doc.body.children[0]
    assert isinstance(line, XmlElement)
    text = line.children[0]
    assert isinstance(text, XmlText)
    with peer.doc.doc.transaction():
        act(line, text)
    peer.doc.apply(b"\x00\x00")
    return peer.doc.since(before)


@pytest.fixture
def table() -> Table:
    """Ann wrote 가나다라; ben may only suggest."""
    table = Table()
    ann = table.join(Peer(), guest("ann", Mode.WRITE))
    table.send(ann, codec.update(ann.type("가나다라")))
    table.tick()
    table.join(Peer(), guest("ben"))
    for peer in table.peers.values():
        table.read(peer)
    return table


def insertion(by: str, key: str = "s1") -> Change:
    return lambda _, text: ytext.insert(text, 2, "한글", {"insertion": stamp(by, key)})


def test_who_may_suggest_is_told_so_and_his_suggestions_reach_everybody(table: Table) -> None:
    """[SG2]"""
    ann, ben = table.peers.values()
    assert ben.mode == (Mode.SUGGEST.value, "")
    table.send(ben, codec.update(change(ben, insertion("ben"))))
    table.tick()
    table.commit()
    table.read(ann)
    assert plain_text(ann.doc) == "가나한글다라"
    assert table.cuts == []
    assert [entry.suggested for entry in table.log] == [(), ("s1",)]


@pytest.mark.parametrize(
    "act",
    [
        lambda _, text: ytext.insert(text, 0, "몰래"),
        lambda _, text: ytext.delete(text, 0, 1),
        lambda line, _: line.attributes.__setitem__("form", "h1"),
        lambda _, text: ytext.insert(text, 0, "남의", {"insertion": stamp("ann")}),
    ],
)
def test_what_is_no_suggestion_of_his_is_not_taken_and_nobody_sees_it(
    table: Table, act: Change
) -> None:
    """[SG2] [SG3]"""
    ann, ben = table.peers.values()
    table.send(ben, codec.update(change(ben, act)))
    table.tick()
    table.read(ann)
    assert table.cuts == [(ben.member, "not_taken")]
    assert plain_text(table.room.doc) == plain_text(ann.doc) == "가나다라"


def test_what_would_take_effect_later_is_not_taken(table: Table) -> None:
    """[SG2]"""
    _, ben = table.peers.values()
    change(ben, insertion("ben"))  # never sent
    late = change(ben, lambda _, text: ytext.insert(text, 0, "몰래"))
    table.send(ben, codec.update(late))
    assert table.cuts == [(ben.member, "not_taken")]


def test_a_deletion_of_what_is_not_written_yet_is_not_taken(table: Table) -> None:
    """[SG2]"""
    ann, ben = table.peers.values()
    ahead = Peer(SharedDoc([ann.doc.whole()]))
    ahead.doc.apply(change(ann, lambda _, text: ytext.insert(text, 0, "나중")))
    foresight = change(ahead, lambda _, text: ytext.delete(text, 0, 2))
    table.send(ben, codec.update(foresight))
    assert table.cuts == [(ben.member, "not_taken")]


@pytest.mark.parametrize(
    "act", [lambda page: page.__setitem__("header", "몰래"), lambda page: page.pop("header")]
)
def test_a_setting_of_the_pages_is_closed_to_him(
    table: Table, act: Callable[[Map[Any]], object]
) -> None:
    """[SG2]"""
    ann, ben = table.peers.values()
    before = ann.doc.state()
    ann.doc.pages["header"] = "한빛부"
    ann.doc.apply(b"\x00\x00")
    table.send(ann, codec.update(ann.doc.since(before)))
    table.tick()
    table.read(ben)
    before = ben.doc.state()
    act(ben.doc.pages)
    ben.doc.apply(b"\x00\x00")
    table.send(ben, codec.update(ben.doc.since(before)))
    assert table.cuts == [(ben.member, "not_taken")]


def test_another_root_is_closed_to_him(table: Table) -> None:
    """[SG2]"""
    _, ben = table.peers.values()
    before = ben.doc.state()
    other: Any = ben.doc.doc.get("page", type=Map)  # type: ignore[arg-type]
    other["header"] = "몰래"
    ben.doc.apply(b"\x00\x00")
    table.send(ben, codec.update(ben.doc.since(before)))
    assert table.cuts == [(ben.member, "not_taken")]


def test_nobody_begins_a_suggestion_in_anothers_name_and_everybody_may_move_one(
    table: Table,
) -> None:
    """[SG3]"""
    ann, ben = table.peers.values()
    table.send(ben, codec.update(change(ben, insertion("ben"))))
    table.tick()
    table.read(ann)
    # As when a line is split: the letters are written anew, with their mark.
    table.send(ann, codec.update(change(ann, insertion("ben"))))
    table.tick()
    assert table.cuts == []
    table.send(ann, codec.update(change(ann, insertion("ben", "s2"))))
    assert table.cuts == [(ann.member, "not_taken")]


def test_what_he_brings_after_being_away_is_held_to_the_same(table: Table) -> None:
    """[SG2]"""
    _, ben = table.peers.values()
    known = codec.step2(ben.doc.whole())
    table.send(ben, known)
    assert table.cuts == []
    change(ben, lambda _, text: ytext.delete(text, 0, 2))
    table.send(ben, codec.step2(ben.doc.whole()))
    assert table.cuts == [(ben.member, "not_taken")]


def test_a_right_that_grows_takes_effect_with_the_next_message(table: Table) -> None:
    """[ED4]"""
    _, ben = table.peers.values()
    table.carry(table.room.allow(ben.member, Mode.WRITE))
    table.send(ben, codec.update(change(ben, lambda _, text: ytext.insert(text, 0, "이제"))))
    table.tick()
    assert plain_text(table.room.doc) == "이제가나다라"


def test_the_copy_on_which_he_is_judged_is_read_once_and_let_go_with_him(table: Table) -> None:
    """[OF6] [SG2] What others write meanwhile reaches it, one by one or in one."""
    ann, ben = table.peers.values()
    table.send(ben, codec.update(change(ben, insertion("ben"))))
    copy = table.room.suggested._copy  # noqa: SLF001 - whether it is the same one
    assert copy is not None
    for count in (3, MOST_BEHIND + 1):
        for _ in range(count):
            table.send(ann, codec.update(ann.type("나")))
            table.tick()
        table.read(ben)
        table.send(ben, codec.update(change(ben, insertion("ben", f"s{count + 1}"))))
        assert table.cuts == []
        assert table.room.suggested._copy is copy  # noqa: SLF001
        table.tick()
        assert copy.shared.state() == table.room.doc.state()
    table.leave(ben)
    assert table.room.suggested._copy is None  # noqa: SLF001
