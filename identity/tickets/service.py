"""Issuing and redeeming tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from identity.sessions import rules as session_rules
from identity.sessions.ports import NoTunnel, Place, Places
from identity.tickets import store
from identity.tickets.model import Ticket
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
    """Unknown, expired, used before, of another origin or purpose, or its session has ended."""

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

    def redeem(self, token: str, purpose: str, origin: str, address: str = "-") -> Ticket:
        """Raise TicketRefused, with an audit entry, unless this is the first use in time [ID5], at
        an address where its session may be used [VB2]; `-` is nowhere in the tunnel. One whose
        facts name the `key` of a device opens on that device only [ID5]."""
        with self.begin() as tx:
            [ticket] = self.use(tx, [(token, address)], purpose, origin)
            self.note_refused(tx, 1 if ticket is None else 0, purpose, origin)
        if ticket is None:
            raise TicketRefused
        return ticket

    def use(
        self, tx: Tx, shown: Sequence[tuple[str, str]], purpose: str, origin: str
    ) -> list[Ticket | None]:
        """Many at the price of one, each a token and where it was shown; None for what is refused.
        In a transaction that does more; its last is `note_refused` [ID5]."""
        hashes = [hash_token(token) for token, _ in shown]
        used = store.use(tx.db, hashes, purpose, origin, self.now())
        # A token that comes twice at once was used once.
        found = [used.pop(token_hash, None) for token_hash in hashes]
        return [
            ticket if ticket and self._may_pass(tx, ticket, bound_to, address) else None
            for (ticket, bound_to), (_, address) in zip(
                (one or (None, None) for one in found), shown, strict=True
            )
        ]

    def _may_pass(self, tx: Tx, ticket: Ticket, bound_to: str | None, address: str) -> bool:
        """Not from elsewhere than its session belongs to [VB2], nor out of quarantine [VB3], nor on
        another device than the one whose `key` it names [ID5]."""
        key = ticket.facts.get("key")
        if key is not None and key != self.places.key_at(tx, address):
            return False
        if not session_rules.is_here(bound_to, address):
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
