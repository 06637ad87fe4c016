"""What a gateway's host holds and is told: peers, and ways through that end by themselves."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address
from typing import Annotated

from pydantic import Field

from kernel.settings import Zone

# 32 bytes in base64, as WireGuard writes them.
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
LONGEST_GRANT = 600  # seconds: a control plane that is dead for longer has closed every way
Seconds = Annotated[int, Field(ge=1, le=LONGEST_GRANT)]
Port = Annotated[int, Field(ge=1024, le=65_535)]


@dataclass(frozen=True)
class Peer:
    """Without an address it may be heard, and not a packet of its passes [VP12]. `preshared` is the
    one thing here that is secret [VP13]."""

    key: Key
    address: IPv4Address | None
    preshared: Key | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Grant:
    """What the device at `address` may reach: all that its zone's rules let it, for `seconds`."""

    address: IPv4Address
    zone: Zone
    seconds: Seconds


@dataclass(frozen=True)
class SeenPeer:
    """`address` is None where it is not one of ours alone; bytes are since the interface is up.
    `fingerprint` tells which preshared key it has, and not what that is; None where it has none."""

    key: str
    address: IPv4Address | None
    endpoint: str | None = None
    handshake_at: datetime | None = None
    received_bytes: int = 0
    sent_bytes: int = 0
    fingerprint: str | None = None


class Hindrance(StrEnum):
    """Why a host has no tunnel although it was told to."""

    TUN = "tun"  # it gives no interface: /dev/net/tun
    DAEMON = "daemon"  # wireguard-go is not there or does not start
    PORT = "port"  # somebody else listens at it
    NETWORK = "network"  # the tunnel's addresses are also those of another network
    OTHER = "other"


@dataclass(frozen=True)
class Fault:
    """`said` is what failed in the host's own words, for who mends it."""

    why: Hindrance
    said: str


@dataclass(frozen=True)
class SeenTunnel:
    """`port` is None while there is no interface; `fault` is then why, if one was wanted. Counts
    are packets since the rules were made. `moved` are bytes, both ways, that went through a way
    since it was opened or renewed."""

    public_key: str
    driver: str  # kernel or wireguard-go
    port: int | None
    peers: list[SeenPeer]
    grants: list[Grant]
    refused: int = 0
    spoofed: int = 0
    repairs: int = 0
    fault: Fault | None = None
    moved: dict[IPv4Address, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """`grants` last as long as their session does, in seconds; a host is given less at a time."""

    port: int | None
    peers: dict[str, IPv4Address | None]
    grants: dict[IPv4Address, tuple[Zone, int]]
    preshared: dict[str, str] = field(default_factory=dict, repr=False)  # of those that have one


@dataclass(frozen=True)
class HeldBack:
    """Peers that the database would have removed and the keeper has not [VW8]: why each would go,
    counted (`unknown`, `left`, `expired`), and of how many in all. `allowed` is up to how many an
    administrator has said they may go, until `allowed_until`."""

    count: int
    peers: int
    since: datetime
    why: dict[str, int]
    allowed: int = 0
    allowed_until: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """In the order of its fields: what is taken away goes first [VW2]."""

    close: list[IPv4Address]
    remove: list[str]
    put: list[Peer]
    grant: list[Grant]

    @property
    def is_empty(self) -> bool:
        return not (self.close or self.remove or self.put or self.grant)
