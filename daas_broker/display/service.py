"""The gateway's dealings with the broker: blocking, so they run beside its loop."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daas_broker.desktops.model import DesktopId, Endpoint, Protocol
from daas_broker.display.model import Opened
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.sessions.service import PURPOSE, Seating
from identity.sessions.service import Sessions
from identity.tickets.service import TicketRefused, Tickets
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Doors:
    """`gateway` names this process among all gateways."""

    seating: Seating
    tickets: Tickets
    sessions: Sessions
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

    def connected(self, stream: Stream) -> datetime | None:
        """Since when it is locked; DesktopEnded where the right has gone since the redemption."""
        locked_at = self.seating.connected(stream, self.gateway)
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
