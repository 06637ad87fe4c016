"""Which names one's own desktop was refused, and asking that one be let."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, Provider
from daas_broker.desktops.names import host_name
from daas_broker.desktops.ports import HostFailure, ZoneNetworks
from daas_broker.desktops.zones import NameRefused, RefusedName
from daas_broker.egress import asking, store
from daas_broker.egress.model import Lacked, Wanted, ZoneRules
from daas_broker.egress.proxy.rules import Law, target
from daas_broker.sessions.service import Seating
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import NotFound, Unavailable

MOST = 30
OPENABLE = {NameRefused.UNLISTED, NameRefused.DENIED}


class HostSilent(Unavailable):
    """What was refused is known to the desktop's host alone, and that does not answer."""

    code = "host_silent"


@dataclass(frozen=True)
class RefusedNames:
    begin: Begin
    now: Now
    seating: Seating
    networks: Mapping[Provider, ZoneNetworks]

    def list_names(self, actor: Actor, desktop_id: DesktopId) -> list[Lacked]:
        """The last ones first, as its host knows them in this moment [DH11]. Each page of a desktop
        asks as it opens: its host hears of it only where names are refused at all."""
        desktop, _ = self.seating.get_desktop(actor, desktop_id)
        with self.begin() as tx:
            asked = asking.of_person(tx.db, desktop.zone, actor.user_id)
            rules = store.find(tx.db, desktop.zone)
        if not rules.through_proxy:
            return []
        told = sorted(self._told(desktop), key=lambda one: one.at, reverse=True)
        found = [one for one in told if is_refused_still(one, rules)]
        return [Lacked(one, is_asked=one.name in asked) for one in found[:MOST]]

    def ask(self, actor: Actor, desktop_id: DesktopId, name: str, reason: str) -> None:
        """NotFound for a name that the desktop was not refused lately, or that no rule of names
        could let [DH11]."""
        desktop, _ = self.seating.get_desktop(actor, desktop_id)
        lets = [one for one in self._told(desktop) if one.why in OPENABLE]
        known = next((one for one in lets if one.name == host_name(name)), None)
        if known is None:
            raise NotFound
        with self.begin() as tx:
            wanted = Wanted(known.name, actor.user_id, reason, self.now())
            asking.add(tx.db, desktop.zone, wanted)
            facts = {"name": known.name, "reason": reason, "desktop": desktop.id}
            act, zone = "daas_broker.ask_name", desktop.zone.value
            audit.append(tx.db, audit.Entry(wanted.at, actor.user_id, act, zone, facts=facts))
            tx.announce("pools:all", "zones.changed")

    def _told(self, desktop: Desktop) -> Sequence[RefusedName]:
        try:
            zones = self.networks[desktop.provider].zones()
        except (HostFailure, KeyError) as error:
            raise HostSilent from error
        told = [seen.refused_names for seen in zones if seen.zone is desktop.zone]
        return [one for names in told for one in names if one.desktop == desktop.id]


def is_refused_still(one: RefusedName, rules: ZoneRules) -> bool:
    """By its name, or since the rules were changed last: what its address was is not known here."""
    if rules.changed_at is None or one.at > rules.changed_at:
        return True
    there = target(one.name, one.port)
    return there is None or Law(rules.policy).refuses(there) is not None
