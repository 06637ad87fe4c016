"""What is left alone, as an IT administrator sees it and lets it be tried again."""

from collections.abc import Callable
from dataclasses import dataclass

from daas_broker.circuits import rules, store
from daas_broker.circuits.model import Circuit
from daas_broker.desktops.model import ImageKey, Provider
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound


@dataclass(frozen=True)
class Circuits:
    """`wake` lets the keeper look at once."""

    begin: Begin
    now: Now
    wake: Callable[[Tx], None]

    def list_open(self, actor: Actor) -> list[Circuit]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        with self.begin() as tx:
            found = store.of_all(tx.db)
        return [one for one in found if rules.is_open(one, self.now())]

    def try_again(self, actor: Actor, provider: Provider, image: ImageKey | None) -> None:
        """At once, instead of after its rest."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            if not store.closed(tx.db, provider, image):
                raise NotFound
            self.wake(tx)
            tx.announce("pools:all", "circuit.closed")
            act, facts = "daas_broker.try_again", {"provider": provider}
            target = image or provider
            audit.append(tx.db, audit.Entry(self.now(), actor.user_id, act, target, facts=facts))
