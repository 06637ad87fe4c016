"""Which addresses an instance's tunnel has. Pure."""

from hashlib import sha256
from ipaddress import IPv4Network

from kernel.errors import Exhausted
from vpn.networks.model import Plan

POOL = IPv4Network("10.128.0.0/9")
PREFIX = 18  # 16,381 devices
FIRST_PORT = 51_820  # where WireGuard is looked for by custom
PORTS = 13_000


class NoAddressLeft(Exhausted):
    """Every address is given, or rests after its last device."""

    code = "no_address_left"


def plan_of(instance: str) -> Plan:
    """Two instances share a network with a chance of 1 in 512; hostd refuses the second then."""
    choice = int.from_bytes(sha256(instance.encode()).digest()[:2]) % (1 << (PREFIX - 9))
    place = int(POOL.network_address) + (choice << (32 - PREFIX))
    return Plan(IPv4Network((place, PREFIX)))


def port_of(pages: int) -> int:
    """The UDP port of the gateway beside the edge's work port `pages`."""
    return FIRST_PORT + (pages - 8080) % PORTS
