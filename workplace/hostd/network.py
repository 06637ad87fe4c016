"""Where desktops of a zone can go: out to the Internet, and nowhere else [HD6].

Each desktop has a network namespace of its own, tied by a pair of interfaces to the bridge of this
instance. The desktop's end on the bridge is *isolated*: frames go between it and the host only, so
two desktops never meet. The host takes nothing from the bridge for itself and passes on what is
not for a closed address. A zone without a way out has a namespace with only its loopback.
"""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, collapse_addresses
from pathlib import Path

from kernel.settings import Zone

WITH_WAY_OUT = frozenset({Zone.INTERNET})
NAMESPACES = Path("/run/netns")
RESOLVER_FILES = (Path("/run/systemd/resolve/resolv.conf"), Path("/etc/resolv.conf"))
FORWARDING = Path("/proc/sys/net/ipv4/ip_forward")
POOL = IPv4Network("100.64.0.0/10")  # RFC 6598: nobody's on the Internet, nobody's in an agency
PREFIX = 22  # 1,021 desktops
# Not the Internet: RFC 1122, 1918, 3927, 6598, 6890, 2544, 5771, 1112 (in the order of the list)
CLOSED = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
        "169.254.0.0/16", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4",
        "240.0.0.0/4",
    )
)  # fmt: skip
RULES = """\
add table inet {table}
delete table inet {table}
table inet {table} {{
  set closed {{
    type ipv4_addr
    flags interval
    elements = {{ {closed} }}
  }}
  set resolvers {{
    type ipv4_addr
    elements = {{ {resolvers} }}
  }}
  chain to_the_host {{
    type filter hook input priority -10; policy accept;
    iifname "{bridge}" counter drop
  }}
  chain through {{
    type filter hook forward priority -10; policy accept;
    iifname "{bridge}" jump from_desktops
    oifname "{bridge}" ct state established,related accept
    oifname "{bridge}" counter drop
  }}
  chain from_desktops {{
    ip saddr != {network} counter drop
    ip daddr @resolvers udp dport 53 accept
    ip daddr @resolvers tcp dport 53 accept
    ip daddr @closed counter drop
    oifname "{bridge}" counter drop
    meta nfproto ipv4 accept
    counter drop
  }}
  chain leaving {{
    type nat hook postrouting priority 100;
    ip saddr {network} oifname != "{bridge}" masquerade
  }}
}}
"""


class NetworkFailed(Exception):
    """What ip or nft printed."""


class NoAddressLeft(Exception):
    """A thousand desktops of this instance are running."""


@dataclass(frozen=True)
class Network:
    instance: str

    @property
    def bridge(self) -> str:
        return f"onm{self.instance}"  # 11 of the 15 characters an interface's name may have

    @property
    def table(self) -> str:
        return f"onmaru_{self.instance}"

    @property
    def addresses(self) -> IPv4Network:
        """This instance's share of the pool; two instances meet with a chance of 1 in 4096."""
        choice = int.from_bytes(sha256(self.instance.encode()).digest()[:2]) % 4096
        return IPv4Network((int(POOL.network_address) + (choice << (32 - PREFIX)), PREFIX))

    @property
    def gateway(self) -> IPv4Interface:
        return IPv4Interface((self.addresses.network_address + 1, PREFIX))

    def free_address(self, taken: Iterable[str]) -> IPv4Address:
        used = {IPv4Address(text) for text in taken} | {self.gateway.ip}
        for address in self.addresses.hosts():
            if address not in used:
                return address
        raise NoAddressLeft

    def rules(self, closed: Iterable[IPv4Network], resolvers: Iterable[IPv4Address]) -> str:
        return RULES.format(
            table=self.table,
            bridge=self.bridge,
            network=self.addresses,
            closed=", ".join(map(str, collapse_addresses([*CLOSED, *closed]))),
            resolvers=", ".join(map(str, resolvers)) or "127.0.0.53",
        )

    def establish(self) -> None:
        """Rules first: at no moment is there a bridge without them."""
        run("nft", "--file", "-", given=self.rules(networks_of_the_host(), resolvers()))
        if not (Path("/sys/class/net") / self.bridge).exists():
            run("ip", "link", "add", self.bridge, "type", "bridge")
        run("ip", "address", "replace", str(self.gateway), "dev", self.bridge)
        run("ip", "link", "set", self.bridge, "up")
        FORWARDING.write_text("1")

    def dismantle(self) -> None:
        run(
            "nft",
            "--file",
            "-",
            given=f"add table inet {self.table}\ndelete table inet {self.table}\n",
        )
        if (Path("/sys/class/net") / self.bridge).exists():
            run("ip", "link", "delete", self.bridge)

    def namespace(self, desktop: str) -> str:
        return f"{self.bridge}-{desktop}"

    def attach(self, desktop: str, address: IPv4Address | None) -> Path:
        """The namespace file for podman. Without an address there is no way out."""
        name = self.namespace(desktop)
        self.detach(desktop)
        run("ip", "netns", "add", name)
        if address is None:
            run("ip", "-netns", name, "link", "set", "lo", "up")
        else:
            self._wire(name, address)
        return self.file(desktop)

    def file(self, desktop: str) -> Path:
        return NAMESPACES / self.namespace(desktop)

    def _wire(self, namespace: str, address: IPv4Address) -> None:
        ours = f"on{int(address):08x}{self.instance[:4]}"
        outside = (
            f"link add {ours} type veth peer name eth0 netns {namespace}\n"
            f"link set {ours} master {self.bridge}\n"
            f"link set {ours} type bridge_slave isolated on\n"
            f"link set {ours} up\n"
        )
        inside = (
            "link set lo up\n"
            f"address add {address}/{PREFIX} dev eth0\n"
            "link set eth0 up\n"
            f"route add default via {self.gateway.ip}\n"
        )
        run("ip", "-batch", "-", given=outside)
        run("ip", "-netns", namespace, "-batch", "-", given=inside)

    def detach(self, desktop: str) -> None:
        """The pair of interfaces goes with the namespace's last process."""
        name = self.namespace(desktop)
        if self.file(desktop).exists():
            run("ip", "netns", "delete", name)

    def attached(self) -> list[str]:
        prefix = f"{self.bridge}-"
        return [file.name.removeprefix(prefix) for file in NAMESPACES.glob(f"{prefix}*")]


def networks_of_the_host() -> list[IPv4Network]:
    """A public address of the agency is no more open to a desktop than a private one."""
    return [interface.network for interface in interfaces()]


def addresses_of_the_host() -> list[IPv4Address]:
    return [interface.ip for interface in interfaces()]


def interfaces() -> list[IPv4Interface]:
    devices = json.loads(run("ip", "-json", "-4", "address", "show"))
    return [
        IPv4Interface((entry["local"], entry["prefixlen"]))
        for device in devices
        for entry in device["addr_info"]
    ]


def resolvers() -> list[IPv4Address]:
    """The host's name servers; one on the host's own loopback cannot be reached by a desktop."""
    for file in RESOLVER_FILES:
        if file.exists():
            words = [line.split() for line in file.read_text().splitlines()]
            named = [word[1] for word in words if len(word) > 1 and word[0] == "nameserver"]
            found = [IPv4Address(text) for text in named if ":" not in text]
            usable = [address for address in found if not address.is_loopback]
            if usable:
                return usable
    return []


def run(*command: str, given: str = "") -> str:
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, check=False, timeout=10
    )
    if done.returncode:
        raise NetworkFailed(f"{' '.join(command)}: {done.stderr.strip()[-600:]}")
    return done.stdout
