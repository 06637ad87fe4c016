"""A laptop at home: a network namespace of its own, the real wireguard-go, and a browser in it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from kernel.ids import fresh_id
from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.country import Namespace, place
from workplace.hostd.host_network import run

# One of 15,000 refused by a router (ICMP) is told by Linux that it is connected: it has no peer.
CALL = """
import socket, sys
from concurrent.futures import ThreadPoolExecutor
def call(word):
    host, port = word.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), 1) as s: s.getpeername(); return word
    except OSError: return ""
with ThreadPoolExecutor(len(sys.argv)) as calls:
    print(*calls.map(call, sys.argv[1:]), sep="\\n")
"""
# One connection that stays: so many seconds in, and whether it carries anything within them out.
HELD = """
import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 60)
for line in sys.stdin:
    s.settimeout(float(line))
    try:
        s.send(b"x"); print("yes" if s.recv(10) else "no", flush=True)
    except OSError: print("no", flush=True)
"""
# A packet each millisecond until none was answered for two seconds; then when the last one was.
PULSE = """
import select, socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect((sys.argv[1], int(sys.argv[2])))
began, last = time.monotonic(), 0.0
while time.monotonic() - (last or began + 8) < 2 and time.monotonic() - began < 60:
    try:
        s.send(b"x")
        if select.select([s], [], [], 0.001)[0]:
            s.recv(10)
            if not last: print("up", flush=True)
            last = time.monotonic()
            time.sleep(0.001)
    except OSError: time.sleep(0.001)
