"""The tunnel as hostd holds it: opened, changed by differences, and put back when it was changed.

It is *as it should be* if and only if its interface answers, the rules read as they did after our
own last change, and that change was made from the zones and addresses that the host has now.
"""

import base64
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from daas_broker.desktops.ports import HostFailure, Permanent, Retryable
from kernel.settings import Zone
from vpn.networks.model import Plan
from vpn.networks.rules import plan_of
from vpn.tunnel.model import Fault, Grant, Peer, SeenTunnel
from workplace.hostd.command import Command
from workplace.hostd.egress import Egress
from workplace.hostd.host_network import NetworkFailed, interfaces, links, run
from workplace.hostd.network import SYSCTL
from workplace.hostd.tunnel import ruleset, ways
from workplace.hostd.tunnel.drivers import Driver, choose
from workplace.hostd.tunnel.faults import NetworkTaken, fault_of, refuse_taken
from workplace.hostd.tunnel.ruleset import SETS, Surroundings

MTU = 1420
KEY_BYTES = 32


@dataclass
class Tunnel:
    """`memory` holds the gateway's private key, which nothing but this process reads, and the
    port at which the tunnel was last opened."""

    instance: str
    memory: Path
    egress: Egress
    command: Command
    choose: Callable[[str, Path], Driver] = choose
    driver: Driver | None = None
    text: str = ""
    listing: str = ""
    repairs: int = 0
    fault: Fault | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def device(self) -> str:
        return f"onm{self.instance}v"  # 12 of the 15 characters a name may have

    @property
    def table(self) -> str:
        return f"onmaru_{self.instance}_tunnel"

    def establish(self) -> None:
        """What was open before this process began is open, and its rules are first."""
        if (port := self._port()) is not None:
            with self.lock:
                self._raise(port)

    def see(self) -> SeenTunnel:
        """A tunnel whose daemon died is up again first: who looks fills it [VW6]. One that does
        not come up is seen as none, with what hinders it."""
        with self.lock:
            port = self._port()
            key = base64.b64encode(self._public_key()).decode()
            if port is not None and not self._driver().is_alive() and not self._comes_back():
                port = None
            driver = self._driver()
        # Ten thousand peers are read for a tenth of a second: nobody waits for that to be cut.
        grants, counts, moved = self._held()
        if port is None:
            return SeenTunnel(key, driver.name, None, [], grants, fault=self.fault)
        return SeenTunnel(
            key,
            driver.name,
            port,
            driver.peers(),
            grants,
            sum(count for name, count in counts.items() if name.endswith("refused")),
            counts.get("spoofed", 0),
            self.repairs,
            self.fault,
            moved,
        )

    def open(self, port: int, revision: int) -> None:
        with self.lock:
            self.command.obey(revision)
            with self._noting():
                self._refuse_overlap()
            self._raise(port)
            self._keep(port)

    def close(self, revision: int) -> None:
        with self.lock:
            self.command.obey(revision)
            self.dismantle()

    def set_peers(self, put: Sequence[Peer], remove: Sequence[str], revision: int) -> None:
        """Refuses an address outside the plan: it would take the traffic of somebody else."""
        asked = [peer.address for peer in put if peer.address is not None]
        strange = [address for address in asked if not self._plan.has(address)]
        if strange:
            raise Permanent(f"{strange[0]} is no address of this tunnel")
        with self.lock, self._commanded(revision, is_taking=not put):
            self._opened().change(put, remove)

    def set_grants(self, put: Sequence[Grant], close: Sequence[IPv4Address], revision: int) -> None:
        for address in (*close, *(grant.address for grant in put)):
            if not self._plan.has(address):
                raise Permanent(f"{address} is no address of this tunnel")
        if any(grant.zone not in SETS for grant in put):
            raise Permanent("there are ways to the work zone and to the Internet zone only")
        with self.lock, self._commanded(revision, is_taking=not put):
            self._opened()
            ways.change(self.table, put, close)

    def repair(self) -> bool:
        """True when the interface or the rules were not as they should be, and are again."""
        with self.lock:
            if (port := self._port()) is None:
                return False
            is_up = self.driver is not None and self.driver.is_alive()
            is_whole = is_up and self._listed() == self.listing
            if is_whole and self._text() == self.text:
                return False
            self._raise(port)
            self.repairs += not is_whole
            return True

    def dismantle(self) -> None:
        with self.lock:
            (self.memory / "port").unlink(missing_ok=True)
            self.take_down()

    def take_down(self) -> None:
        """What of it is in the kernel; where it was open, `establish` opens it again."""
        with self.lock:
            if self.device in links():
                run("ip", "link", "delete", self.device)
            if self.driver is not None:
                self.driver.end()
            self.driver = self.fault = None
            name = self.table
            run("nft", "--file", "-", given=f"add table inet {name}\ndelete table inet {name}\n")

    def _comes_back(self) -> bool:
        try:
            return self.repair()
        except (NetworkFailed, OSError):
            return False  # why is noted

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """What hinders the tunnel, until it is up or wanted no more."""
        try:
            yield
        except (NetworkFailed, HostFailure, OSError) as error:
            self.fault = fault_of(error)
            raise

    def _raise(self, port: int) -> None:
        with self._noting():
            self._bring_up(port)
        self.fault = None

    def _bring_up(self, port: int) -> None:
        """The rules, then the interface: at no moment is there a tunnel without them [VW1]."""
        key_file = self._key_file()
        self._write_rules()
        driver = self._driver()
        if not driver.is_alive():
            if self.device in links():
                run("ip", "link", "delete", self.device)
            refuse_taken(port)  # a daemon would listen nowhere and say nothing of it
            driver.start()
        driver.configure(key_file, port)
        prefix = self._plan.network.prefixlen
        run("ip", "address", "replace", f"{self._plan.gateway}/{prefix}", "dev", self.device)
        run("ip", "link", "set", self.device, "mtu", str(MTU), "up")
        # The edge may listen on the loopback alone: pages are handed on there.
        (SYSCTL / "conf" / self.device / "route_localnet").write_text("1")
        (SYSCTL / "ip_forward").write_text("1")
        self._write_rules()  # the host has one more address now

    def _write_rules(self) -> None:
        """What is open stays open, for as long as it still was."""
        text, (held, *_) = self._text(), self._held()
        run("nft", "--file", "-", given=text + ruleset.grants(self.table, held))
        self.text, self.listing = text, self._listed()

    def _text(self) -> str:
        grounds = {ground.network.zone: ground for ground in self.egress.grounds()}
        networks, addresses = self.egress.around()
        pages = [grounds[zone].pages for zone in (Zone.WORK, Zone.INTERNET)]
        around = Surroundings(grounds, networks, addresses, pages)
        return ruleset.table(self.table, self.device, self._plan, around)

    def _listed(self) -> str:
        try:
            return run("nft", "--stateless", "--terse", "list", "table", "inet", self.table)
        except NetworkFailed:
            return ""  # somebody removed it

    def _held(self) -> tuple[list[Grant], dict[str, int], dict[IPv4Address, int]]:
        """The ways, packets by counter, and bytes by way. None where there is no table: then there
        is no way through either."""
        try:
            listed = json.loads(run("nft", "--json", "list", "table", "inet", self.table))
        except NetworkFailed:
            return [], {}, {}
        found = listed["nftables"]
        counters = [entry["counter"] for entry in found if "counter" in entry]
        elements = {
            entry["set"]["name"]: [one["elem"] for one in entry["set"].get("elem", [])]
            for entry in found
            if "set" in entry
        }
        open_ways = [
            Grant(IPv4Address(one["val"]), zone, max(1, int(one.get("expires", 1))))
            for zone, name in SETS.items()
            for one in elements.get(name, [])
        ]
        moved = {
            IPv4Address(one["val"]): int(one.get("counter", {}).get("bytes", 0))
            for name in SETS.values()
            for one in elements.get(name, [])
        }
        return open_ways, {one["name"]: int(one["packets"]) for one in counters}, moved

    def _driver(self) -> Driver:
        if self.driver is None:
            self.driver = self.choose(self.device, self.memory / "wireguard-go.log")
        return self.driver

    def _opened(self) -> Driver:
        """Whether it is alive shows itself: what it is told then fails."""
        if self._port() is None or self.driver is None:
            raise Retryable("the tunnel is not open")
        return self.driver

    @contextmanager
    def _commanded(self, revision: int, *, is_taking: bool) -> Iterator[None]:
        """What only takes away is done before the revision is on the disk: nobody waits for that to
        be cut, and who is dead in between had taken away what the database had as well."""
        if is_taking:
            self.command.refuse_older(revision)
            yield
            self.command.obey(revision)
        else:
            self.command.obey(revision)
            yield

    @property
    def _plan(self) -> Plan:
        return plan_of(self.instance)

    def _refuse_overlap(self) -> None:
        own = self._plan.gateway
        for interface in interfaces():
            if interface.ip != own and interface.network.overlaps(self._plan.network):
                raise NetworkTaken(
                    f"{self._plan.network} is also a network of this host: {interface}"
                )

    def _public_key(self) -> bytes:
        private = X25519PrivateKey.from_private_bytes(self._key_file().read_bytes())
        return private.public_key().public_bytes_raw()

    def _key_file(self) -> Path:
        """Made here, read here [VP1]."""
        self.memory.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self.memory / "key"
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_bytes(os.urandom(KEY_BYTES))
            fresh.rename(file)
        return file

    def _port(self) -> int | None:
        file = self.memory / "port"
        return int(file.read_text()) if file.exists() else None

    def _keep(self, port: int) -> None:
        fresh = self.memory / "port.new"
        fresh.write_text(str(port))
        fresh.rename(self.memory / "port")
