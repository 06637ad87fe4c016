"""Keeps each host's zones as the rules say.

A zone is *in force* if and only if every host that answers holds the revision of its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import Provider
from daas_broker.desktops.ports import HostFailure, ZoneNetworks
from daas_broker.egress import store
from daas_broker.pools.tasks import lease_name
from kernel.db import Begin
from kernel.reconcile import Report


@dataclass(frozen=True)
class ZoneKeeper:
    begin: Begin
    networks: Mapping[Provider, ZoneNetworks]
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
        held = {seen.zone: seen.revision for seen in host.zones()}
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
