"""Where a zone leads, line by line: the first that fits decides. Pure [HD6] [HD10] [DH3].

One list is read three times: for packets on their way out, for those that come back, and for the
sockets that a desktop has open. So what was let out and is refused now comes back no more either.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, collapse_addresses

from daas_broker.desktops.zones import Protocol, Reach

Ports = tuple[int, int]  # the first and the last
Lets = Callable[[IPv4Address, Protocol, int], bool]
CARRIED = {Protocol.ANY: "meta l4proto { tcp, udp } th"}  # where ports are named


@dataclass(frozen=True)
class Line:
    lets: bool
    networks: Sequence[IPv4Network] = ()  # none: everywhere
    elsewhere: bool = False  # everywhere but in these networks
    protocol: Protocol = Protocol.ANY
    ports: Sequence[Ports] = ()  # none: all

    def out(self) -> str:
        return self._match("daddr", "dport")

    def back(self) -> str:
        return self._match("saddr", "sport")

    def fits(self, address: IPv4Address, protocol: Protocol, port: int) -> bool:
        there = any(address in network for network in self.networks) != self.elsewhere
        return (
            (there or not self.networks)
            and self.protocol in (Protocol.ANY, protocol)
            and (not self.ports or any(first <= port <= last for first, last in self.ports))
        )

    def _match(self, address: str, port: str) -> str:
        words = []
        if self.networks:
            but = "!= " if self.elsewhere else ""
            words.append(f"ip {address} {but}{_set(collapse_addresses(self.networks))}")
        if self.ports:
            carried = CARRIED.get(self.protocol, self.protocol.value)
            words.append(f"{carried} {port} {_set(map(_ports, self.ports))}")
        return " ".join(words)


def to(reach: Reach, *, lets: bool) -> Line:
    if reach.protocol is Protocol.ANY:
        return Line(lets=lets, networks=[reach.network])
    ports = [(reach.first_port, reach.last_port)]
    return Line(lets=lets, networks=[reach.network], protocol=reach.protocol, ports=ports)


def is_let(lines: Iterable[Line], address: IPv4Address, protocol: Protocol, port: int) -> bool:
    """What no line names is refused."""
    return next((line.lets for line in lines if line.fits(address, protocol, port)), False)


def _ports(ports: Ports) -> str:
    first, last = ports
    return str(first) if first == last else f"{first}-{last}"


def _set(elements: Iterable[object]) -> str:
    return "{ " + ", ".join(map(str, elements)) + " }"
