"""The gateway's dealings with the broker: blocking, so they run beside its loop."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeGuard

from daas_broker.desktops.model import Endpoint, Protocol
from daas_broker.display.model import FIRST, Opened, Wish
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.sessions.service import PURPOSE, DesktopEnded, Seating
from identity.sessions.service import Sessions
from identity.tickets.model import Ticket
from identity.tickets.service import TicketRefused, Tickets
from kernel.db import Begin, Tx
from kernel.errors import Refused
from kernel.ids import fresh_id

Farewell = Callable[[Tx, Sequence[Stream]], None]


@dataclass(frozen=True)
class Doors:
    """`gateway` names this process among all gateways; `origin` is the only one it serves.
    `farewells` are what else is written down where streams end, in the same transaction."""

    begin: Begin
    seating: Seating
    tickets: Tickets
    sessions: Sessions
    gateway: str
    origin: str
    farewells: Sequence[Farewell] = ()

    def open(
        self,
        wishes: Sequence[Wish],
        hint: Callable[[Sequence[Opened | Refused]], None] = lambda _early: None,
    ) -> list[Opened | Refused]:
        """Each ticket is redeemed and its stream is the desktop's, or it is refused: unless it is
        this desktop's, unused and of this gateway's origin [DK8], and its right still stands. What
        the tickets say is hinted at while the seats are taken."""
        shown = [wish.shown for wish in wishes]
        with self.begin() as tx:
            tickets = self.tickets.use(tx, shown, PURPOSE, self.origin)
            found = [self._opened(*pair) for pair in zip(wishes, tickets, strict=True)]
            hint(found)
            firsts = [one.stream for one in found if _is_first(one)]
            locked = self.seating.connect_all(tx, firsts, self.gateway)
            self.tickets.note_refused(tx, tickets.count(None), PURPOSE, self.origin)
        return [self._admitted(one, locked) if _is_first(one) else one for one in found]

    def _opened(self, wish: Wish, ticket: Ticket | None) -> Opened | Refused:
        if ticket is None or ticket.subject != wish.desktop_id:
            return TicketRefused()
        facts = ticket.facts
        screen = int(facts.get("screen", FIRST))
        if screen != wish.screen:
            return TicketRefused()  # [DMO4]
        return Opened(
            Stream(
                wish.desktop_id,
                ticket.session_id,
                ConnectionId(facts.get("beside") or fresh_id()),
            ),
            Endpoint(
                facts["display"],
                facts["text"],
                Protocol(facts.get("protocol", Protocol.RICH)),
            ),
            screen,
        )

    def _admitted(
        self, opened: Opened, locked: Mapping[ConnectionId, datetime | None]
    ) -> Opened | Refused:
        connection = opened.stream.connection_id
        if connection not in locked:
            return DesktopEnded()
        locked_at = self._locked(opened.stream, locked[connection])
        return opened if locked_at is None else replace(opened, locked_at=locked_at)

    def _locked(self, stream: Stream, locked_at: datetime | None) -> datetime | None:
        if locked_at is None or self.sessions.is_proved_since(stream.session_id, locked_at):
            return None
        return locked_at  # [DV3]

    def lock(self, stream: Stream) -> None:
        self.seating.lock(stream)

    def disconnected(self, streams: Sequence[Stream]) -> None:
        with self.begin() as tx:
            self.seating.part(tx, streams)
            for farewell in self.farewells:
                farewell(tx, streams)

    def forget_streams(self) -> None:
        self.seating.forget_streams(self.gateway)

    def ended(self, streams: Collection[Stream]) -> set[ConnectionId]:
        """Those that must not go on, for when a notice may have been missed."""
        open_ones = self.seating.still_open(list(streams))
        return {stream.connection_id for stream in streams} - open_ones


def _is_first(found: Opened | Refused) -> TypeGuard[Opened]:
    """A second window is not the desktop's stream, but stands beside it."""
    return isinstance(found, Opened) and found.screen == FIRST
