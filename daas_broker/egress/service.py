"""Each zone's rules, as an IT administrator reads and changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.machine import TAKEN
from daas_broker.desktops.model import Provider
from daas_broker.desktops.names import host_name, shown_name
from daas_broker.desktops.ports import HostFailure, ZoneNetworks
from daas_broker.desktops.zones import SeenZone
from daas_broker.egress import asking, rules, store
from daas_broker.egress.model import Wanted, ZoneRules, ZoneView
from daas_broker.egress.proxy.rules import Law, Target
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Stale
from kernel.outbox import enqueue
from kernel.settings import Zone

LATELY = timedelta(days=7)
WEB = 443
APPLY = "daas_broker.apply_zones"  # the job that runs the keeper of zones before its time


class ZoneRulesChanged(Stale):
    """Somebody else has changed this zone since it was read."""

    code = "zone_rules_changed"


@dataclass(frozen=True)
class Egress:
    begin: Begin
    now: Now
    networks: Mapping[Provider, ZoneNetworks]

    def list_zones(self, actor: Actor) -> list[ZoneView]:
        actor.require(Role.IT_ADMIN)  # [DK12]
        seen = self._seen()
        with self.begin() as tx:
            found = store.current(tx.db)
            held = [d.zone for d in desktops.alive(tx.db) if d.state in TAKEN]
            missed = store.missed(tx.db, self.now() - LATELY)
            wanted = {zone: asking.of_zone(tx.db, zone) for zone in missed}
            known = [one.changed_by for one in found if one.changed_by]
            known += [one.person_id for each in wanted.values() for one in each]
            persons = people.by_ids(tx.db, known)
        return [
            ZoneView(
                one,
                seen.get(one.zone),
                held.count(one.zone),
                persons[one.changed_by].name if one.changed_by in persons else "",
                missed[one.zone],
                tuple(
                    (each, persons[each.person_id].name)
                    for each in wanted[one.zone]
                    if each.person_id in persons
                ),
            )
            for one in found
        ]

    def change_zone(self, actor: Actor, wish: ZoneRules) -> ZoneRules:
        """`wish.revision` is the one it was made from. In force within a second [DH4]."""
        actor.require(Role.IT_ADMIN)
        after = replace(
            rules.check(wish),
            revision=wish.revision + 1,
            changed_at=self.now(),
            changed_by=actor.user_id,
        )
        with self.begin() as tx:
            before = store.find(tx.db, wish.zone)
            if before.revision != wish.revision or not store.replace(tx.db, before, after):
                raise ZoneRulesChanged
            self._answer(tx, after)
            enqueue(tx.db, APPLY)
            tx.announce("pools:all", "zones.changed")
            audit.append(tx.db, self._entry(actor, before, after))
        return after

    def decline_name(self, actor: Actor, zone: Zone, name: str) -> None:
        """It stays closed; all who asked for it are told so [DH11]. NotFound where nobody did."""
        actor.require(Role.IT_ADMIN)
        with self.begin() as tx:
            asked = [one for one in asking.of_zone(tx.db, zone) if one.name == host_name(name)]
            if not asked:
                raise NotFound
            self._tell(tx, zone, asked, "name.declined")
            facts: dict[str, object] = {"name": asked[0].name, "people": len(asked)}
            act = "daas_broker.decline_name"
            audit.append(
                tx.db, audit.Entry(self.now(), actor.user_id, act, zone.value, facts=facts)
            )
            tx.announce("pools:all", "zones.changed")

    def _answer(self, tx: Tx, after: ZoneRules) -> None:
        """Who asked for a name that is let now, is told so [DH11]."""
        law = Law(after.policy)
        asked = asking.of_zone(tx.db, after.zone) if after.through_proxy else []
        let = [one for one in asked if law.refuses(Target(one.name, WEB)) is None]
        self._tell(tx, after.zone, let, "name.let")

    def _tell(self, tx: Tx, zone: Zone, answered: Sequence[Wanted], hint: str) -> None:
        for one in answered:
            asking.remove(tx.db, zone, one)
            tx.announce(f"person:{one.person_id}", hint, name=shown_name(one.name))

    def _seen(self) -> dict[Zone, SeenZone]:
        """Of the first host that answers, a zone counts as applied where all that answer agree."""
        found: dict[Zone, SeenZone] = {}
        for host in self.networks.values():
            try:
                for seen in host.zones():
                    least = min(found.get(seen.zone, seen), seen, key=lambda one: one.revision)
                    found[seen.zone] = least
            except HostFailure:
                continue  # shown as not answering
        return found

    def _entry(self, actor: Actor, before: ZoneRules, after: ZoneRules) -> audit.Entry:
        return audit.Entry(
            self.now(),
            actor.user_id,
            "daas_broker.change_zone",
            after.zone.value,
            facts={"revision": after.revision, "before": _facts(before), "after": _facts(after)},
        )


def _facts(zone: ZoneRules) -> dict[str, object]:
    return {
        "open_internet": zone.open_internet,
        "workplace": zone.workplace,
        "resolvers": [str(resolver) for resolver in zone.resolvers],
        "allowed": rules.said(zone.allowed),
        "denied": rules.said(zone.denied),
        "through_proxy": zone.through_proxy,
        "allowed_names": [entry.name for entry in zone.allowed_names],
        "denied_names": [entry.name for entry in zone.denied_names],
    }
