"""What lies behind the tunnel's gateway: the zones as their rules have them."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, collapse_addresses

from daas_broker.desktops.zones import Protocol, Reach
from daas_broker.egress import store
from kernel.db import Tx
from kernel.settings import Zone
from vpn.policy.model import Reached

LAST_PORT = 65_535


class TunnelGround:
    def networks(self, tx: Tx) -> Sequence[IPv4Network]:
        found = [entry.reach.network for zone in store.current(tx.db) for entry in zone.allowed]
        return sorted(collapse_addresses(found))

    def resolvers(self, tx: Tx) -> Sequence[IPv4Address]:
        return store.find(tx.db, Zone.WORK).resolvers

    def reached(self, tx: Tx, zone: Zone) -> Sequence[Reached]:
        rules = store.find(tx.db, zone)
        named = [Reached(_where(e.reach), _ports(e.reach), e.note) for e in rules.allowed]
        return [*named, Reached("", "", "")] if rules.open_internet else named


def _where(reach: Reach) -> str:
    network = reach.network
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def _ports(reach: Reach) -> str:
    if reach.protocol is Protocol.ANY:
        return ""
    first, last = reach.first_port, reach.last_port
    if (first, last) == (1, LAST_PORT):
        return reach.protocol.value
    return f"{reach.protocol.value} {first if first == last else f'{first}-{last}'}"
