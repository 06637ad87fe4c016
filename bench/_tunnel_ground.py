"""What `bench/tunnel.py` measures on: a country of namespaces, hostd's tunnel as a process of its
own, a device at home, and the peer's two ends in the same places.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from daas_broker.desktops.zones import Protocol, Reach, default_policy
from kernel.clock import utc_now
from kernel.settings import ROOT, Zone
from tests.support.country import AGENCY, Country, Namespace, country, place
from tests.support.tunnel import HOMES, Device, Key
from vpn.networks.rules import plan_of
from vpn.tunnel.adapters.hostd import HostdTunnel
from vpn.tunnel.ports import TunnelFailed

IPERF_PORT = 5201
ECHO_PORT = 443
OPENVPN_PORT = 1194
# Sends a number each millisecond, and keeps when each answer came: CLOCK_MONOTONIC is everybody's.
PROBE = """
import select, socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 0)); s.connect((sys.argv[2], int(sys.argv[3]))); s.setblocking(False)
last, gap, due = time.monotonic(), 0.0, time.monotonic()
while True:
    ready, _, _ = select.select([s, sys.stdin], [], [], max(0, due - time.monotonic()))
    now = time.monotonic()
    if s in ready:
        try:
            while s.recv(8):
                gap, last = max(gap, now - last), now
        except OSError: pass
    if sys.stdin in ready:
        if not sys.stdin.readline(): break
        print(last, gap, flush=True)
        gap = 0.0
    if now >= due:
        due = max(due + 0.001, now - 0.01)
        try: s.send(b"x")
        except OSError: pass
"""


@dataclass
class Probe:
    """A flow of small packets through the tunnel and back."""

    process: subprocess.Popen[bytes]

    def told(self) -> tuple[float, float]:
        """When the last answer came, and the longest gap since this was asked before, seconds."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        last, gap = self.process.stdout.readline().split()
        return float(last), float(gap)


@dataclass
class Hostd:
    """hostd's tunnel alone, in the country's host, killed and started as an accident would."""

    memory: Path
    instance: str
    land: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def tunnel(self) -> HostdTunnel:
        return HostdTunnel(self.memory / "tunnel.sock")

    def start(self, *bomb: str) -> None:
        words = [str(self.memory), self.instance, self.land, *bomb]
        environment = {"PATH": os.defpath + ":/usr/sbin:/sbin"}
        with (self.memory / "hostd.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bench._tunnel_hostd", *words],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def wait(self, seconds: float = 30.0) -> bool:
        """False when it died before it answered."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and self.process and self.process.poll() is None:
            with suppress(TunnelFailed):
                self.tunnel.see()
                return True
            time.sleep(0.02)
        return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass
class Ground:
    land: Country
    hostd: Hostd
    home: Namespace
    device: Device
    memory: Path

    @contextmanager
    def probing(self) -> Iterator[Probe]:
        command = [
            "ip", "netns", "exec", self.home.name, sys.executable, "-I", "-S", "-c", PROBE,
            str(self.device.address), AGENCY, str(ECHO_PORT),
        ]  # fmt: skip
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            yield Probe(process)
        finally:
            process.kill()
            process.communicate()


@contextmanager
def ground(memory: Path, instance: str, port: int) -> Iterator[Ground]:
    """A tunnel that is open and empty, and one device that calls it. As root."""
    with ExitStack() as undo:
        land = undo.enter_context(country(memory))
        target = IPv4Network(f"{AGENCY}/32")
        allowed = (
            Reach(target, Protocol.TCP, IPERF_PORT, IPERF_PORT),
            Reach(target, Protocol.UDP, ECHO_PORT, ECHO_PORT),
        )
        rules = replace(
            default_policy(Zone.WORK), allowed=allowed, resolvers=(IPv4Address(AGENCY),)
        )
        land.egress.apply(rules)
        hostd = Hostd(memory, instance, land.networks.instance)
        hostd.start()
        undo.callback(_end, hostd)
        if not hostd.wait():
            raise RuntimeError((memory / "hostd.log").read_text()[-2000:])
        hostd.tunnel.open(port, 1)
        home = Namespace(f"t{land.networks.instance}0")
        place(undo, home, HOMES[0], [])
        device = Device(home, HOMES[0], plan_of(instance).network[2], Key())
        undo.callback(device.stop)
        device.start(hostd.tunnel.see().public_key)
        yield Ground(land, hostd, home, device, memory)


def _end(hostd: Hostd) -> None:
    """Whatever the last kill left of it."""
    hostd.kill()
    hostd.start("dismantle")
    assert hostd.process is not None
    hostd.process.wait(30)


@dataclass(frozen=True)
class Flow:
    """One direction of TCP: Mbit/s and, of both ends' programs, processor seconds a gigabyte."""

    mbits: float
    cpu_per_gb: float


