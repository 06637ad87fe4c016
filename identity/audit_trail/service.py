"""Reading what happened. Reading is written down as well."""

from dataclasses import dataclass

from identity.audit_trail import rules, store
from identity.audit_trail.model import AuditFilter, Reading
from identity.audit_trail.ports import Names
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin

MOST_ROWS = 5_000  # a second or so


@dataclass(frozen=True)
class AuditTrail:
    begin: Begin
    now: Now
    names: Names

    def read(self, actor: Actor, wanted: AuditFilter) -> Reading:
        """The newest lines, for auditors and security officers."""
        actor.require(Role.AUDITOR, Role.SECURITY_OFFICER)  # [AT1]
        asked = {
            key: str(value)
            for key, value in vars(wanted).items()
            if value is not None and key != "limit"
        }
        with self.begin() as tx:
            found = store.lines(tx.db, wanted)
            shown = found[: wanted.limit]
            names = self.names.known(tx, actor, rules.ids_in(shown))  # [AT4]
            entry = audit.Entry(
                self.now(), actor.user_id, "identity.read_audit", "audit", facts=asked
            )
            audit.append(tx.db, entry)  # [AT2]
        return Reading(shown, len(found) > wanted.limit, names)

    def check(self, actor: Actor, after: audit.Link) -> tuple[audit.Checked, int]:
        """The next stretch of the chain, and the row at which it ends today. What begins at the
        first row is in the audit, and so is what is broken."""
        actor.require(Role.AUDITOR, Role.SECURITY_OFFICER)  # [AT1]
        with self.begin() as tx:
            last = audit.last_row(tx.db)
            checked = audit.check(tx.db, after, MOST_ROWS)
            is_broken = checked.first_break is not None
            if is_broken or after == audit.Link():
                facts = {"first_break": checked.first_break} if is_broken else {}
                outcome = "broken" if is_broken else "done"
                act = "identity.check_audit"
                entry = audit.Entry(self.now(), actor.user_id, act, "audit", outcome, facts)
                audit.append(tx.db, entry)  # [AT3]
        return checked, last
