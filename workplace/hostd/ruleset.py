"""The rules of nftables that hold each zone's policy, as text. Pure [HD6] [HD10].

Two tables of one name: in the bridge family a frame passes only with the sender's addresses that
belong to its port; in the inet family a packet passes only where its zone's policy lets it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from daas_broker.desktops.zones import PRIVATE, RESERVED, Protocol, ZonePolicy
from kernel.settings import Zone
from workplace.hostd.lines import Lets, Line, is_let, to
from workplace.hostd.network import ZoneNetwork, hardware_address

NAMES, NAME_PORTS = [(53, 53)], [(53, 53), (853, 853)]
FRAMES = """\
add table bridge {name}
delete table bridge {name}
table bridge {name} {{
  set members {{
    type ifname . ether_addr . ipv4_addr
  }}
  {counters}
  chain from_ports {{
    type filter hook prerouting priority -200; policy accept;
    {foreign} accept
    ether type ip6 drop
    ether type ip iifname . ether saddr . ip saddr @members accept
    ether type arp iifname . ether saddr . arp saddr ip @members accept
    {spoofed}
  }}
}}
"""
PACKETS = """\
add table inet {name}
delete table inet {name}
table inet {name} {{
{zones}
  chain to_the_host {{
    type filter hook input priority -10; policy accept;
    {to_the_host}
  }}
  chain through {{
    type filter hook forward priority -10; policy accept;
    {through}
    {back}
    oifname {bridges} counter drop
  }}
  chain arriving {{
    type nat hook prerouting priority -110; policy accept;
    {arriving}
  }}
  chain leaving {{
    type nat hook postrouting priority 100; policy accept;
    {leaving}
  }}
}}
"""
ZONE = """\
  counter {zone}_refused {{
  }}
{ends}
  chain {zone}_to_the_host {{
    {pages}
    {names} counter name {zone}_refused reject with icmpx type admin-prohibited
    ct status dnat goto {zone}_refuse
    counter name {zone}_refused drop
  }}
  chain {zone}_out {{
    {out}
  }}
  chain {zone}_back {{
    {back}
  }}"""
# Whoever calls is told why, and a connection that was open is reset: an error that ICMP reports
# would only make it wait. On the way back the other end is told so, and nothing goes in.
ENDS = """\
  chain {zone}_refuse {{
    tcp flags & syn == 0 counter name {zone}_refused reject with tcp reset
    counter name {zone}_refused reject with icmpx type admin-prohibited
  }}
  chain {zone}_keep_out {{
    tcp flags & syn == 0 counter reject with tcp reset
    counter drop
  }}"""


@dataclass(frozen=True)
class Ground:
    """One zone on this host. `pages` is the port of the edge for this zone."""

    network: ZoneNetwork
    policy: ZonePolicy
    resolvers: Sequence[IPv4Address]  # those of the host
    pages: int

    @property
    def names(self) -> list[IPv4Address]:
        """The name servers that this zone's desktops may ask."""
        if self.policy.resolvers:
            return list(self.policy.resolvers)
        return list(self.resolvers[:2]) if self.network.zone is Zone.INTERNET else []


def table_name(instance: str) -> str:
    return f"onmaru_{instance}"


def frame_rules(instance: str, networks: Sequence[ZoneNetwork]) -> str:
    """Whose frames pass; `members` says who belongs to which port."""
    zones = [(network.zone.value, network.port_prefix) for network in networks]
    return FRAMES.format(
        name=table_name(instance),
        counters="\n  ".join(f"counter {zone}_spoofed {{\n  }}" for zone, _ in zones),
        foreign=" ".join(f'iifname != "{prefix}*"' for _, prefix in zones),
        spoofed=_lines(
            f'iifname "{prefix}*" counter name {zone}_spoofed drop' for zone, prefix in zones
        ),
    )


def members(instance: str, networks: Sequence[ZoneNetwork], ports: Iterable[str]) -> str:
    """Of all ports that there are, the address that the name tells, and its hardware address."""
    rows = []
    for port in sorted(ports):
        for network in networks:
            if port.startswith(network.port_prefix):
                address = network.address_of(port)
                rows.append(f'"{port}" . {hardware_address(address)} . {address}')
    name = table_name(instance)
    added = f"add element bridge {name} members {_set(rows)}\n" if rows else ""
    return f"flush set bridge {name} members\n{added}"


