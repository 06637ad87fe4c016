"""How a socket gets into a room: a ticket is used up, the room is opened, rights are looked at.

A room that another process owns is not opened here: the socket is led there, and only the owner
uses its ticket up.
"""

import logging
from collections.abc import Awaitable, Callable, Collection
from time import monotonic
from typing import Protocol

from prometheus_client import Counter

from identity.tickets.service import TicketRefused
from kernel.actor import SessionId
from kernel.errors import NotFound, Refused
from weboffice.editing import relay
from weboffice.editing.held import HeldRoom, Socket
from weboffice.editing.host import Host
from weboffice.editing.leases import Shard
from weboffice.editing.model import CloseCode, Request, Visitor
from weboffice.editing.relay import Road, Silent
from weboffice.editing.seat import Seat
from weboffice.editing.service import RoomHeldElsewhere
from weboffice.editing.together import Once, Together

log = logging.getLogger(__name__)
Ended = Callable[[Collection[SessionId]], set[SessionId]]  # which of these sign-ins are over
TOGETHER = 64  # tickets looked at in one go
Dial = Callable[[Seat, Request, str], Awaitable[Road]]  # relay.dial
_admissions = Counter("onmaru_editing_admissions", "Sockets that asked to enter", ["outcome"])


class Guest(Socket, Protocol):
    """Who waits at the door."""

    @property
    def seat(self) -> Seat: ...
    @property
    def is_waiting(self) -> bool:
        """False when it went away meanwhile."""
        ...


class Door:
    def __init__(self, host: Host, ended: Ended, dial: Dial = relay.dial) -> None:
        self.host = host
        self._ended = ended
        self._call = dial
        self._tickets: Together[Request, Visitor] = Together(host.spawn, self._redeem, TOGETHER)
        self._owners: Once[Shard | None] = Once()

    def knock(self, guest: Guest, request: Request) -> None:
        """Sooner or later the guest has a place, or is closed with the reason."""
        self.host.spawn(self._admit(guest, request))

    async def _admit(self, guest: Guest, request: Request) -> None:
        try:
            road = await self._find_road(guest, request)
            if road is None:
                await self._seat(guest, request)
            else:
                self._pass_on(guest, road)
        except TicketRefused:
            self._refuse(guest, CloseCode.TICKET_REFUSED, "ticket_refused")
        except NotFound:
            self._refuse(guest, CloseCode.ACCESS_LOST, "not_found")
        except Refused as error:
            self._refuse(guest, CloseCode.AGAIN, error.code)
        except Exception:
            # Who waits for an answer that never comes does not try again [ED14].
            self._refuse(guest, CloseCode.AGAIN, "failed")
            raise

    def _refuse(self, guest: Guest, code: CloseCode, reason: str) -> None:
        _admissions.labels(reason).inc()
        guest.close(code, reason)

    # To another process

    async def _find_road(self, guest: Guest, request: Request) -> Road | None:
        """None when the room is ours or free; raise RoomHeldElsewhere."""
        if request.room in self.host.held:
            return None
        owner = await self._owner(request.room)
        if owner is None:
            return None
        if request.is_passed_on:
            raise RoomHeldElsewhere  # it has moved on this moment: asking again finds it
        return await self._dial(guest, request, owner)

    async def _owner(self, room: str) -> Shard | None:
        shards = self.host.shards
        return await self._owners.do(
            room, lambda: self.host.in_thread(lambda: shards.find_other(room))
        )

    async def _dial(self, guest: Guest, request: Request, owner: Shard) -> Road | None:
        try:
            return await self._call(guest.seat, request, owner.address)
        except (ConnectionRefusedError, FileNotFoundError):
            # Nobody listens there: it was killed. Its epochs keep it out, should it live on.
            log.warning("%s has ended without a word", owner.name)
            await self.host.in_thread(lambda: self.host.shards.end(owner.id))
            return None
        except (OSError, Silent) as error:
            # While it was silent its lease may have lapsed: who asks need not ask again.
            if await self._owner(request.room) is None:
                return None
            raise RoomHeldElsewhere from error

    def _pass_on(self, guest: Guest, road: Road) -> None:
        if guest.is_waiting and road.is_open:
            _admissions.labels("passed_on").inc()
            guest.seat.pass_on(road)
        elif guest.is_waiting:
            self._refuse(guest, CloseCode.AGAIN, "moved")
        else:
            road.hang_up(CloseCode.AGAIN, "gone")

    # Here

    async def _seat(self, guest: Guest, request: Request) -> None:
        turn = self.host.rights.turn
        visitor = await self._tickets.ask(request)
        held = await self.host.open(request.room)
        self._let_in(guest, held, visitor)
        # A right or a sign-in may have ended between the ticket and here.
        if self.host.rights.turn != turn:
            self.host.spawn(self._verify(held, visitor))

    async def _redeem(self, asked: list[Request]) -> list[Visitor | Refused]:
        return await self.host.in_thread(lambda: self.host.editing.admit(asked))

    def _let_in(self, guest: Guest, held: HeldRoom, visitor: Visitor) -> None:
        if not guest.is_waiting:
            return
        if held.room.is_full:
            self._refuse(guest, CloseCode.ROOM_FULL, "room_full")
            return
        _admissions.labels("in").inc()
        member, outs = held.room.join(visitor, monotonic())
        self.host.enter(held, member.id, guest, outs)
        guest.seat.enter(held, member.id)

    async def _verify(self, held: HeldRoom, visitor: Visitor) -> None:
        over = await self.host.in_thread(lambda: self._ended({visitor.session_id}))
        self.host.rights.cut_sessions(over)
        # The newcomer's only: of all who come at once each would ask about all others.
        await self.host.rights.recheck([held.room.name], visitor.person_id)
