"""Opening a machine's console: who may, and what stands in the audit chain [DVM5]."""

from dataclasses import dataclass

from daas_broker.consoles.model import Console
from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import LIBVIRT, DesktopId
from identity.sessions import store as sign_ins
from identity.tickets.service import TicketRefused, Tickets
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, NotFound
from kernel.tokens import Token

PURPOSE = "display.console"  # opens nothing else, and no other ticket opens this


class ConsoleAbsent(Conflict):
    """A container has no console, and a machine has none before it was started."""

    code = "console_absent"


@dataclass(frozen=True)
class Consoles:
    begin: Begin
    now: Now
    tickets: Tickets

    def issue_ticket(self, actor: Actor, desktop_id: DesktopId) -> Token:
        """Opens the console once, from the origin at which the administrator is."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            desktop = desktops.find(tx.db, desktop_id)
            if desktop is None:
                raise NotFound
            if desktop.provider != LIBVIRT or desktop.endpoint is None:
                raise ConsoleAbsent
            generation, socket = desktop.generation, str(desktop.endpoint.console)
            return self.tickets.issue(
                tx, actor, PURPOSE, desktop_id, generation=generation, socket=socket
            )

    def redeem(self, token: str, desktop_id: DesktopId, origin: str) -> Console:
        """Raise TicketRefused unless it is this machine's, and it is still there."""
        ticket = self.tickets.redeem(token, PURPOSE, origin)
        if ticket.subject != desktop_id:
            raise TicketRefused
        with self.begin() as tx:
            desktop = desktops.find(tx.db, desktop_id)
            generation = ticket.facts["generation"]
            if desktop is None or desktop.endpoint is None or desktop.generation != generation:
                raise TicketRefused
            found = Console(
                desktop_id,
                desktop.generation,
                ticket.person_id,
                ticket.session_id,
                desktop.endpoint.console,
            )
            self._note(tx, "open_console", found)
        return found

    def holds(self, console: Console) -> bool:
        """Whether it may stay open: the sign-in and this generation of the machine are there."""
        with self.begin() as tx:
            desktop = desktops.find(tx.db, console.desktop_id)
            is_there = desktop is not None and desktop.generation == console.generation
            open_ones = sign_ins.of_person(tx.db, console.person_id)
            return is_there and any(one.id == console.session_id for one in open_ones)

    def closed(self, console: Console) -> None:
        with self.begin() as tx:
            self._note(tx, "close_console", console)

    def _note(self, tx: Tx, act: str, console: Console) -> None:
        facts = {"generation": console.generation}
        name = f"daas_broker.{act}"
        entry = audit.Entry(self.now(), console.person_id, name, console.desktop_id, facts=facts)
        audit.append(tx.db, entry)
