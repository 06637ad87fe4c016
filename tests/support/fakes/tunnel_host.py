"""A gateway's host in memory: as obedient as the real one, or away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address

from kernel.settings import Zone
from vpn.tunnel import rules
from vpn.tunnel.model import Fault, Grant, Peer, SeenPeer, SeenTunnel
from vpn.tunnel.ports import TunnelFailed, TunnelStale

KEY = "A" * 43 + "="


@dataclass
class FakeTunnelHost:
    """`calls` are the verbs that changed something; `is_away` lets every call fail."""

    now: Callable[[], datetime]
    port: int | None = None
    known: int = 0
    is_away: bool = False
    fault: Fault | None = None  # it does not open
    peers: dict[str, IPv4Address | None] = field(default_factory=dict)
    preshared: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)  # keys that nobody has called with
    heard: dict[str, datetime] = field(default_factory=dict)  # those that have not called since
    endpoints: dict[str, str] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    ways: dict[IPv4Address, tuple[Zone, datetime]] = field(default_factory=dict)
    moved: dict[IPv4Address, int] = field(default_factory=dict)  # since the way was renewed
    calls: list[str] = field(default_factory=list)

    def see(self) -> SeenTunnel:
        self._hear(self.known)
        self.ways = {a: way for a, way in self.ways.items() if way[1] > self.now()}
        peers = [
            SeenPeer(
                k, a, self.endpoints.get(k),
                None if k in self.silent else self.heard.get(k, self.now()),
                self.received.get(k, 0), fingerprint=rules.print_of(self.preshared.get(k)),
            )
            for k, a in self.peers.items()
        ]  # fmt: skip
        grants = [
            Grant(a, zone, int((ends - self.now()).total_seconds()))
            for a, (zone, ends) in self.ways.items()
        ]
        return SeenTunnel(
            KEY, "fake", self.port, peers, grants, fault=self.fault, moved=dict(self.moved)
        )

    def open(self, port: int, revision: int) -> None:
        self._hear(revision, "open")
        if self.fault is not None:
            raise TunnelFailed(self.fault.said)
        self.port = port

    def close(self, revision: int) -> None:
        self._hear(revision, "close")
        self.port, self.fault, self.peers, self.ways = None, None, {}, {}

    def set_peers(self, put: Sequence[Peer], remove: Sequence[str], revision: int) -> None:
        self._hear(revision, "set_peers")
        self._refuse_closed()
        for key in remove:
            self.peers.pop(key, None)
        self.peers |= {peer.key: peer.address for peer in put}
        self.preshared |= {peer.key: peer.preshared for peer in put if peer.preshared}

    def set_grants(self, put: Sequence[Grant], close: Sequence[IPv4Address], revision: int) -> None:
        self._hear(revision, "set_grants")
        self._refuse_closed()
        for address in close:
            self.ways.pop(address, None)
        for one in put:
            self.ways[one.address] = (one.zone, self.now() + timedelta(seconds=one.seconds))
            self.moved[one.address] = 0

    def _refuse_closed(self) -> None:
        if self.port is None:
            raise TunnelFailed("the tunnel is not open")

    def _hear(self, revision: int, verb: str = "") -> None:
        if self.is_away:
            raise TunnelFailed("away")
        if revision < self.known:
            raise TunnelStale(f"{revision} was followed by {self.known}")
        self.known = revision
        self.calls += [verb] if verb else []
