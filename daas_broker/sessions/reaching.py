"""What of one's own desktop is reached beside its stream: its files, its prints, its links.

It is the same desktop: whoever may not see its screen now reaches none of them.
"""

from dataclasses import dataclass

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.sessions.ports import Door, Entrance
from daas_broker.sessions.rules import refuse_guests
from daas_broker.sessions.service import DesktopEnded, own_desktop
from identity.sessions import store as sign_ins
from kernel.actor import Actor
from kernel.db import Begin
from kernel.errors import Denied
from kernel.settings import Zone


class ScreenLocked(Denied):
    """Its person has to prove anew who they are."""

    code = "screen_locked"


@dataclass(frozen=True)
class Reached:
    """Proof that its person may reach it now; `Reaching` alone makes one."""

    actor: Actor
    desktop: DesktopId
    zone: Zone
    at: Endpoint


@dataclass(frozen=True)
class Reaching:
    begin: Begin
    entrance: Entrance

    def reach(self, actor: Actor, desktop_id: DesktopId, caller: str = "-") -> Reached:
        """NotFound for everybody but the one whose desktop it is."""
        refuse_guests(actor)
        with self.begin() as tx:
            desktop, seat = own_desktop(tx, actor, desktop_id)
            if desktop.endpoint is None:
                raise DesktopEnded
            self.entrance.check(tx, Door(desktop.zone, desktop.pool), actor, caller)  # [DV9]
            proved_at = sign_ins.proved_at(tx.db, actor.session_id)
            if seat.locked_at and not (proved_at and proved_at > seat.locked_at):
                raise ScreenLocked  # [DV3]
            return Reached(actor, desktop_id, desktop.zone, desktop.endpoint)
