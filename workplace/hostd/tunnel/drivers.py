"""What holds the tunnel: the kernel's module where there is one, else wireguard-go.

wireguard-go is told by its socket, in a tenth of a millisecond; the module by `wg`, in ten.
The daemon runs as nobody, with the right to configure networks and no other.
"""

import base64
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vpn.tunnel.model import Peer, SeenPeer
from workplace.hostd.host_network import NetworkFailed, is_there, run
from workplace.hostd.tunnel import tun, uapi
from workplace.hostd.tunnel.faults import DaemonFailed, listening

SOCKETS = Path("/run/wireguard")  # wireguard-go knows no other place
NOBODY = 65_533  # a number of no account: its files are nobody else's
DAEMON = "/usr/bin/wireguard-go"
HANDED = "WG_TUN_FD"  # wireguard-go, main.go: the interface is open already
STARTS_WITHIN = 10.0  # seconds
ANSWERS_WITHIN = 10.0
ENDS_WITHIN = 5.0
ENDS = b"\n\n"
RIGHT = "-all,+net_admin"


class Driver(Protocol):
    """Of one interface. Each raises NetworkFailed."""

    name: str

    def start(self) -> None: ...
    def is_alive(self) -> bool: ...
    def configure(self, key_file: Path, port: int) -> None: ...
    def change(self, put: Sequence[Peer], remove: Sequence[str]) -> None: ...
    def peers(self) -> list[SeenPeer]: ...
    def end(self) -> None:
        """Once its interface is gone."""


@dataclass
class Daemon:
    """wireguard-go; it lives on when hostd ends, and ends when its interface does."""

    device: str
    log: Path
    name: str = "wireguard-go"
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not os.access(DAEMON, os.X_OK):
            raise DaemonFailed(f"{DAEMON} is not there")
        SOCKETS.mkdir(mode=0o755, exist_ok=True)
        os.chown(SOCKETS, NOBODY, NOBODY)
        with self.log.open("ab") as log, tun.interface(self.device) as descriptor:
            self.running = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, pass_fds=[descriptor], env={HANDED: str(descriptor)},
            )  # fmt: skip
        ends = time.monotonic() + STARTS_WITHIN
        while not self.is_alive():
            if self.running.poll() is not None or time.monotonic() > ends:
                raise DaemonFailed(f"{DAEMON} did not start: see {self.log}")
            time.sleep(0.02)

    def is_alive(self) -> bool:
        if self.running is not None:
            self.running.poll()  # so that one that has ended does not stay as a zombie
        if not is_there(self.device):
            return False
        with suppress(NetworkFailed):
            self._tell(uapi.NOTHING)
            return True
        return False

    def configure(self, key_file: Path, port: int) -> None:
        with listening(port):
            self._tell(uapi.configure(key_file.read_bytes(), port))

    def change(self, put: Sequence[Peer], remove: Sequence[str]) -> None:
        self._tell(uapi.changes(put, remove))

    def peers(self) -> list[SeenPeer]:
        try:
            return uapi.peers(self._ask(uapi.SEE))
        except uapi.UapiMalformed as error:
            raise NetworkFailed(f"{self.name}: {error}") from error

    def end(self) -> None:
        if self.running is not None:
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(ENDS_WITHIN)

    def _tell(self, request: bytes) -> None:
        try:
            uapi.check(self._ask(request))
        except uapi.UapiMalformed as error:
            raise NetworkFailed(f"{self.name}: {error}") from error

    def _ask(self, request: bytes) -> bytes:
        answer = bytearray()
        try:
            with socket.socket(socket.AF_UNIX) as daemon:
                daemon.settimeout(ANSWERS_WITHIN)
                daemon.connect(str(SOCKETS / f"{self.device}.sock"))
                daemon.sendall(request)
                while not answer.endswith(ENDS):
                    if not (more := daemon.recv(1 << 16)):
                        break
                    answer += more
        except OSError as error:
            raise NetworkFailed(f"{self.name} does not answer: {error}") from error
        return bytes(answer)

    def _command(self) -> list[str]:
        identity = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        rights = [f"--inh-caps={RIGHT}", f"--ambient-caps={RIGHT}", f"--bounding-set={RIGHT}"]
        return [
            "/usr/bin/setpriv", *identity, *rights, "--no-new-privs",
            DAEMON, "--foreground", self.device,
        ]  # fmt: skip


@dataclass
class Module:
    """The kernel's own, and whatever else `wg` speaks to."""

    device: str
    name: str = "kernel"

    def start(self) -> None:
        run("ip", "link", "add", self.device, "type", "wireguard")

    def is_alive(self) -> bool:
        return is_there(self.device)

    def configure(self, key_file: Path, port: int) -> None:
        encoded = base64.b64encode(key_file.read_bytes()).decode()
        with listening(port):
            run(
                "wg", "set", self.device, "listen-port", str(port), "private-key", "/dev/stdin",
                given=encoded,
            )  # fmt: skip

    def change(self, put: Sequence[Peer], remove: Sequence[str]) -> None:
        words = [word for key in remove for word in ("peer", key, "remove")]
        if words:
            run("wg", "set", self.device, *words)
        if put:  # on its standard input: everybody reads arguments [VP13]
            run("wg", "addconf", self.device, "/dev/stdin", given="".join(map(_section, put)))

    def end(self) -> None:
        """The kernel has ended it."""

    def peers(self) -> list[SeenPeer]:
        """The first line is the interface with its private key: it is not looked at."""
        lines = run("wg", "show", self.device, "dump").splitlines()[1:]
        return [_dumped(line.split("\t")) for line in lines]


def _section(peer: Peer) -> str:
    """`addconf` puts these networks in the place of those before: wg(8)."""
    networks = f"AllowedIPs = {peer.address}/32\n" if peer.address else ""
    preshared = peer.preshared or uapi.NO_KEY
    return f"[Peer]\nPublicKey = {peer.key}\nPresharedKey = {preshared}\n{networks}"


def _dumped(fields: Sequence[str]) -> SeenPeer:
    """Public key, preshared key, endpoint, allowed ips, handshake, rx, tx, keepalive: wg(8)."""
    key, preshared, endpoint, networks, handshake, received, sent, _ = fields
    return SeenPeer(
        key=key,
        address=uapi.only_address([] if networks == "(none)" else networks.split(",")),
        endpoint=None if endpoint == "(none)" else endpoint,
        handshake_at=uapi.moment(handshake),
        received_bytes=int(received),
        sent_bytes=int(sent),
        fingerprint=uapi.print_of(uapi.NO_KEY if preshared == "(none)" else preshared),
    )


def choose(device: str, log: Path) -> Driver:
    """By trying, not by a version: a module may be there and not load."""
    probe = f"{device}p"
    try:
        run("ip", "link", "add", probe, "type", "wireguard")
    except NetworkFailed:
        return Daemon(device, log)
    run("ip", "link", "delete", probe)
    return Module(device)
