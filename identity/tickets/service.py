"""Issuing and redeeming tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from identity.sessions import rules as session_rules
from identity.sessions.ports import NoTunnel, Place, Places
from identity.tickets import store
from identity.tickets.model import Presented, Ticket
from identity.tickets.store import Used
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Denied
from kernel.settings import Settings
from kernel.tokens import Token, hash_token, new_token

LIFETIME = timedelta(seconds=30)
KEPT = timedelta(minutes=10)  # long enough to tell a second use from a made-up ticket


class TicketRefused(Denied):
    """Unknown, expired, used before, of another origin, purpose or session, or that has ended."""

    code = "ticket_refused"


@dataclass(frozen=True)
class Tickets:
    begin: Begin
    now: Now
    settings: Settings
    places: Places = field(default_factory=NoTunnel)

    def issue(self, tx: Tx, actor: Actor, purpose: str, subject: str, **facts: Any) -> Token:
        """In the transaction that checked the right; the holder has 30 s to use it [ID4]."""
        now, token = self.now(), new_token()
        ticket = Ticket(purpose, subject, actor.user_id, actor.session_id, actor.zone, facts)
        origin = self.settings.origin(actor.zone)
        store.delete_expired(tx.db, now - KEPT)
        store.add(tx.db, ticket, hash_token(token), origin, now + LIFETIME)
        return token

    def redeem(self, shown: Presented, purpose: str, origin: str) -> Ticket:
        """Raise TicketRefused, with an audit entry, unless this is the first use in time [ID5], by
        the session that asked for it [ID4], at an address where that may be used [VB2]. One whose
        facts name the `key` of a device opens on that device only [ID5]."""
        with self.begin() as tx:
            [ticket] = self.use(tx, [shown], purpose, origin)
            self.note_refused(tx, 1 if ticket is None else 0, purpose, origin)
        if ticket is None:
            raise TicketRefused
        return ticket

    def use(
        self, tx: Tx, shown: Sequence[Presented], purpose: str, origin: str
    ) -> list[Ticket | None]:
        """Many at the price of one; None for what is refused. In a transaction that does more; its
        last is `note_refused` [ID5]."""
        hashes = [hash_token(one.token) for one in shown]
        used = store.use(tx.db, hashes, purpose, origin, self.now())
        # A token that comes twice at once was used once.
        found = [used.pop(token_hash, None) for token_hash in hashes]
        return [
            used.ticket if used and self._may_pass(tx, used, one) else None
            for used, one in zip(found, shown, strict=True)
        ]

    def _may_pass(self, tx: Tx, used: Used, shown: Presented) -> bool:
        """Not by another session than asked for it [ID4], nor from elsewhere than this belongs to
        [VB2], nor out of quarantine [VB3], nor on another device than the one whose `key` it names
        [ID5]."""
        ticket, address = used.ticket, shown.address
        if not compare_digest(used.session_hash, hash_token(shown.cookie)):
            return False
        key = ticket.facts.get("key")
        if key is not None and key != self.places.key_at(tx, address):
            return False
        if not session_rules.is_here(used.bound_to, address):
            return False
        if not self.places.is_inside(address):
            return True
        return self.places.place(tx, ticket.person_id, ticket.zone, address) is Place.OPEN

    def note_refused(self, tx: Tx, count: int, purpose: str, origin: str) -> None:
        facts = {"origin": origin[:200]}
        for _ in range(count):
            entry = audit.Entry(
                self.now(), "-", "identity.redeem_ticket", purpose, "refused", facts
            )
            audit.append(tx.db, entry)
