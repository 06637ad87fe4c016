"""Issuing and redeeming tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

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

    def issue(self, tx: Tx, actor: Actor, purpose: str, subject: str, **facts: Any) -> Token:
        """In the transaction that checked the right; the holder has 30 s to use it [ID4]."""
        now, token = self.now(), new_token()
        ticket = Ticket(purpose, subject, actor.user_id, actor.session_id, actor.zone, facts)
        origin = self.settings.origin(actor.zone)
        store.delete_expired(tx.db, now - KEPT)
        store.add(tx.db, ticket, hash_token(token), origin, now + LIFETIME)
        return token

    def redeem(self, token: str, purpose: str, origin: str) -> Ticket:
        """Raise TicketRefused, with an audit entry, unless this is the first use in time [ID5]."""
        [ticket] = self.redeem_all([token], purpose, origin)
        if ticket is None:
            raise TicketRefused
        return ticket

    def redeem_all(self, tokens: Sequence[str], purpose: str, origin: str) -> list[Ticket | None]:
        """Many at the price of one; None for what is refused, which the audit tells [ID5]."""
        with self.begin() as tx:
            found = self.use(tx, tokens, purpose, origin)
            self.note_refused(tx, found.count(None), purpose, origin)
        return found

    def use(self, tx: Tx, tokens: Sequence[str], purpose: str, origin: str) -> list[Ticket | None]:
        """As `redeem_all`, in a transaction that does more; its last is `note_refused`."""
        hashes = [hash_token(token) for token in tokens]
        used = store.use(tx.db, hashes, purpose, origin, self.now())
        # A token that comes twice at once was used once.
        return [used.pop(token_hash, None) for token_hash in hashes]

    def note_refused(self, tx: Tx, count: int, purpose: str, origin: str) -> None:
        facts = {"origin": origin[:200]}
        for _ in range(count):
            entry = audit.Entry(
                self.now(), "-", "identity.redeem_ticket", purpose, "refused", facts
            )
            audit.append(tx.db, entry)
