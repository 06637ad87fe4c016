"""What desktops of a zone may reach, in values. A host checks these bounds on what it is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated

from pydantic import Field

from daas_broker.desktops.names import MOST_NAMES, HostName
from kernel.settings import Zone

Port = Annotated[int, Field(ge=1, le=65_535)]
MOST_REACHES = 200
MOST_RESOLVERS = 2  # a desktop knows its name servers by two addresses of its gateway
ZONES = (Zone.WORK, Zone.INTERNET)  # guests have no desktops
# Nobody's on the Internet: RFC 1918. What an agency calls its own lies here.
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
# Nobody's to be called: RFC 1122, 3927, 6598, 6890, 2544, 5771, 1112 (in the order of the list)
RESERVED = tuple(
    map(
        IPv4Network,
        ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "192.0.0.0/24",
         "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
    )
)  # fmt: skip


class Protocol(StrEnum):
    ANY = "any"  # every protocol and port
    TCP = "tcp"
    UDP = "udp"


@dataclass(frozen=True)
class Reach:
    """Addresses, and the ports there; ports mean nothing where the protocol is any."""

    network: IPv4Network
    protocol: Protocol = Protocol.TCP
    first_port: Port = 1
    last_port: Port = 65_535


@dataclass(frozen=True)
class ZonePolicy:
    """What is not allowed is refused; what is denied is refused even where it is allowed.

    Without resolvers of its own the Internet zone asks those of its host; the work zone none, for
    a name server that answers for the whole Internet is a way out to it.

    `through_proxy`: what is open without being in `allowed` is reached by name at the zone's proxy
    alone. The whole Internet then means every name; `allowed_names` are those that are let besides.
    """

    zone: Zone
    revision: Annotated[int, Field(ge=0, lt=2**31)]
    open_internet: bool  # everything public, but for what is denied
    workplace: bool  # the pages of this workplace, at the origin of this zone
    resolvers: Annotated[tuple[IPv4Address, ...], Field(max_length=MOST_RESOLVERS)] = ()
    allowed: Annotated[tuple[Reach, ...], Field(max_length=MOST_REACHES)] = ()
    denied: Annotated[tuple[Reach, ...], Field(max_length=MOST_REACHES)] = ()
    through_proxy: bool = False
    allowed_names: Annotated[tuple[HostName, ...], Field(max_length=MOST_NAMES)] = ()
    denied_names: Annotated[tuple[HostName, ...], Field(max_length=MOST_NAMES)] = ()


class NameRefused(StrEnum):
    """Why a proxy does not lead somewhere."""

    DENIED = "denied"  # by name, or the address that it has
    UNLISTED = "unlisted"  # neither the whole Internet is open, nor this name
    ADDRESS = "address"  # a number where a name is asked for, and not in `allowed`
    PORT = "port"  # no port of the web
    NETWORK = "network"  # the name has an address that this zone never reaches


@dataclass(frozen=True)
class RefusedName:
    """`desktop` is the address in its zone; a host makes it the desktop's name before it tells."""

    desktop: str
    name: str
    port: int
    why: NameRefused
    at: datetime  # the last time


@dataclass(frozen=True)
class SeenZone:
    """A zone's network as its host holds it. Counts are of packets since `applied_at`.
    `proxy` is None where the policy asks for none, and False while it does not answer."""

    zone: Zone
    revision: int
    applied_at: datetime
    desktops: int
    refused: int
    spoofed: int
    repairs: int  # how often rules had been changed by somebody else and were put back
    proxy: bool | None = None
    refused_names: tuple[RefusedName, ...] = ()


def default_policy(zone: Zone) -> ZonePolicy:
    """The Internet and nothing of ours; the workplace and nothing of the Internet."""
    internet = zone is Zone.INTERNET
    return ZonePolicy(zone, 0, open_internet=internet, workplace=not internet)


def is_outside(zone: Zone, address: IPv4Address) -> bool:
    """Whether desktops of this zone never reach it, whatever their policy says [DH1]."""
    if any(address in network for network in RESERVED):
        return True
    return (zone is Zone.INTERNET) == any(address in network for network in PRIVATE)


def unreachable(policy: ZonePolicy) -> list[tuple[Reach, str]]:
    """Allowed entries that their zone must never reach, each with why: private, public, reserved.

    Whoever may name a private address in the Internet zone, or a public one in the work zone, has
    joined the two networks that the zones keep apart.
    """
    found = []
    for reach in policy.allowed:
        if any(reach.network.overlaps(network) for network in RESERVED):
            found.append((reach, "reserved"))
        elif policy.zone is Zone.INTERNET and any(map(reach.network.overlaps, PRIVATE)):
            found.append((reach, "private"))
        elif policy.zone is Zone.WORK and not any(map(reach.network.subnet_of, PRIVATE)):
            found.append((reach, "public"))
    return found
