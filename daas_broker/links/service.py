"""Opening a link in one's own Internet desktop."""

from dataclasses import dataclass

from daas_broker.links import rules
from daas_broker.links.ports import LinkDoor
from daas_broker.policies import store as policies
from daas_broker.policies.service import policy_for
from daas_broker.sessions.reaching import Reached
from daas_broker.sessions.service import DesktopEnded
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Denied, NotFound, Unavailable
from kernel.settings import Zone


class LinkRefused(Denied):
    """`rule` and `advice` are those of daas_broker.policies."""

    code = "link_refused"


@dataclass(frozen=True)
class Links:
    begin: Begin
    now: Now
    door: LinkDoor

    def open(self, reached: Reached, link: str) -> str:
        """The link as it was opened. First written down, then done [DX10]."""
        made = rules.check(link)
        if reached.zone is not Zone.INTERNET:
            raise NotFound
        with self.begin() as tx:
            seats = policies.seats(tx.db, [reached.desktop])
            if not seats:
                raise DesktopEnded
            refused = rules.decide(policy_for(tx, seats[0]))
        if refused is not None:
            self._note(reached, "refused", link=made, rule=refused.rule)
            raise LinkRefused(rule=refused.rule, advice=refused.advice.value)
        self._note(reached, "done", link=made, zone=reached.actor.zone.value)
        try:
            self.door.open_link(reached.at, made)
        except Unavailable:
            self._note(reached, "failed", link=made)
            raise
        return made

    def _note(self, reached: Reached, outcome: str, **facts: object) -> None:
        act = "daas_broker.link_open"
        entry = audit.Entry(self.now(), reached.actor.user_id, act, reached.desktop, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)
