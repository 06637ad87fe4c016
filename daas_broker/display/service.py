"""The gateway's dealings with the broker: blocking, so they run beside its loop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daas_broker.desktops.model import Endpoint, Protocol
from daas_broker.display.model import FIRST, Opened, Wish
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.sessions.service import PURPOSE, DesktopEnded, Seating
from identity.sessions.service import Sessions
from identity.tickets.model import Ticket
from identity.tickets.service import TicketRefused, Tickets
from kernel.errors import Refused
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Doors:
    """`gateway` names this process among all gateways; `origin` is the only one it serves."""

    seating: Seating
    tickets: Tickets
    sessions: Sessions
    gateway: str
    origin: str

    def redeem(self, wishes: Sequence[Wish]) -> list[Opened | Refused]:
        """Refused unless it is this desktop's, unused and of this gateway's origin [DK8]."""
        tokens = [wish.token for wish in wishes]
        tickets = self.tickets.redeem_all(tokens, PURPOSE, self.origin)
        return [self._opened(*pair) for pair in zip(wishes, tickets, strict=True)]

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
                Path(facts["display"]),
                Path(facts["text"]),
                Protocol(facts.get("protocol", Protocol.RICH)),
            ),
            screen,
        )

    def connected(self, streams: Sequence[Stream]) -> list[datetime | Refused | None]:
        """Since when each is locked, if it is; refused where the right has gone since the
        redemption."""
        locked = self.seating.connected_all(streams, self.gateway)
        return [
            self._locked(one, locked[one.connection_id])
            if one.connection_id in locked
            else DesktopEnded()
            for one in streams
        ]

    def _locked(self, stream: Stream, locked_at: datetime | None) -> datetime | None:
        if locked_at is None or self.sessions.is_proved_since(stream.session_id, locked_at):
            return None
        return locked_at  # [DV3]

    def lock(self, stream: Stream) -> None:
        self.seating.lock(stream)

    def disconnected(self, stream: Stream) -> None:
        self.seating.disconnected(stream)

    def forget_streams(self) -> None:
        self.seating.forget_streams(self.gateway)

    def ended(self, streams: Collection[Stream]) -> set[ConnectionId]:
        """Those that must not go on, for when a notice may have been missed."""
        open_ones = self.seating.still_open(list(streams))
        return {stream.connection_id for stream in streams} - open_ones
