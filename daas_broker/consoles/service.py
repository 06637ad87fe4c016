"""Opening a machine's console: who may, and what stands in the audit chain [DVM5] [DVM8]."""

from dataclasses import dataclass

from daas_broker.consoles.model import Console
from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import Desktop, State
from daas_broker.desktops.model import LIBVIRT, DesktopId
from daas_broker.policies import store as policies
from daas_broker.policies.permits import policies_of
from daas_broker.sessions.ports import Door, Entrance
from daas_broker.sessions.service import own_desktop
from identity.sessions import store as sign_ins
from identity.tickets.model import Presented
from identity.tickets.service import TicketRefused, Tickets
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Conflict, Denied, NotFound
from kernel.tokens import Token

OFF = {State.PLANNED, State.RECYCLING, State.FAILED, State.GONE}  # nothing runs, or soon nothing
PURPOSE = "display.console"  # opens nothing else, and no other ticket opens this


class ConsoleAbsent(Conflict):
    """A container has no console, and a machine has none before it was started."""

    code = "console_absent"


class ConsoleClosed(Denied):
    """The policy in force shows nobody the screen of their machine."""

    code = "console_closed"


@dataclass(frozen=True)
class Consoles:
    begin: Begin
    now: Now
    tickets: Tickets
    entrance: Entrance

    def issue_ticket(self, actor: Actor, desktop_id: DesktopId, caller: str = "-") -> Token:
        """Opens the console once, from the origin at which the administrator is, on the device
        that asked [DC2]."""
        with self.begin() as tx:
            desktop = desktops.find(tx.db, desktop_id)
            if desktop is not None and actor.roles.intersection({Role.IT_ADMIN}):
                return self._ticket(tx, actor, desktop, caller)
            if desktop is not None:
                self._note_refused(tx, actor, desktop_id)
        raise NotFound  # for who may not see one there is none

    def issue_own_ticket(self, actor: Actor, desktop_id: DesktopId, caller: str = "-") -> Token:
        """For the machine's user, who sees it and touches nothing, where the policy says so."""
        with self.begin() as tx:
            desktop, _ = own_desktop(tx, actor, desktop_id)
            self.entrance.check(tx, _door(desktop), actor, caller)  # [DV9]
            if self._may_look(tx, desktop_id):
                return self._ticket(tx, actor, desktop, caller, looks_only=True)
            self._note_refused(tx, actor, desktop_id)
        raise ConsoleClosed

    def _ticket(
        self, tx: Tx, actor: Actor, desktop: Desktop, caller: str, *, looks_only: bool = False
    ) -> Token:
        if desktop.provider != LIBVIRT or desktop.endpoint is None or desktop.state in OFF:
            raise ConsoleAbsent
        facts = {
            "generation": desktop.generation,
            "socket": desktop.endpoint.console,
            "key": self.tickets.places.key_at(tx, caller),
        }
        return self.tickets.issue(tx, actor, PURPOSE, desktop.id, looks_only=looks_only, **facts)

    def _may_look(self, tx: Tx, desktop_id: DesktopId) -> bool:
        """As the policy of whoever sits there says now; nobody sits, nobody may."""
        found = policies_of(tx, policies.seats(tx.db, [desktop_id])).get(desktop_id)
        return found is not None and found.policy.console

    def redeem(self, shown: Presented, desktop_id: DesktopId, origin: str) -> Console:
        """Raise TicketRefused unless it is this machine's, and it is still there."""
        ticket = self.tickets.redeem(shown, PURPOSE, origin)
        if ticket.subject != desktop_id:
            raise TicketRefused
        with self.begin() as tx:
            desktop = desktops.find(tx.db, desktop_id)
            generation = ticket.facts["generation"]
            if desktop is None or desktop.endpoint is None or desktop.generation != generation:
                raise TicketRefused
            if desktop.state in OFF:
                raise TicketRefused
            found = Console(
                desktop_id,
                desktop.generation,
                ticket.person_id,
                ticket.session_id,
                desktop.endpoint.console,
                bool(ticket.facts["looks_only"]),
                shown.address,
            )
            self._note(tx, "open_console", found)
        return found

    def holds(self, console: Console) -> bool:
        """Whether it may stay open: the sign-in and this generation of the machine are there."""
        with self.begin() as tx:
            desktop = desktops.find(tx.db, console.desktop_id)
            if desktop is None or desktop.generation != console.generation:
                return False
            if desktop.state in OFF:
                return False
            if console.looks_only and not self._is_theirs(tx, console, desktop):
                return False
            open_ones = sign_ins.of_person(tx.db, console.person_id)
            return any(one.id == console.session_id for one in open_ones)

    def closed(self, console: Console) -> None:
        with self.begin() as tx:
            self._note(tx, "close_console", console)

    def _is_theirs(self, tx: Tx, console: Console, desktop: Desktop) -> bool:
        seats = policies.seats(tx.db, [console.desktop_id])
        if not any(seat.person_id == console.person_id for seat in seats):
            return False
        who = Actor(console.person_id, console.session_id)
        opening = self.entrance.look(tx, _door(desktop), who, console.caller)
        return opening.shut_by is None and self._may_look(tx, console.desktop_id)

    def _note_refused(self, tx: Tx, actor: Actor, desktop_id: DesktopId) -> None:
        who, act = actor.user_id, "daas_broker.open_console"
        audit.append(tx.db, audit.Entry(self.now(), who, act, desktop_id, "refused"))

    def _note(self, tx: Tx, act: str, console: Console) -> None:
        facts = {"generation": console.generation, "looks_only": console.looks_only}
        name = f"daas_broker.{act}"
        entry = audit.Entry(self.now(), console.person_id, name, console.desktop_id, facts=facts)
        audit.append(tx.db, entry)


def _door(desktop: Desktop) -> Door:
    return Door(desktop.zone, desktop.pool)
