"""How a socket gets into a room: a ticket is used up, the room is opened, rights are looked at."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from prometheus_client import Counter

from identity.tickets.service import TicketRefused
from kernel.actor import SessionId
from kernel.errors import NotFound, Refused
from weboffice.editing.host import HeldRoom, Host, Socket
from weboffice.editing.model import CloseCode, Dialect, Visitor

Ended = Callable[[Collection[SessionId]], set[SessionId]]  # which of these sign-ins are over
_admissions = Counter("onmaru_editing_admissions", "Sockets that asked to enter", ["outcome"])


@dataclass(frozen=True)
class Request:
    room: str
    token: str
    origin: str
    dialect: Dialect


class Guest(Socket, Protocol):
    """Who waits at the door."""

    @property
    def is_waiting(self) -> bool:
        """False when it went away meanwhile."""
        ...

    def entered(self, held: HeldRoom, member_id: int) -> None: ...


class Door:
    def __init__(self, host: Host, ended: Ended) -> None:
        self.host = host
        self._ended = ended

    def knock(self, guest: Guest, request: Request) -> None:
        """Sooner or later the guest has entered or is closed with the reason."""
        self.host.spawn(self._admit(guest, request))

    async def _admit(self, guest: Guest, request: Request) -> None:
        editing = self.host.editing
        try:
            visitor = await self.host.in_thread(
                lambda: editing.admit(
                    request.token, request.origin, request.room, dialect=request.dialect
                )
            )
            self._let_in(guest, await self.host.open(request.room), visitor)
        except TicketRefused:
            self._refuse(guest, CloseCode.TICKET_REFUSED, "ticket_refused")
        except NotFound:
            self._refuse(guest, CloseCode.ACCESS_LOST, "not_found")
        except Refused as error:
            self._refuse(guest, CloseCode.AGAIN, error.code)

    def _refuse(self, guest: Guest, code: CloseCode, reason: str) -> None:
        _admissions.labels(reason).inc()
        guest.close(code, reason)

    def _let_in(self, guest: Guest, held: HeldRoom, visitor: Visitor) -> None:
        if not guest.is_waiting:
            return
        if held.room.is_full:
            self._refuse(guest, CloseCode.ROOM_FULL, "room_full")
            return
        _admissions.labels("in").inc()
        member, outs = held.room.join(visitor, monotonic())
        self.host.enter(held, member.id, guest, outs)
        guest.entered(held, member.id)
        # A right or a session may have gone between the ticket and here.
        self.host.spawn(self._verify(held, visitor))

    async def _verify(self, held: HeldRoom, visitor: Visitor) -> None:
        over = await self.host.in_thread(lambda: self._ended({visitor.session_id}))
        self.host.cut_sessions(over)
        await self.host.recheck([held.room.name])
