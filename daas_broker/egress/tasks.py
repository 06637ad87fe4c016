"""Keeps each host's zones as the rules say, and writes down which names they refused.

A zone is *in force* if and only if every host that answers holds the revision of its row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import DesktopId, Provider
from daas_broker.desktops.ports import HostFailure, ZoneNetworks
from daas_broker.desktops.zones import RefusedName, SeenZone
from daas_broker.egress import asking, store
from daas_broker.pools.tasks import lease_name
from daas_broker.sessions import store as sessions
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report
from kernel.settings import Zone


@dataclass(frozen=True)
class ZoneKeeper:
    begin: Begin
    networks: Mapping[Provider, ZoneNetworks]
    now: Now
    name: str = "daas_broker.zones"
    every: timedelta = timedelta(seconds=10)

    def run(self) -> Report:
        report = Report()
        for provider, host in self.networks.items():
            try:
                self._bring(provider, host, report)
            except HostFailure as error:
                report.errors.append(f"zones of {provider}: {error}")
        return report

    def _bring(self, provider: Provider, host: ZoneNetworks, report: Report) -> None:
        """Commands under the pool keeper's lease: the host obeys one broker at a time."""
        found = host.zones()
        held = {seen.zone: seen.revision for seen in found}
        self._write_down(found, report)
        with self.begin() as tx:
            wanted = store.current(tx.db)
            epoch = desktops.epoch(tx.db, lease_name(provider))
        for zone in wanted:
            if held.get(zone.zone) == zone.revision:
                continue
            host.apply_policy(zone.policy, epoch)
            report.count("applied")
            with self.begin() as tx:
                tx.announce("pools:all", "zones.changed")

    def _write_down(self, found: Sequence[SeenZone], report: Report) -> None:
        """Each name once a day for each desktop [DH10]: a page asks for what it lacks again. Who
        sits there is told each time, but not each second [DH11]."""
        told = [(seen.zone, seen.refused_names) for seen in found if seen.refused_names]
        if not told:
            return
        with self.begin() as tx:
            store.forget_refused(tx.db, self.now())
            asking.forget(tx.db, self.now() - store.KEPT)
            for zone, names in told:
                fresh, again = store.note_refused(tx.db, zone, names)
                held = sessions.of_desktops(tx.db, [DesktopId(one.desktop) for one in fresh])
                for one in fresh:
                    seat = held.get(DesktopId(one.desktop))
                    audit.append(tx.db, _entry(zone, one, seat.person_id if seat else "-"))
                    report.count("names refused")
                for desktop in {one.desktop for one in (*fresh, *again)}:
                    tx.announce(f"desktop:{desktop}", "name.refused")  # [DH11]
                if fresh:
                    tx.announce("pools:all", "zones.changed")


def _entry(zone: Zone, one: RefusedName, person: str) -> audit.Entry:
    facts = {"name": one.name, "port": one.port, "why": one.why.value, "desktop": one.desktop}
    return audit.Entry(one.at, person, "daas_broker.reach_name", zone.value, "refused", facts)
