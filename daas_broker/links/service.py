"""Opening a link in one's own Internet desktop."""

from dataclasses import dataclass

from daas_broker.desktops.model import DesktopId
from daas_broker.links import rules
from daas_broker.links.ports import LinkDoor
from daas_broker.policies import store as policies
from daas_broker.policies.service import policy_for
from daas_broker.sessions.service import DesktopEnded, Seating
from kernel import audit
from kernel.actor import Actor
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
    seating: Seating
    door: LinkDoor

    def open(self, actor: Actor, desktop_id: DesktopId, link: str) -> str:
        """The link as it was opened. First written down, then done [DX10]."""
        made = rules.check(link)
        desktop, _ = self.seating.get_desktop(actor, desktop_id)
        if desktop.zone is not Zone.INTERNET:
            raise NotFound
        with self.begin() as tx:
            seats = policies.seats(tx.db, [desktop_id])
            if desktop.endpoint is None or not seats:
                raise DesktopEnded
            refused = rules.decide(policy_for(tx, seats[0]))
        if refused is not None:
            self._note(actor, desktop_id, "refused", link=made, rule=refused.rule)
            raise LinkRefused(rule=refused.rule, advice=refused.advice.value)
        self._note(actor, desktop_id, "done", link=made, zone=actor.zone.value)
        try:
            self.door.open_link(desktop.endpoint, made)
        except Unavailable:
            self._note(actor, desktop_id, "failed", link=made)
            raise
        return made

    def _note(self, actor: Actor, desktop_id: DesktopId, outcome: str, **facts: object) -> None:
        act = "daas_broker.link_open"
        entry = audit.Entry(self.now(), actor.user_id, act, desktop_id, outcome, facts)
        with self.begin() as tx:
            audit.append(tx.db, entry)
