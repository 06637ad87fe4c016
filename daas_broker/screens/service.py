"""The right to one more window: a second screen of the desktop whose first one is open."""

from dataclasses import dataclass

from daas_broker.desktops.model import DesktopId
from daas_broker.screens import rules
from daas_broker.sessions.ports import Ways
from daas_broker.sessions.service import PURPOSE, DesktopEnded, own_desktop
from identity.tickets.service import Tickets
from kernel.actor import Actor
from kernel.db import Begin
from kernel.tokens import Token


@dataclass(frozen=True)
class Screens:
    begin: Begin
    tickets: Tickets
    ways: Ways

    def issue_ticket(self, actor: Actor, desktop_id: DesktopId, caller: str) -> Token:
        """Opens the second screen once, on the device that asked [DC2], beside the stream that is
        open now [DMO4]."""
        with self.begin() as tx:
            desktop, seat = own_desktop(tx, actor, desktop_id)
            if desktop.endpoint is None:
                raise DesktopEnded
            beside = rules.stream_beside(desktop.endpoint, seat, actor.session_id)
            return self.tickets.issue(
                tx,
                actor,
                PURPOSE,
                desktop_id,
                display=desktop.endpoint.display,
                text=desktop.endpoint.text,
                protocol=desktop.endpoint.protocol.value,
                key=self.ways.key_at(tx, caller),
                screen=rules.SECOND,
                beside=beside,
            )
