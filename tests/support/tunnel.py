"""A tunnel of the country's host, and devices in homes of their own that come in through it."""

import base64
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kernel.ids import fresh_id
from tests.support.country import Country, Namespace, place
from vpn.networks.rules import plan_of
from vpn.tunnel.model import Peer
from workplace.hostd.command import Command
from workplace.hostd.tunnel.drivers import SOCKETS
from workplace.hostd.tunnel.host import Tunnel

PORT = 51_820
HOMES = ("198.51.100", "198.51.101")
EVERYTHING = "0.0.0.0/0,::/0"


@dataclass
class Key:
    private: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)

    @property
    def secret(self) -> str:
        return base64.b64encode(self.private.private_bytes_raw()).decode()

    @property
    def public(self) -> str:
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode()


@dataclass
class Device:
    """A computer at home with the official program; `address` is its own inside the tunnel."""

    home: Namespace
    link: str  # the home's network, without its last number
    address: IPv4Address
    key: Key
    device: str = field(default_factory=lambda: f"c{fresh_id()[-10:]}")

    @property
    def peer(self) -> Peer:
        return Peer(self.key.public, self.address)

    def start(self, gateway_key: str) -> None:
        self.home.run("wireguard-go", self.device)
        self.home.run(
            "sh", "-c",
            f"printf %s '{self.key.secret}' | wg set {self.device} private-key /dev/stdin",
        )  # fmt: skip
        self.home.run("ip", "address", "add", f"{self.address}/32", "dev", self.device)
        self.home.run("ip", "link", "set", self.device, "mtu", "1420", "up")
        for network in ("10.0.0.0/8", "203.0.113.0/24"):
            self.home.run("ip", "route", "add", network, "dev", self.device)
        self.dial(gateway_key)

    def dial(self, gateway_key: str, preshared: str = "") -> None:
        """At once, as somebody who switches it off and on: whoever was not answered asks again
        after five seconds only (REKEY_TIMEOUT, WireGuard's paper §6.1)."""
        peer = f"wg set {self.device} peer {gateway_key}"
        secret = " preshared-key /dev/stdin" if preshared else ""
        self.home.run(
            "sh", "-c",
            f"{peer} remove; printf %s '{preshared}' | {peer}{secret}"
            f" endpoint {self.link}.1:{PORT} persistent-keepalive 1 allowed-ips {EVERYTHING}",
        )  # fmt: skip

    def reaches(self, *targets: str, source: str = "") -> set[str]:
        return self.home.reaches(*targets, source=source or str(self.address))

    def stop(self) -> None:
        subprocess.run(
            ["ip", "-netns", self.home.name, "link", "delete", self.device],
            capture_output=True, check=False,
        )  # fmt: skip


@dataclass
class Ground:
    land: Country
    tunnel: Tunnel
    devices: list[Device]
    revision: int = 1

    @property
    def gateway(self) -> IPv4Address:
        return plan_of(self.tunnel.instance).gateway

    def let_in(self, *devices: Device) -> None:
        self.tunnel.set_peers([device.peer for device in devices], [], self.revision)
        gateway_key = self.tunnel.see().public_key
        for device in devices:
            device.dial(gateway_key)


@contextmanager
def tunnel_ground(land: Country, memory: Path) -> Iterator[Ground]:
    """A tunnel that is open, and two devices at two homes that are still nobody to it."""
    instance = land.networks.instance
    tunnel = Tunnel(instance, memory / "tunnel", land.egress, Command(memory / "epoch"))
    with ExitStack() as undo:
        tunnel.open(PORT, 1)
        undo.callback(tunnel.dismantle)
        plan, made = plan_of(instance), []
        for number, link in enumerate(HOMES):
            home = Namespace(f"t{instance}{number}")
            place(undo, home, link, [])
            device = Device(home, link, plan.network[2 + number], Key())
            undo.callback(device.stop)
            device.start(tunnel.see().public_key)
            made.append(device)
        yield Ground(land, tunnel, made)
    (SOCKETS / f"{tunnel.device}.sock").unlink(missing_ok=True)


def soon(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes to be; the machine may be busy."""
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
