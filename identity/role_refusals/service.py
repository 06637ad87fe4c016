"""Who asked for what their role does not open."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Refused

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(hours=1)  # a page that asks on and on fills the chain with nothing new
MOST_KNOWN = 10_000


@dataclass
class RoleRefusals:
    """`lately` is this process's own: one line an hour from each."""

    begin: Begin
    now: Now
    lately: dict[tuple[UserId, str], datetime] = field(default_factory=dict)

    def note(self, actor: Actor, asked: str, needs: Sequence[str]) -> None:
        """`asked` is a method and the address that the contract names [ID10]. The refusal stands
        whether or not it can be written down."""
        now, key = self.now(), (actor.user_id, asked)
        before = self.lately.get(key)
        if before is not None and now - before < AGAIN_AFTER:
            return
        facts = {"zone": actor.zone.value, "needs": list(needs)}
        entry = audit.Entry(now, actor.user_id, "identity.lack_role", asked, "refused", facts)
        try:
            with self.begin() as tx:
                audit.append(tx.db, entry)
        except Refused as error:  # the database is away, or full
            log.warning("a refusal of %s is not written down: %s", asked, error)
            return
        if len(self.lately) >= MOST_KNOWN:
            self.lately.clear()
        self.lately[key] = now
