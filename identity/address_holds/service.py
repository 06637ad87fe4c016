"""Addresses from which too much fails, whichever name each attempt was for [SI11]."""

from dataclasses import dataclass

from identity.address_holds import rules, store
from identity.address_holds.model import Hold
from kernel import audit
from kernel.clock import Now
from kernel.db import Tx


@dataclass(frozen=True)
class AddressHolds:
    """Each call is a part of its caller's transaction. `address` is a client's, `name` a key."""

    now: Now

    def find(self, tx: Tx, address: str) -> Hold | None:
        return store.find_hold(tx.db, rules.source(address), self.now())

    def came_in(self, tx: Tx, address: str, name: str) -> None:
        """What they mistyped before is forgotten."""
        source = rules.source(address)
        store.came_in(tx.db, source, rules.mark(source, name), self.now())

    def failed(self, tx: Tx, address: str, name: str) -> None:
        """The last of its transaction, for the audit has one writer.

        Counted once an attempt has failed, and not before: many who come at once fail less. So as
        many more may be tried as there are threads that answer.
        """
        source, now = rules.source(address), self.now()
        store.lock(tx.db, source)
        if store.find_hold(tx.db, source, now) is not None:
            return
        store.forget(tx.db, now - max(rules.IN_FOR, rules.FAILED_FOR), now)
        failed_since = now - rules.FAILED_FOR
        store.add_failure(tx.db, source, rules.mark(source, name), now, failed_since)
        seen = store.tries_of(tx.db, source, failed_since, now - rules.IN_FOR)
        if rules.is_attack(seen):
            hold = Hold(source, now + rules.HELD_FOR)
            store.hold(tx.db, hold)
            facts = {**vars(seen), "until": hold.until.isoformat()}
            entry = audit.Entry(now, "-", "identity.hold_address", source, "alarm", facts)
            audit.append(tx.db, entry)
