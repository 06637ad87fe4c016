"""The addresses inside the tunnel."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network


@dataclass(frozen=True)
class Plan:
    """One instance's tunnel: its first address is the gateway's, the others are devices'."""

    network: IPv4Network

    @property
    def gateway(self) -> IPv4Address:
        return self.network[1]

    def has(self, address: IPv4Address) -> bool:
        """Whether `address` may be a device's."""
        return address in self.network and self.gateway < address < self.network.broadcast_address

    def is_inside(self, address: str) -> bool:
        """Whether whoever calls from `address`, as the edge saw it, comes through the tunnel."""
        found = _address(address)
        return found is not None and found in self.network


@lru_cache(4096)
def _address(text: str) -> IPv4Address | None:
    """Asked of every request, and mostly about the same few thousand."""
    try:
        return IPv4Address(text)
    except AddressValueError:
        return None