print(last)
"""


@dataclass
class Laptop:
    """`folder` is where its keys lie; `link` its own network without the last number."""

    place: Namespace
    link: str
    folder: Path
    device: str

    @property
    def inside(self) -> list[str]:
        return ["ip", "netns", "exec", self.place.name]

    def facts(self) -> dict[str, str]:
        lines = (self.folder / "onmaru.conf").read_text().splitlines()
        return dict(line.split(" = ", 1) for line in lines if " = " in line)

    def bring_up(self) -> None:
        """What wg-quick would do, without touching this machine's name servers."""
        facts = self.facts()
        self.place.run("wireguard-go", self.device)
        endpoint = f"{self.link}.1:{facts['Endpoint'].rpartition(':')[2]}"
        self.place.run(
            "wg", "set", self.device, "private-key", str(self.folder / "onmaru.key"),
            "peer", facts["PublicKey"], "preshared-key", str(self.folder / "onmaru.psk"),
            "endpoint", endpoint,
            "persistent-keepalive", "1", "allowed-ips", facts["AllowedIPs"],
        )  # fmt: skip
        self.place.run("ip", "address", "add", facts["Address"], "dev", self.device)
        self.place.run("ip", "link", "set", self.device, "mtu", facts["MTU"], "up")
        for network in facts["AllowedIPs"].split(", "):
            self.place.run("ip", "route", "replace", network, "dev", self.device)

    def moves(self, address: str) -> None:
        """Calls from `address` from now on, of a network anywhere."""
        run("ip", "route", "replace", f"{address}/32", "via", f"{self.link}.2")
        self.place.run("ip", "address", "replace", f"{address}/32", "dev", "out")
        self.place.run("ip", "route", "replace", f"{self.link}.1", "dev", "out", "src", address)

    def public_key(self) -> str:
        return self.place.run("wg", "show", self.device, "public-key").strip()

    def renews(self, script: str, portal: str) -> None:
        """What its timer does each day, as if it were time. Its `localhost` is the portal, as it is
        for its browser."""
        (self.folder / ".curlrc").write_text(f'connect-to = "localhost::{portal}:"\n')
        file = self.folder / "renew.sh"
        file.write_text(script)
        self.place.run(
            "env", "ONMARU_NOW=1", f"CURL_HOME={self.folder}", f"ONMARU_WIREGUARD={self.folder}",
            f"ONMARU_INTERFACE={self.device}", "sh", str(file),
        )  # fmt: skip

    def says_how_it_is(self, origin: str, portal: str) -> dict[str, str]:
        """As deploy/gvpn/watch.sh has its computer say it, by what was installed here."""
        said = self.place.run("sh", str(self.folder / "onmaru-posture"))
        self.place.run(
            "curl", "-fsS", "--connect-to", f"::{portal}:", "-H", "Content-Type: application/json",
            "--data-binary", said, f"{origin}/api/gvpn/posture",
        )  # fmt: skip
        found: dict[str, str] = json.loads(said)
        return found

    def seconds_left(self, origin: str, portal: str) -> int:
        """As deploy/gvpn/watch.sh asks it."""
        path = f"{origin}/api/gvpn/left"
        told = self.place.run("curl", "-fsS", "--connect-to", f"::{portal}:", path)
        return int(told.splitlines()[0].removeprefix("left="))

    def reaches(self, *targets: str) -> set[str]:
        """Those of `host:port` that take a connection."""
        return set(self.place.run(sys.executable, "-I", "-S", "-c", CALL, *targets).split())

    def runs(self, script: str, *words: str) -> "subprocess.Popen[str]":
        """Beside the test, which talks to it by lines."""
        return subprocess.Popen(
            [*self.inside, sys.executable, "-I", "-S", "-c", script, *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    @contextmanager
    def browser(self, beside: Browser, portal: str) -> Iterator[Browser]:
        """Chromium at the laptop. Its `localhost` is the portal inside the tunnel: what a passkey
        belongs to is a name, and this one needs no certificate."""
        program = self.folder / "chromium"
        program.write_text(f'#!/bin/sh\nexec {" ".join(self.inside)} {CHROMIUM} "$@"\n')
        program.chmod(0o755)
        arguments = [*ARGUMENTS, f"--host-resolver-rules=MAP localhost {portal}"]
        found = beside.browser_type.launch(executable_path=program, args=arguments)
        yield found
        found.close()


def forget_old_homes() -> None:
    """Of stories that were killed: an hour old, and nobody is in."""
    for file in Path("/run/netns").glob("h??????[hs]"):
        is_old = time.time() - file.stat().st_mtime > 3600
        if is_old and not run("ip", "netns", "pids", file.name).strip():
            run("ip", "netns", "delete", file.name)


@contextmanager
def laptop_at_home(folder: Path, work: str, internet: str, net: int) -> Iterator[Laptop]:
    """And somewhere else servers at the addresses `work` and `internet`, which answer all of this
    machine. `net` tells apart what runs here at the same time. RFC 2544: routed nowhere."""
    forget_old_homes()
    name = fresh_id()[-6:]
    home, servers = Namespace(f"h{name}h"), Namespace(f"h{name}s")
    laptop = Laptop(home, f"198.18.{net}", folder, f"e{name}")
    with ExitStack() as undo:
        place(undo, home, laptop.link, [])
        place(undo, servers, f"198.19.{net}", [work, internet])
        for address in (work, internet):
            run("ip", "route", "add", address, "via", f"198.19.{net}.2")
        yield laptop
        with suppress(Exception):
            home.run("ip", "link", "delete", laptop.device)


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def carries(held: "subprocess.Popen[str]", seconds: float = 30) -> bool:
    """Whether the connection of HELD still carries what is said."""
    assert held.stdin is not None
    assert held.stdout is not None
    held.stdin.write(f"{seconds}\n")
    held.stdin.flush()
    return held.stdout.readline() == "yes\n"


def soon(is_so: Callable[[], bool], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not come to be in time"
        time.sleep(0.1)


def start_enrolling(script: str, code: str, laptop: Laptop) -> "subprocess.Popen[str]":
    """In the office, where the page is; the keys are carried home in the laptop's own folder."""
    file = laptop.folder / "enrol.sh"
    file.write_text(script)
    here = ["env", f"ONMARU_WIREGUARD={laptop.folder}", "ONMARU_POLL=1", "ONMARU_EVERYTHING=1"]
    started = subprocess.Popen(
        [*here, "setsid", "sh", str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert started.stdin is not None
    started.stdin.write(f"{code}\n")
    started.stdin.flush()
    return started
