"""Reading what happened. Reading is written down as well."""

from dataclasses import dataclass

from identity.audit_trail import store
from identity.audit_trail.model import AuditFilter, AuditLine
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin


@dataclass(frozen=True)
class AuditTrail:
    begin: Begin
    now: Now

    def read(self, actor: Actor, wanted: AuditFilter) -> tuple[list[AuditLine], bool]:
        """The newest lines, and whether older ones follow; for auditors and security officers."""
        actor.require(Role.AUDITOR, Role.SECURITY_OFFICER)  # [AT1]
        asked = {
            key: str(value)
            for key, value in vars(wanted).items()
            if value is not None and key != "limit"
        }
        with self.begin() as tx:
            found = store.lines(tx.db, wanted)
            entry = audit.Entry(
                self.now(), actor.user_id, "identity.read_audit", "audit", facts=asked
            )
            audit.append(tx.db, entry)  # [AT2]
        return found[: wanted.limit], len(found) > wanted.limit
