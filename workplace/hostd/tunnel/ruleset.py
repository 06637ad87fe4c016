"""The rules of nftables around the tunnel, as text. Pure [VW1] [VW3] [VW4].

A device whose address is in no zone's set reaches the workplace's pages and the name servers, and
nothing else. One that is in a zone's set goes where desktops of that zone may go (the same lines).
An element ends by itself, so that what nobody renews is closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from kernel.settings import Zone
from vpn.networks.model import Plan
from vpn.tunnel.model import Grant
from workplace.hostd.ruleset import Ground, ends, way_back, way_out

SETS = {Zone.WORK: "z_work", Zone.INTERNET: "z_internet"}
TABLE = """\
add table inet {name}
delete table inet {name}
table inet {name} {{
  counter refused {{
  }}
  counter spoofed {{
  }}
  counter work_refused {{
  }}
  counter internet_refused {{
  }}
  set z_work {{
    type ipv4_addr
    flags timeout
    counter
  }}
  set z_internet {{
    type ipv4_addr
    flags timeout
    counter
  }}
  chain before {{
    type filter hook prerouting priority raw; policy accept;
    iifname != {{ "lo", "{device}" }} ip saddr {network} counter name spoofed drop
    iifname "{device}" meta nfproto != ipv4 counter name spoofed drop
    iifname "{device}" ip saddr != {network} counter name spoofed drop
  }}
  chain to_the_host {{
    type filter hook input priority -10; policy accept;
    iifname "{device}" ct status dnat ip daddr 127.0.0.1 tcp dport {pages} accept
    iifname "{device}" counter name refused drop
  }}
{ends}
  chain work_out {{
    {work}
  }}
  chain work_back {{
    {work_back}
  }}
  chain internet_out {{
    {internet}
  }}
  chain internet_back {{
    {internet_back}
  }}
  chain from_device {{
    {names_out}
    ip saddr @z_work jump work_out
    ip saddr @z_internet jump internet_out
    counter name refused drop
  }}
  chain to_device {{
    {names_back}
    ct state established,related ip daddr @z_work jump work_back
    ct state established,related ip daddr @z_internet jump internet_back
    counter name refused drop
  }}
  chain through {{
    type filter hook forward priority -10; policy accept;
    iifname "{device}" oifname "{device}" counter name refused drop
    iifname "{device}" jump from_device
    oifname "{device}" jump to_device
  }}
  chain arriving {{
    type nat hook prerouting priority -110; policy accept;
    {arriving}
  }}
  chain leaving {{
    type nat hook postrouting priority 100; policy accept;
    ip saddr {network} oifname != "{device}" masquerade
  }}
}}
"""


@dataclass(frozen=True)
class Surroundings:
    """`networks` and `addresses` are the host's own; `pages` are the ports of the edge."""

    grounds: Mapping[Zone, Ground]
    networks: Sequence[IPv4Network]
    addresses: Sequence[IPv4Address]
    pages: Sequence[int]

    def out(self, zone: Zone) -> str:
        return "\n    ".join(way_out(self.grounds[zone], self.networks, self.addresses))

    def back(self, zone: Zone) -> str:
        return "\n    ".join(way_back(self.grounds[zone], self.networks, self.addresses))

    @property
    def names(self) -> list[IPv4Address]:
        """The work zone's name servers: what the others answer is no secret of theirs."""
        return list(self.grounds[Zone.WORK].names)


def table(name: str, device: str, plan: Plan, around: Surroundings) -> str:
    return TABLE.format(
        name=name,
        device=device,
        network=plan.network,
        pages=_set(around.pages),
        ends="\n".join(map(ends, SETS)),
        work=around.out(Zone.WORK),
        work_back=around.back(Zone.WORK),
        internet=around.out(Zone.INTERNET),
        internet_back=around.back(Zone.INTERNET),
        names_out=_names(
            around.names, "ip daddr {} meta l4proto {{ tcp, udp }} th dport 53 accept"
        ),
        names_back=_names(
            around.names,
            "ct state established ip saddr {} meta l4proto {{ tcp, udp }} th sport 53 accept",
        ),
        arriving="\n    ".join(_arriving(device, plan, around)),
    )


def grants(name: str, put: Iterable[Grant]) -> str:
    """For a table that was made just now."""
    found = [(SETS[one.zone], f"{one.address} timeout {one.seconds}s") for one in put]
    return "".join(f"add element inet {name} {zone} {{ {way} }}\n" for zone, way in found)


def _names(servers: Sequence[IPv4Address], rule: str) -> str:
    return rule.format(_set(servers)) if servers else ""


def _arriving(device: str, plan: Plan, around: Surroundings) -> Iterable[str]:
    for page in around.pages:
        match = f'iifname "{device}" ip daddr {plan.gateway} tcp dport {page}'
        yield f"{match} dnat ip to 127.0.0.1:{page}"
    for server in around.names[:1]:
        match = (
            f'iifname "{device}" ip daddr {plan.gateway} meta l4proto {{ tcp, udp }} th dport 53'
        )
        yield f"{match} dnat ip to {server}"


def _set(elements: Iterable[object]) -> str:
    return "{ " + ", ".join(map(str, elements)) + " }"