def flow(ground: Ground, source: str, daemons: list[int], *options: str) -> Flow:
    """A single stream between the home and the agency, through whatever holds `source`."""
    server = subprocess.Popen(
        ["ip", "netns", "exec", ground.land.agency.name, "iperf3", "-s", "-1", "-p",
         str(IPERF_PORT)], stdout=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(0.5)
    try:
        before = sum(map(processor_seconds, daemons))
        said = ground.home.run(
            "iperf3", "-J", "-c", AGENCY, "-p", str(IPERF_PORT), "-B", source, *options
        )
        used = sum(map(processor_seconds, daemons)) - before
    finally:
        server.kill()
        server.wait()
    received: dict[str, Any] = json.loads(said)["end"]["sum_received"]
    return Flow(received["bits_per_second"] / 1e6, used / (received["bytes"] / 1e9))


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def daemons(name: str) -> list[int]:
    """Processes whose command line has `name` as a word of its own."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if name.encode() in words and b"setpriv" not in words[0]:
                    found.append(int(entry.name))
    return found


@contextmanager
def openvpn(ground: Ground) -> Iterator[tuple[str, list[int]]]:
    """OpenVPN between the same two places: the client's address and both processes.

    AES-256-GCM and buffers as large as they are read to be good; no kernel offload, as for us.
    """
    server, client = _identity(ground.memory / "server"), _identity(ground.memory / "client")
    common = [
        "--dev-type", "tun", "--proto", "udp", "--data-ciphers", "AES-256-GCM", "--fast-io",
        "--sndbuf", "4194304", "--rcvbuf", "4194304", "--txqueuelen", "2000", "--verb", "1",
    ]  # fmt: skip
    gate = f"{HOMES[0]}.1"
    with ExitStack() as undo:
        running = [
            _run(undo, ground.memory / "server.log", [], [
                *common, "--dev", "ovs0", "--local", gate, "--port", str(OPENVPN_PORT),
                "--server", "10.8.0.0", "255.255.255.0", "--topology", "subnet", "--dh", "none",
                *_credentials(server, client),
            ]),
            _run(undo, ground.memory / "client.log", ["ip", "netns", "exec", ground.home.name], [
                *common, "--dev", "ovc0", "--client", "--remote", gate, str(OPENVPN_PORT),
                "--nobind", *_credentials(client, server),
            ]),
        ]  # fmt: skip
        address = _address(ground.home)
        ground.home.run("ip", "route", "replace", f"{AGENCY}/32", "dev", "ovc0", "table", "77")
        ground.home.run("ip", "rule", "add", "from", address, "table", "77")
        yield address, running
        ground.home.run("ip", "rule", "delete", "from", address, "table", "77")


def _run(undo: ExitStack, log: Path, where: list[str], words: list[str]) -> int:
    with log.open("wb") as output:
        process = subprocess.Popen([*where, "openvpn", *words], stdout=output, stderr=output)
    undo.callback(process.wait)
    undo.callback(process.kill)
    return process.pid


def _address(home: Namespace) -> str:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with suppress(Exception):
            [entry] = json.loads(home.run("ip", "-json", "-4", "address", "show", "dev", "ovc0"))
            return str(entry["addr_info"][0]["local"])
        time.sleep(0.1)
    raise TimeoutError("openvpn did not come up")


@dataclass(frozen=True)
class Identity:
    certificate: Path
    key: Path
    fingerprint: str


def _credentials(own: Identity, other: Identity) -> list[str]:
    pinned = ["--peer-fingerprint", other.fingerprint]
    return ["--cert", str(own.certificate), "--key", str(own.key), *pinned]


def _identity(base: Path) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, base.name)])
    now = utc_now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(year=now.year - 1))
        .not_valid_after(now.replace(year=now.year + 1, day=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    base.with_suffix(".crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    base.with_suffix(".key").touch(mode=0o600)
    base.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    printed = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return Identity(base.with_suffix(".crt"), base.with_suffix(".key"), printed)
