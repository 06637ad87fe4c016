"""The gateway's dealings with the broker: blocking, so they run beside its loop."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from daas_broker.desktops.model import DesktopId, Endpoint, Protocol
from daas_broker.display.model import Opened
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.sessions.service import PURPOSE, Seating
from identity.tickets.service import TicketRefused, Tickets
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Doors:
    """`gateway` names this process among all gateways."""

    seating: Seating
    tickets: Tickets
    gateway: str

    def redeem(self, token: str, desktop_id: str, origin: str) -> Opened:
        """Raise TicketRefused unless it is this desktop's, unused and of this origin [DK8]."""
        ticket = self.tickets.redeem(token, PURPOSE, origin)
        if ticket.subject != desktop_id:
            raise TicketRefused
        facts = ticket.facts
        return Opened(
            Stream(DesktopId(desktop_id), ticket.session_id, ConnectionId(fresh_id())),
            Endpoint(
                Path(facts["display"]),
                Path(facts["text"]),
                Protocol(facts.get("protocol", Protocol.RICH)),
            ),
        )

    def connected(self, stream: Stream) -> None:
        """Raise DesktopEnded where the right has gone since the ticket was redeemed."""
        self.seating.connected(stream, self.gateway)

    def disconnected(self, stream: Stream) -> None:
        self.seating.disconnected(stream)

    def forget_streams(self) -> None:
        self.seating.forget_streams(self.gateway)

    def ended(self, streams: Collection[Stream]) -> set[ConnectionId]:
        """Those that must not go on, for when a notice may have been missed."""
        open_ones = self.seating.still_open(list(streams))
        return {stream.connection_id for stream in streams} - open_ones
