"""The rules of nftables that hold each zone's policy, as text. Pure [HD6] [HD10].

Two tables of one name: in the bridge family a frame passes only with the sender's addresses that
belong to its port; in the inet family a packet passes only where its zone's policy lets it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from daas_broker.desktops.zones import PRIVATE, RESERVED, Protocol, ZonePolicy
from daas_broker.egress.proxy.control import PORT as PROXY
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
    oifname {doors} counter drop
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
    tcp dport {proxy} reject with tcp reset
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
  }}
  chain {zone}_proxy_out {{
    {proxy_out}
  }}
  chain {zone}_proxy_back {{
    {proxy_back}
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

    @property
    def doors(self) -> str:
        """Its bridge, and the port of its proxy."""
        return _set((f'"{self.network.bridge}"', f'"{self.network.proxy_name}"'))


def lines_of(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[Line]:
    """Of desktops. Where there is a proxy they ask no names: it asks them, and names are a way
    out as well (RFC 9250 and before: whatever fits into a question)."""
    policy = ground.policy
    yield from _names(ground, lets=not policy.through_proxy)
    yield from (to(reach, lets=False) for reach in policy.denied)
    yield from _never(ground, networks, addresses)
    yield from (to(reach, lets=True) for reach in policy.allowed)
    if policy.open_internet and ground.network.zone is Zone.INTERNET and not policy.through_proxy:
        yield Line(lets=True)


def proxy_lines(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[Line]:
    """Of a zone's proxy: which names is its own to decide, and no name leads it out of its zone."""
    yield from _names(ground, lets=True)
    yield from (to(reach, lets=False) for reach in ground.policy.denied)
    yield from _never(ground, networks, addresses)
    yield Line(lets=True, protocol=Protocol.TCP, ports=[(1, 65_535)])


def _names(ground: Ground, *, lets: bool) -> Iterable[Line]:
    if ground.names and lets:
        yield Line(lets=True, networks=[IPv4Network(name) for name in ground.names], ports=NAMES)
    yield Line(lets=False, ports=NAME_PORTS)


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


Lines = Callable[[Ground, Sequence[IPv4Network], Sequence[IPv4Address]], Iterable[Line]]


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
    proxies = [(ground.network.zone.value, ground.network.proxy_name) for ground in grounds]
    open_ = "ct state established,related jump"
    return PACKETS.format(
        name=table_name(instance),
        zones="\n".join(_zone(ground, networks, addresses) for ground in grounds),
        to_the_host=_lines(
            f"iifname {ground.doors} jump {zone}_to_the_host" for ground, zone, _ in each
        ),
        through=_lines(
            [
                *(f'iifname "{bridge}" jump {zone}_out' for _, zone, bridge in each),
                *(f'iifname "{port}" jump {zone}_proxy_out' for zone, port in proxies),
            ]
        ),
        back=_lines(
            [
                *(f'oifname "{bridge}" {open_} {zone}_back' for _, zone, bridge in each),
                *(f'oifname "{port}" {open_} {zone}_proxy_back' for zone, port in proxies),
            ]
        ),
        doors=_set(
            f'"{name}"' for g in grounds for name in (g.network.bridge, g.network.proxy_name)
        ),
        arriving=_lines(line for ground in grounds for line in _arriving(ground, addresses)),
        leaving=_lines(
            f"ip saddr {ground.network.addresses} oifname != {ground.doors} masquerade"
            for ground in grounds
        ),
    )


