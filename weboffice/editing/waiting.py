"""What members sent that waits for work which is not here; it may not pile up [ED6].

A few updates wait for a moment when one before them was refused, until their author has brought it
again. Whatever waits is looked at again with each update that comes, here and in every browser.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from weboffice.editing.model import Member
from weboffice.ydoc.bounds import clocks
from weboffice.ydoc.machine import SharedDoc

MOST, MOST_BYTES = 32, 1 << 20  # of one member


class Late(NamedTuple):
    """`deletes`: of each client, up to which clock it takes away."""

    member: int
    update: bytes
    deletes: Mapping[int, int]


class Arrived(NamedTuple):
    """An update that was taken up and waits for the tick."""

    member: Member
    client: int
    update: bytes
    ordinal: int  # its author's updates on this connection, itself included
    deletes: Mapping[int, int] = MappingProxyType({})  # of each client, up to which clock
    suggested: tuple[str, ...] = ()  # new suggestions in it

    @property
    def late(self) -> Late:
        return Late(self.member.id, self.update, self.deletes)


class Waiting:
    def __init__(self) -> None:
        self._late: dict[int, list[Late]] = {}
        self._clocks: dict[int, int] = {}  # may be behind the document, never ahead

    def look(self, doc: SharedDoc, merged: bytes, parts: Sequence[Late]) -> Collection[int]:
        """After `merged`, made of `parts`, was applied: the members for whom too much waits."""
        if doc.holds(merged) and self._deletes_here(doc, parts):
            return ()
        self._clocks = clocks(doc.state())
        new = [late for late in parts if not self._is_settled(doc, late)]
        for late in new:
            self._late.setdefault(late.member, []).append(late)
        return {late.member for late in new if self._is_too_much(doc, late.member)}

    def forget(self, member: int) -> None:
        self._late.pop(member, None)

    def _deletes_here(self, doc: SharedDoc, parts: Sequence[Late]) -> bool:
        if self._know(parts):
            return True
        self._clocks = clocks(doc.state())
        return self._know(parts)

    def _know(self, parts: Sequence[Late]) -> bool:
        here = self._clocks
        return all(
            last <= here.get(client, 0)
            for late in parts
            for client, last in late.deletes.items()
        )  # fmt: skip

    def _is_settled(self, doc: SharedDoc, late: Late) -> bool:
        return doc.holds(late.update) and self._know([late])

    def _is_too_much(self, doc: SharedDoc, member: int) -> bool:
        late = self._late[member]
        if len(late) > MOST or sum(len(one.update) for one in late) > MOST_BYTES:
            late = self._late[member] = [one for one in late if not self._is_settled(doc, one)]
        return len(late) > MOST or sum(len(one.update) for one in late) > MOST_BYTES
