"""A host, an Internet, an agency and desktops, each a network namespace of this machine.

The host is the namespace that the test itself is in meanwhile: rules and bridges are made by the
same code as ever and touch nothing of the machine that the test runs on.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from kernel.ids import fresh_id
from kernel.settings import Zone
from workplace.hostd.egress import Egress
from workplace.hostd.host_network import run
from workplace.hostd.network import Networks
from workplace.hostd.proxies import SERVICE, Proxies

CLONE_NEWNET = 0x40000000  # linux/sched.h
INTERNET, RESOLVER, RIVAL = "203.0.113.9", "203.0.113.53", "203.0.113.54"
AGENCY, ARCHIVE = "10.77.0.10", "10.77.9.9"
PAGES = {Zone.WORK: 9000, Zone.INTERNET: 9001, Zone.GUEST: 9002}
PORTS = ("53", "80", "443", "8443")
SERVE = """
import select, socket, sys
IP_PKTINFO = 8  # linux/in.h
kinds = {}
for word in sys.argv[1:]:
    kind, port = word.split(":")
    stream = kind.startswith("tcp")
    s = socket.socket(socket.AF_INET6 if kind.endswith("6") else socket.AF_INET,
                      socket.SOCK_STREAM if stream else socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("", int(port)))
    if stream: s.listen(64)
    elif not kind.endswith("6"): s.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    kinds[s] = "listen" if stream else "udp"
print("up", flush=True)
while True:
    for s in select.select(list(kinds), [], [])[0]:
        try:
            if kinds[s] == "udp":
                data, asked, _, peer = s.recvmsg(100, 100)
                s.sendmsg([data], asked, 0, peer)  # from the address that was asked
            elif kinds[s] == "listen":
                kinds[s.accept()[0]] = "talk"
            else:
                data = s.recv(100)
                if data: s.send(data)
                else: del kinds[s]; s.close()
        except OSError:
            kinds.pop(s, None)
"""
CALL = """
import socket, sys
from concurrent.futures import ThreadPoolExecutor
def call(target):
    kind, source, host, port = target.split(",")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as s:
        s.settimeout(0.8)
        try:
            if source: s.bind((source, 0))
            s.connect((host, int(port))); s.send(b"x")
            return s.recv(10) == b"x"
        except OSError:
            return False
targets = sys.argv[1:]
with ThreadPoolExecutor(len(targets)) as calls:
    print(*(t for t, there in zip(targets, calls.map(call, targets)) if there))
"""


@dataclass
class Namespace:
    name: str

    def run(self, *command: str) -> str:
        return run("ip", "netns", "exec", self.name, *command)

    def begin(self, *command: str) -> "subprocess.Popen[bytes]":
        """What it says is to be read from; whoever began it ends it."""
        return subprocess.Popen(
            ["ip", "netns", "exec", self.name, *command], stdout=subprocess.PIPE
        )

    def reaches(self, *targets: str, source: str = "") -> set[str]:
        """Those of `tcp:host:port` that answer."""
        asked = {",".join((t[:3], source, *t[4:].rsplit(":", 1))): t for t in targets}
        answered = self.run(sys.executable, "-I", "-S", "-c", CALL, *asked).split()
        return {asked[one] for one in answered}


@dataclass
class Country:
    networks: Networks
    egress: Egress
    internet: Namespace
    agency: Namespace
    desktops: list[str] = field(default_factory=list)

    def desktop(self, zone: Zone) -> tuple[Namespace, IPv4Address]:
        """A desktop's namespace as hostd makes it, without the desktop."""
        network, name = self.networks.of(zone), fresh_id()[-8:]
        address = network.addresses[10 + len(self.desktops)]
        self.desktops.append(name)
        self.networks.attach(name, zone, address)
        self.egress.ports_changed()
        return Namespace(self.networks.namespace(name)), address


@contextmanager
def country(memory: Path) -> Iterator[Country]:
    """As root. The calling thread is in the host's namespace until the end."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    instance = fresh_id()[-8:]
    networks = Networks(instance, PAGES)
    proxies = Path(mkdtemp(prefix=instance))  # pytest's own folder is closed to the service user
    proxies.chmod(0o755)
    made = Country(
        networks,
        Egress(networks, memory / "egress.json", PAGES, Proxies(proxies, memory, SERVICE)),
        Namespace(f"t{instance}i"),
        Namespace(f"t{instance}a"),
    )
    with ExitStack() as undo:
        undo.callback(rmtree, proxies)
        undo.callback(os.close, home)
        undo.callback(libc.setns, home, CLONE_NEWNET)
        run("ip", "link", "set", "lo", "up")
        place(undo, made.internet, "192.0.2", [INTERNET, RESOLVER, RIVAL])
        place(undo, made.agency, "10.70.0", [AGENCY, ARCHIVE])
        run("ip", "route", "add", "default", "via", "192.0.2.2")
        run("ip", "route", "add", "10.77.0.0/16", "via", "10.70.0.2")
        made.egress.establish()
        undo.callback(made.egress.dismantle)
        yield made
        for name in made.desktops:
            networks.detach(name)


def place(undo: ExitStack, there: Namespace, link: str, addresses: list[str]) -> None:
    """A namespace beyond a link of its own, with servers at `addresses`."""
    near, far = f"v{there.name[:8]}{there.name[-1]}", "out"
    run("ip", "netns", "add", there.name)
    undo.callback(run, "ip", "netns", "delete", there.name)
    run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", there.name)
    run("ip", "address", "add", f"{link}.1/30", "dev", near)
    run("ip", "link", "set", near, "up")
    for address in (f"{link}.2/30", *(f"{one}/32" for one in addresses)):
        run("ip", "-netns", there.name, "address", "add", address, "dev", far)
    for device in (far, "lo"):
        run("ip", "-netns", there.name, "link", "set", device, "up")
    run("ip", "-netns", there.name, "route", "add", "default", "via", f"{link}.1")
    listeners = [*(f"tcp:{port}" for port in PORTS), "udp:53", "udp:443"]
    undo.enter_context(serving(listeners, ["ip", "netns", "exec", there.name]))


@contextmanager
def serving(listeners: list[str], where: list[str] | None = None) -> Iterator[None]:
    """Something that answers at `tcp:80`, `udp:53`, `tcp6:80` …, in this namespace or `where`."""
    command = [*(where or []), sys.executable, "-I", "-S", "-c", SERVE, *listeners]
    server = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert server.stdout is not None
    assert server.stdout.readline() == b"up\n"
    try:
        yield
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
