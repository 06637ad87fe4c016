"""All desktops, for those who run them; and what their users' acts leave in the audit chain."""

from dataclasses import dataclass

from daas_broker.desktops import store as desktops
from daas_broker.desktops.events import DesktopClaimed, DesktopReleased
from daas_broker.desktops.model import DesktopId
from daas_broker.operations.model import Seat
from daas_broker.pools import store as pools
from daas_broker.sessions import store as sessions
from daas_broker.sessions.service import Seating
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import NotFound


@dataclass(frozen=True)
class Operations:
    begin: Begin
    now: Now
    seating: Seating

    def list_desktops(self, actor: Actor) -> list[Seat]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.begin() as tx:
            found = desktops.alive(tx.db)
            ids = [desktop.id for desktop in found]
            seats = sessions.of_desktops(tx.db, ids)
            persons = people.by_ids(tx.db, [seat.person_id for seat in seats.values()])
            names = {pool.id: pool.wish.name for pool in pools.current(tx.db)}
            measures = desktops.measures(tx.db, ids)
            return [
                Seat(
                    desktop,
                    names.get(desktop.pool, ""),
                    persons.get(seats[desktop.id].person_id) if desktop.id in seats else None,
                    *measures[desktop.id],
                )
                for desktop in found
            ]

    def restart_desktop(self, actor: Actor, desktop_id: DesktopId) -> None:
        """It is destroyed, whoever uses it; the pool brings another."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            seat = sessions.of_desktop(tx.db, desktop_id)
            if not self.seating.recycle(tx, desktop_id, "restarted"):
                raise NotFound
            facts = {"person": seat.person_id if seat else None}
            act = "daas_broker.restart_desktop"
            audit.append(
                tx.db, audit.Entry(self.now(), actor.user_id, act, desktop_id, facts=facts)
            )

    def note_claim(self, event_id: int, event: DesktopClaimed) -> None:
        """Not in the claim itself: the chain has one writer at a time, and a morning has 200."""
        facts = {"pool": event.pool_id, "event": event_id}
        act = "daas_broker.claim_desktop"
        with self.begin() as tx:
            audit.append(
                tx.db, audit.Entry(self.now(), event.person_id, act, event.desktop_id, facts=facts)
            )

    def note_release(self, event_id: int, event: DesktopReleased) -> None:
        facts = {"pool": event.pool_id, "event": event_id}
        act = "daas_broker.release_desktop"
        with self.begin() as tx:
            audit.append(
                tx.db,
                audit.Entry(
                    self.now(), event.person_id, act, event.desktop_id, event.reason, facts
                ),
            )
