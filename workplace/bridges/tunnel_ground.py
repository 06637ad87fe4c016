"""What lies behind the tunnel's gateway: the zones as their rules have them."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, collapse_addresses

from daas_broker.egress import store
from kernel.db import Tx
from kernel.settings import Zone


class TunnelGround:
    def networks(self, tx: Tx) -> Sequence[IPv4Network]:
        found = [entry.reach.network for zone in store.current(tx.db) for entry in zone.allowed]
        return sorted(collapse_addresses(found))

    def resolvers(self, tx: Tx) -> Sequence[IPv4Address]:
        return store.find(tx.db, Zone.WORK).resolvers