def _zone(ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]) -> str:
    # Where no server answers there, a program is told at once and waits for none.
    names = f"ip daddr {_set(ground.network.name_servers)} meta l4proto {{ tcp, udp }} th dport 53"
    pages = f"ct status dnat ip daddr 127.0.0.1 tcp dport {ground.pages} accept"
    return ZONE.format(
        zone=ground.network.zone.value,
        ends=ends(ground.network.zone),
        proxy=PROXY,
        pages=pages if ground.policy.workplace else "",
        names=names,
        out=_lines(_out(ground, networks, addresses)),
        back=_lines(way_back(ground, networks, addresses)),
        proxy_out=_lines(_proxy_out(ground, networks, addresses)),
        proxy_back=_lines(way_back(ground, networks, addresses, proxy_lines)),
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
    if ground.policy.through_proxy:
        yield f"ip daddr {ground.network.proxy} tcp dport {PROXY} ct status dnat accept"
    yield from way_out(ground, networks, addresses)


def _proxy_out(
    ground: Ground, networks: Sequence[IPv4Network], addresses: Sequence[IPv4Address]
) -> Iterable[str]:
    """From the proxy to its desktops, as they asked, and to what it may reach for them."""
    network = ground.network
    yield f"ip saddr != {network.proxy} counter name {network.zone.value}_refused drop"
    yield f"meta nfproto != ipv4 counter name {network.zone.value}_refused drop"
    yield f'oifname "{network.bridge}" ct direction reply ct status dnat accept'
    yield from way_out(ground, networks, addresses, proxy_lines)


def way_out(
    ground: Ground,
    networks: Sequence[IPv4Network],
    addresses: Sequence[IPv4Address],
    lines: Lines = lines_of,
) -> Iterable[str]:
    refuse = f"goto {ground.network.zone.value}_refuse"
    for line in lines(ground, networks, addresses):
        yield f"{line.out()} {'accept' if line.lets else refuse}"
    yield refuse


def way_back(
    ground: Ground,
    networks: Sequence[IPv4Network],
    addresses: Sequence[IPv4Address],
    lines: Lines = lines_of,
) -> Iterable[str]:
    """For packets of what was let out: refused since, it comes back no more either."""
    refuse = f"goto {ground.network.zone.value}_keep_out"
    yield "ct state related accept"
    for line in lines(ground, networks, addresses):
        yield f"{line.back()} {'accept' if line.lets else refuse}"
    yield refuse


def lets(
    ground: Ground,
    networks: Sequence[IPv4Network],
    addresses: Sequence[IPv4Address],
    lines: Lines = lines_of,
) -> Lets:
    """What the rules let a desktop of this zone keep open. At its own addresses are its own
    programs, and at one port the workplace (network.LOOPBACK)."""
    all_lines = list(lines(ground, networks, addresses))
    network = ground.network
    local = {network.gateway.ip, *addresses}

    def is_open(address: IPv4Address, protocol: Protocol, port: int) -> bool:
        if (address.is_loopback or address in local) and port == ground.pages:
            return ground.policy.workplace or protocol is not Protocol.TCP
        if address.is_loopback or address in network.addresses:
            return True
        return is_let(all_lines, address, protocol, port)

    return is_open


def _arriving(ground: Ground, addresses: Sequence[IPv4Address]) -> Iterable[str]:
    network, names = ground.network, ground.names
    bridge = network.bridge
    for place, server in zip(network.name_servers, [*names, *names], strict=False):
        match = f"iifname {ground.doors} ip daddr {place} meta l4proto {{ tcp, udp }} th dport 53"
        yield f"{match} dnat ip to {server}"
    if ground.policy.through_proxy:
        match = f'iifname "{bridge}" ip daddr {network.gateway.ip} tcp dport {PROXY}'
        yield f"{match} dnat ip to {network.proxy}:{PROXY}"
    if ground.policy.workplace:
        local = {ground.network.gateway.ip, *(a for a in addresses if not a.is_loopback)}
        match = f'iifname "{bridge}" ip daddr {_set(sorted(local))} tcp dport {ground.pages}'
        yield f"{match} dnat ip to 127.0.0.1:{ground.pages}"


def _set(elements: Iterable[object]) -> str:
    return "{ " + ", ".join(map(str, elements)) + " }"


def _lines(lines: Iterable[str]) -> str:
    return "\n    ".join(lines)