def packet_rules(
    instance: str,
    grounds: Sequence[Ground],
    networks: Sequence[IPv4Network],
    addresses: Sequence[IPv4Address],
) -> str:
    """Networks and addresses are those that the host has besides its bridges for desktops."""
    each = [(ground, ground.network.zone.value, ground.network.bridge) for ground in grounds]
    return PACKETS.format(
        name=table_name(instance),
        zones="\n".join(_zone(ground, networks, addresses) for ground in grounds),
        to_the_host=_lines(
            f'iifname "{bridge}" jump {zone}_to_the_host' for _, zone, bridge in each
        ),
        through=_lines(f'iifname "{bridge}" jump {zone}_out' for _, zone, bridge in each),
        back=_lines(
            f'oifname "{bridge}" ct state established,related jump {zone}_back'
            for _, zone, bridge in each
        ),
        bridges=_set(f'"{bridge}"' for _, _, bridge in each),
        arriving=_lines(line for ground in grounds for line in _arriving(ground, addresses)),
        leaving=_lines(
            f'ip saddr {ground.network.addresses} oifname != "{bridge}" masquerade'
            for ground, _, bridge in each
        ),
    )


def _zone(ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]) -> str:
    # Where no server answers there, a program is told at once and waits for none.
    names = f"ip daddr {_set(ground.network.name_servers)} meta l4proto {{ tcp, udp }} th dport 53"
    pages = f"ct status dnat ip daddr 127.0.0.1 tcp dport {ground.pages} accept"
    return ZONE.format(
        zone=ground.network.zone.value,
        ends=ends(ground.network.zone),
        pages=pages if ground.policy.workplace else "",
        names=names,
        out=_lines(_out(ground, networks, addresses)),
        back=_lines(way_back(ground, networks, addresses)),
    )


def ends(zone: Zone) -> str:
    """Where `way_out` and `way_back` send what they refuse."""
    return ENDS.format(zone=zone.value)


def _out(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[str]:
    """From the desktops outwards."""
    zone = ground.network.zone.value
    yield f"ip saddr != {ground.network.addresses} counter name {zone}_refused drop"
    yield f"meta nfproto != ipv4 counter name {zone}_refused drop"
    yield from way_out(ground, networks, addresses)


def way_out(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[str]:
    refuse = f"goto {ground.network.zone.value}_refuse"
    for line in lines_of(ground, networks, addresses):
        yield f"{line.out()} {'accept' if line.lets else refuse}"
    yield refuse


def way_back(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[str]:
    """For packets of what was let out: refused since, it comes back no more either."""
    refuse = f"goto {ground.network.zone.value}_keep_out"
    yield "ct state related accept"
    for line in lines_of(ground, networks, addresses):
        yield f"{line.back()} {'accept' if line.lets else refuse}"
    yield refuse


def lines_of(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[Line]:
    policy = ground.policy
    if ground.names:
        yield Line(lets=True, networks=[IPv4Network(name) for name in ground.names], ports=NAMES)
    yield Line(lets=False, ports=NAME_PORTS)
    yield from (to(reach, lets=False) for reach in policy.denied)
    yield from _never(ground, networks, addresses)
    yield from (to(reach, lets=True) for reach in policy.allowed)
    if policy.open_internet and ground.network.zone is Zone.INTERNET:
        yield Line(lets=True)


def lets(ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]) -> Lets:
    """What the rules let a desktop of this zone keep open. At its own addresses are its own
    programs, and at one port the workplace (network.LOOPBACK)."""
    lines = list(lines_of(ground, networks, addresses))
    network = ground.network
    local = {network.gateway.ip, *addresses}

    def is_open(address: IPv4Address, protocol: Protocol, port: int) -> bool:
        if (address.is_loopback or address in local) and port == ground.pages:
            return ground.policy.workplace or protocol is not Protocol.TCP
        if address.is_loopback or address in network.addresses:
            return True
        return is_let(lines, address, protocol, port)

    return is_open


def _never(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[Line]:
    """What no policy opens: to the Internet zone what is ours, to the work zone what is not."""
    if ground.network.zone is Zone.INTERNET:
        yield Line(lets=False, networks=[*RESERVED, *PRIVATE, *networks])
        return
    own = [IPv4Network(address) for address in addresses]
    yield Line(lets=False, networks=[*RESERVED, *own])
    yield Line(lets=False, networks=[*PRIVATE, *networks], elsewhere=True)


def _arriving(ground: Ground, addresses: Sequence[IPv4Address]) -> Iterable[str]:
    bridge, names = ground.network.bridge, ground.names
    for place, server in zip(ground.network.name_servers, [*names, *names], strict=False):
        match = f'iifname "{bridge}" ip daddr {place} meta l4proto {{ tcp, udp }} th dport 53'
        yield f"{match} dnat ip to {server}"
    if ground.policy.workplace:
        local = {ground.network.gateway.ip, *(a for a in addresses if not a.is_loopback)}
        match = f'iifname "{bridge}" ip daddr {_set(sorted(local))} tcp dport {ground.pages}'
        yield f"{match} dnat ip to 127.0.0.1:{ground.pages}"


def _set(elements: Iterable[object]) -> str:
    return "{ " + ", ".join(map(str, elements)) + " }"


def _lines(lines: Iterable[str]) -> str:
    return "\n    ".join(lines)
