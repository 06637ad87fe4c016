"""The gateway, as administrators see and change it."""

from dataclasses import dataclass, replace

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.outbox import enqueue_unless_due
from kernel.settings import Settings
from vpn.gateways import rules, store
from vpn.gateways.model import Gateway
from vpn.gateways.rules import GatewayChanged
from vpn.networks.model import Plan
from vpn.networks.rules import plan_of, port_of

TOPIC = "gvpn:admin"
APPLY = "vpn.apply"  # the job that runs the gateway's keeper before its time


@dataclass(frozen=True)
class Gateways:
    begin: Begin
    now: Now
    settings: Settings

    def find(self, tx: Tx) -> Gateway:
        """With what holds where nobody has said anything."""
        found = store.find(tx.db)
        return replace(
            found,
            host=found.host or self.settings.host,
            port=found.port or port_of(self.settings.port),
        )

    @property
    def plan(self) -> Plan:
        return plan_of(self.settings.instance)

    def get(self, actor: Actor) -> Gateway:
        actor.require(Role.IT_ADMIN, Role.SECURITY_OFFICER)
        with self.begin() as tx:
            return self.find(tx)

    def change(self, actor: Actor, wish: Gateway, seen: Gateway | None = None) -> Gateway:
        """`is_on` False takes every peer and every way through away [VW1]. Raise GatewayChanged
        where it is not as the administrator saw it any more [VS10]; None: whatever it is."""
        actor.require(Role.IT_ADMIN)
        after = replace(rules.check(wish), changed_at=self.now(), changed_by=actor.user_id)
        with self.begin() as tx:
            store.next_revision(tx.db)  # one after the other
            before = self.find(tx)
            if seen is not None and _facts(seen) != _facts(before):
                raise GatewayChanged(by=self._name(tx, before.changed_by))
            store.change(tx.db, after)
            enqueue_unless_due(tx.db, APPLY)
            tx.announce(TOPIC, "gateway.changed")
            facts = {"before": _facts(before), "after": _facts(after)}
            entry = audit.Entry(self.now(), actor.user_id, "vpn.change_gateway", "-", facts=facts)
            audit.append(tx.db, entry)
        return after

    def _name(self, tx: Tx, user_id: UserId | None) -> str:
        person = people.find(tx.db, user_id) if user_id else None
        return person.name if person else "-"


def _facts(gateway: Gateway) -> dict[str, object]:
    plain = {"is_on": gateway.is_on, "host": gateway.host, "port": gateway.port}
    return {**plain, "approval": gateway.approval.value}
