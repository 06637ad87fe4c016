"""Who may be in the rooms, and what there: asked again when something may have changed [ED4]."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Protocol, TypeVar

from kernel.actor import SessionId, UserId
from weboffice.editing.held import HeldRoom
from weboffice.editing.model import CloseCode, Mode, Out
from weboffice.editing.service import Editing

T = TypeVar("T")


class Rooms(Protocol):
    @property
    def held(self) -> Mapping[str, HeldRoom]: ...
    @property
    def editing(self) -> Editing: ...
    def in_thread(self, call: Callable[[], T]) -> Awaitable[T]: ...
    def deliver(self, held: HeldRoom, outs: list[Out]) -> None: ...
    def cut_member(self, held: HeldRoom, member_id: int, code: CloseCode, reason: str) -> None: ...


class Rights:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        # Raised when news of a change arrives, and when some may have been missed. Who was asked
        # about before, and comes in while it is the same, needs no second look: later news finds
        # him in the room.
        self.turn = 0

    async def recheck(
        self, names: Collection[str] | None = None, person_id: UserId | None = None
    ) -> None:
        """Ask again who may be in these rooms, or in all; or whether one person may."""
        self.turn += 1
        held, of = self._rooms.held, dict[UserId, set[str]]()
        for name in list(held) if names is None else names:
            for member in held[name].room.members.values() if name in held else ():
                if person_id in {None, member.visitor.person_id}:
                    of.setdefault(member.visitor.person_id, set()).add(name)
        if not of:
            return
        rights = await self._rooms.in_thread(lambda: self._rooms.editing.rights(of))
        for name in set().union(*of.values()):
            self._apply(name, rights, of)

    def _apply(
        self, name: str, rights: dict[tuple[UserId, str], Mode], asked: dict[UserId, set[str]]
    ) -> None:
        held = self._rooms.held.get(name)
        for member in list(held.room.members.values()) if held else ():
            person_id = member.visitor.person_id
            if held is None or name not in asked.get(person_id, ()):
                continue
            right = rights.get((person_id, name))
            if right is None:
                self._rooms.cut_member(held, member.id, CloseCode.ACCESS_LOST, "access_lost")
            else:
                self._rooms.deliver(held, held.room.allow(member.id, right))

    @property
    def open_sessions(self) -> set[SessionId]:
        return {
            member.visitor.session_id
            for held in list(self._rooms.held.values())
            for member in list(held.room.members.values())
        }

    def cut_sessions(self, sessions: Collection[SessionId]) -> None:
        self.turn += 1
        for held in list(self._rooms.held.values()) if sessions else ():
            for member in list(held.room.members.values()):
                if member.visitor.session_id in sessions:
                    self._rooms.cut_member(
                        held, member.id, CloseCode.SESSION_ENDED, "session_ended"
                    )
