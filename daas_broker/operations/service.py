"""All desktops, for those who run them; and what their users' acts leave in the audit chain."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from daas_broker.desktops import store as desktops
from daas_broker.desktops.events import DesktopClaimed, DesktopReleased
from daas_broker.desktops.model import DesktopId, PoolId, Provider
from daas_broker.desktops.ports import DesktopHost, HostFailure, Hosts
from daas_broker.operations import store
from daas_broker.operations.model import Act, Done, Message, Queueing, Seat, Server
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from daas_broker.sessions import store as sessions
from daas_broker.sessions.model import Assignment, Wait, Waiter
from daas_broker.sessions.outlook import Outlook
from daas_broker.sessions.rules import why_waiting
from daas_broker.sessions.service import Seating
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Invalid, NotFound
from kernel.ids import fresh_id

LONGEST_MESSAGE = 500
MOST_AT_ONCE = 200


class NothingToSay(Invalid):
    """A message without words."""

    code = "message_empty"


@dataclass(frozen=True)
class Operations:
    begin: Begin
    now: Now
    seating: Seating
    hosts: Hosts

    def list_servers(self, actor: Actor) -> list[Server]:
        """What runs desktops, and how fast it can [DVM11]."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        return [_server(*each) for each in sorted(self.hosts.items())]

    def list_desktops(self, actor: Actor) -> list[Seat]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.begin() as tx:
            found = desktops.alive(tx.db)
            ids = [desktop.id for desktop in found]
            seats = sessions.of_desktops(tx.db, ids)
            persons = people.by_ids(tx.db, [seat.person_id for seat in seats.values()])
            names = pools.names(tx.db, {desktop.pool for desktop in found})
            watched = store.watched(tx.db, ids)
            return [
                Seat(
                    desktop,
                    names.get(desktop.pool, ""),
                    persons.get(seats[desktop.id].person_id) if desktop.id in seats else None,
                    seats[desktop.id].claimed_at if desktop.id in seats else None,
                    watched[desktop.id],
                )
                for desktop in found
            ]

    def list_waiting(self, actor: Actor) -> list[Queueing]:
        """Who waits for a desktop, and what holds them back."""
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.begin() as tx:
            found = self.seating.queues(tx)
            known = {p.id: p for p in pools.by_ids(tx.db, {one.pool_id for one in found})}
            persons = people.by_ids(tx.db, [one.person_id for one in found])
            why = self._whys(tx, found, known)
            return [
                Queueing(one, known[one.pool_id], persons.get(one.person_id), reason)
                for one, reason in zip(found, why, strict=True)
            ]

    def act(self, actor: Actor, act: Act, ids: Sequence[DesktopId], text: str = "") -> Done:
        """To each of them, in one transaction; every one stands in the audit chain [DU10]."""
        actor.require(Role.IT_ADMIN)
        if act is Act.MESSAGE and not text.strip():
            raise NothingToSay
        with self.begin() as tx:
            seats = sessions.of_desktops(tx.db, ids)
            # In one order, so that two administrators never wait for each other.
            asked = sorted(set(ids))
            if act is Act.MESSAGE:
                hit = [one for one in asked if one in seats]
                self._say(tx, actor, [seats[one] for one in hit], text.strip())
            elif act is Act.SIGN_OFF:
                hit = [one for one in asked if one in seats and self.seating.sign_off(tx, one)]
            else:
                hit = [one for one in asked if self.seating.recycle(tx, one, "restarted")]
            for one in hit:
                self._note(tx, actor, act, one, seats.get(one))
        return Done(hit, sorted(set(ids) - set(hit)))

    def restart_desktop(self, actor: Actor, desktop_id: DesktopId) -> None:
        """It is destroyed, whoever uses it; the pool brings another."""
        if not self.act(actor, Act.RESTART, [desktop_id]).done:
            raise NotFound

    def list_messages(self, actor: Actor, desktop_id: DesktopId) -> list[tuple[Message, str]]:
        """What was said to this person at this desktop and not read yet, with who said it."""
        with self.begin() as tx:
            found = store.unread(tx.db, desktop_id, actor.user_id)
            senders = people.by_ids(tx.db, [message.sent_by for message in found])
        return [(m, senders[m.sent_by].name if m.sent_by in senders else "") for m in found]

    def read_message(self, actor: Actor, message_id: str) -> None:
        with self.begin() as tx:
            if not store.note_read(tx.db, message_id, actor.user_id, self.now()):
                raise NotFound

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

    def _whys(self, tx: Tx, found: Sequence[Waiter], known: Mapping[PoolId, Pool]) -> list[Wait]:
        outlook, now = Outlook(), self.now()
        return [
            why_waiting(one.position, pool, outlook.of(tx, pool, now))
            for one in found
            for pool in [known[one.pool_id]]
        ]

    def _say(self, tx: Tx, actor: Actor, seats: Sequence[Assignment], text: str) -> None:
        for seat in seats:
            message = Message(
                fresh_id(), seat.desktop_id, seat.person_id, actor.user_id, text, self.now()
            )
            store.add(tx.db, message)
            tx.announce(f"desktop:{seat.desktop_id}", "desktop.message")

    def _note(
        self, tx: Tx, actor: Actor, act: Act, desktop_id: DesktopId, seat: Assignment | None
    ) -> None:
        """Not what was said: a message is to its reader."""
        facts = {"person": seat.person_id if seat else None}
        name = f"daas_broker.{act.value}_desktop"
        audit.append(tx.db, audit.Entry(self.now(), actor.user_id, name, desktop_id, facts=facts))


def _server(provider: Provider, host: DesktopHost) -> Server:
    with suppress(HostFailure):
        return Server(provider, host.health())
    return Server(provider, None)
