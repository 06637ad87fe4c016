"""Countries of addresses from the IPFire location database, coordinates from the tz database.

Debian's libloc-database, or a newer `location.db` that an administrator put over it. Layout of the
file: libloc 0.9, src/libloc/format.h (version 1); a binary tree of IPv6, with IPv4 mapped into it.
"""

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address
from pathlib import Path

from vpn.places.rules import Spot, nearest_km, spots

DATABASE = Path("/usr/share/libloc-location/location.db")
TOWNS = Path("/usr/share/zoneinfo/zone.tab")
MAGIC = b"LOCDBXX\x01"
HEADER = struct.Struct(">8x Q3I 10I")  # made at, three names, then offset and length of each part
NODE = struct.Struct(">3I")  # the next for a 0, for a 1, and the network that ends here
NETWORK = struct.Struct(">2s10x")
NOWHERE = 0xFFFFFFFF
MAPPED = 0xFFFF << 32  # ::ffff:0:0/96


@dataclass
class InstalledAtlas:
    """Without its files nothing is known; nothing is claimed then."""

    database: Path = DATABASE
    towns: Path = TOWNS

    def country(self, address: IPv4Address) -> str | None:
        return self._tree.country(MAPPED | int(address)) if self._tree else None

    def apart_km(self, one: str, other: str) -> float:
        return nearest_km(self._spots.get(one, ()), self._spots.get(other, ()))

    @cached_property
    def _tree(self) -> "Tree | None":
        try:
            with self.database.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None
        return Tree(data) if data[: len(MAGIC)] == MAGIC else None

    @cached_property
    def _spots(self) -> dict[str, list[Spot]]:
        try:
            return spots(self.towns.read_text())
        except OSError:
            return {}


class Tree:
    """The open file: systems, then networks, then the tree that leads to them."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        _, _, self._networks, _, self._nodes, *_ = HEADER.unpack_from(data)[4:]

    def country(self, bits: int) -> str | None:
        network = self._network(bits)
        if network is None:
            return None
        [code] = NETWORK.unpack_from(self._data, self._networks + NETWORK.size * network)
        return code.decode() if code.isalpha() else None

    def _network(self, bits: int) -> int | None:
        """The narrowest that holds the address."""
        node, found = 0, None
        for place in range(127, -2, -1):
            zero, one, network = NODE.unpack_from(self._data, self._nodes + NODE.size * node)
            found = network if network != NOWHERE else found
            if place < 0 or not (node := one if bits >> place & 1 else zero):
                break
        return found
