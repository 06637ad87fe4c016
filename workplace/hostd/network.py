"""The network of each zone: a bridge, and a namespace tied to it for each desktop [HD6].

A desktop's end on the bridge is *isolated*: frames go between it and the host only, so two
desktops never meet. Its name says which address and which hardware address belong to it, and
frames with another sender are dropped (ruleset.py). What it may reach is the zone's policy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path

from daas_broker.desktops.zones import ZONES
from daas_broker.egress.proxy.control import PORT as PROXY
from kernel.settings import Zone
from workplace.hostd.host_network import ask_ip, links, run

NAMESPACES = Path("/run/netns")
SYSCTL = Path("/proc/sys/net/ipv4")
POOL = IPv4Network("100.64.0.0/10")  # RFC 6598: nobody's on the Internet, nobody's in an agency
PREFIX = 23  # 506 desktops of a zone
OWN = 3  # addresses of a zone that no desktop gets: the gateway, and two for name servers


# Inside a desktop its own loopback leads to the workplace's pages: at their port, so that the page
# has the very origin that it has outside (a name `localhost` never leaves a machine), and at 80,
# where the edge sends whoever comes by a number on to that origin. The zone's proxy is there too:
# an image knows one place in every zone.
LOOPBACK = """\
table ip workplace {{
  chain own {{
    type nat hook output priority -100; policy accept;
    ip daddr 127.0.0.1 tcp dport {{ 80, {port} }} dnat to {gateway}:{port}
    ip daddr 127.0.0.1 tcp dport {proxy} dnat to {gateway}:{proxy}
  }}
  chain leaving {{
    type nat hook postrouting priority 100; policy accept;
    ip saddr 127.0.0.0/8 oifname "eth0" masquerade
  }}
}}
"""


class NoAddressLeft(Exception):
    """Five hundred desktops of this zone are running."""


@dataclass(frozen=True)
class ZoneNetwork:
    instance: str
    zone: Zone

    @property
    def bridge(self) -> str:
        return f"onm{self.instance}{self._letter}"  # 12 of the 15 characters a name may have

    @property
    def port_prefix(self) -> str:
        return f"o{self.instance}{self._letter}"

    @property
    def addresses(self) -> IPv4Network:
        """Two instances share a part of the pool with a chance of 1 in 4096."""
        choice = int.from_bytes(sha256(self.instance.encode()).digest()[:2]) % 4096
        place = choice * len(ZONES) + ZONES.index(self.zone)
        return IPv4Network((int(POOL.network_address) + (place << (32 - PREFIX)), PREFIX))

    @property
    def gateway(self) -> IPv4Interface:
        return IPv4Interface((self.addresses[1], PREFIX))

    @property
    def name_servers(self) -> tuple[IPv4Address, IPv4Address]:
        """Where desktops ask for names; which servers answer there is the policy's, at any time."""
        return self.addresses[2], self.addresses[3]

    def free_address(self, taken: Iterable[str]) -> IPv4Address:
        used = {IPv4Address(text) for text in taken}
        for address in list(self.addresses.hosts())[OWN:-1]:
            if address not in used:
                return address
        raise NoAddressLeft

    def port(self, address: IPv4Address) -> str:
        return f"{self.port_prefix}{int(address) - int(self.addresses.network_address):03x}"

    def address_of(self, port: str) -> IPv4Address:
        return self.addresses[int(port.removeprefix(self.port_prefix), 16)]

    @property
    def proxy(self) -> IPv4Address:
        """The last one. A zone that had no proxy yet may have desktops at all others."""
        return self.addresses[-2]

    @property
    def proxy_name(self) -> str:
        """Of the proxy's namespace, and of its port on the host. It is no port of the bridge."""
        return f"onx{self.instance}{self._letter}"

    @property
    def _letter(self) -> str:
        return self.zone.value[0]


def hardware_address(address: IPv4Address) -> str:
    """Locally administered, and one for each address of the pool."""
    return "02:6f:" + ":".join(f"{byte:02x}" for byte in address.packed)


@dataclass(frozen=True)
class Networks:
    """Of one instance; `egress.Egress` holds the rules and is established before this is.
    `pages` are the ports of the edge by zone."""

    instance: str
    pages: Mapping[Zone, int] = field(default_factory=dict)

    @property
    def zones(self) -> list[ZoneNetwork]:
        return [ZoneNetwork(self.instance, zone) for zone in ZONES]

    def of(self, zone: Zone) -> ZoneNetwork:
        return ZoneNetwork(self.instance, zone)

    def is_established(self) -> bool:
        wished = {(network.bridge, str(network.gateway.ip)) for network in self.zones}
        found = {
            (device["ifname"], entry["local"])
            for device in ask_ip("-4", "address", "show")
            if "UP" in device["flags"]
            for entry in device["addr_info"]
        }
        return wished <= found and (SYSCTL / "ip_forward").read_text().strip() == "1"

    def establish(self) -> None:
        """After the rules: at no moment is there a bridge without them."""
        there = links()
        former = f"onm{self.instance}"  # one bridge for all zones: its rules are gone
        if former in there:
            run("ip", "link", "delete", former)
        for network in self.zones:
            if network.bridge not in there:
                run("ip", "link", "add", network.bridge, "type", "bridge")
            for address in (network.gateway.ip, *network.name_servers):
                run("ip", "address", "replace", f"{address}/{PREFIX}", "dev", network.bridge)
            run("ip", "link", "set", network.bridge, "up")
            # The edge may listen on the loopback alone: the workplace's pages are handed on there.
            (SYSCTL / "conf" / network.bridge / "route_localnet").write_text("1")
        (SYSCTL / "ip_forward").write_text("1")

    def dismantle(self) -> None:
        for bridge in {network.bridge for network in self.zones} & set(links()):
            run("ip", "link", "delete", bridge)

    def attach(self, desktop: str, zone: Zone, address: IPv4Address | None) -> Path:
        """The namespace file for podman. Without an address there is only its loopback."""
        name = self.namespace(desktop)
        self.detach(desktop)
        run("ip", "netns", "add", name)
        if address is None:
            run("ip", "-netns", name, "link", "set", "lo", "up")
        else:
            self._wire(name, self.of(zone), address)
        return self.file(desktop)

    def house_proxy(self, network: ZoneNetwork) -> None:
        """Its namespace beside the zone, not on its bridge: the host's rules are between them."""
        name = network.proxy_name
        if name in links() and (NAMESPACES / name).exists():
            return
        self.remove_proxy(network)
        run("ip", "netns", "add", name)
        outside = (
            f"link add {name} type veth peer name eth0 netns {name}\n"
            f"link set {name} up\n"
            f"route replace {network.proxy}/32 dev {name}\n"
        )
        inside = (
            f"address add {network.proxy}/32 dev eth0\n"
            "link set eth0 up\n"
            f"route add {network.gateway.ip} dev eth0 scope link\n"
            f"route add default via {network.gateway.ip}\n"
        )
        run("ip", "-batch", "-", given=outside)
        run("ip", "-netns", name, "-batch", "-", given=inside)

    def remove_proxy(self, network: ZoneNetwork) -> None:
        name = network.proxy_name
        if name in links():
            run("ip", "link", "delete", name)
        if (NAMESPACES / name).exists():
            run("ip", "netns", "delete", name)

    def plug(self, zone: Zone, address: IPv4Address, owner: str) -> None:
        """A port for a guest of the user `owner`, held to its addresses as a container's is."""
        network = self.of(zone)
        port = network.port(address)
        self.unplug(port)
        run("ip", "tuntap", "add", "dev", port, "mode", "tap", "user", owner)
        run("ip", "-batch", "-", given=_on_the_bridge(port, network))

    def unplug(self, port: str) -> None:
        if port in links():
            run("ip", "link", "delete", port)

    def plugged(self) -> list[str]:
        """The ports of guests."""
        taps = [link["ifname"] for link in ask_ip("link", "show", "type", "tun")]
        prefixes = tuple(network.port_prefix for network in self.zones)
        return [port for port in taps if port.startswith(prefixes)]

    def detach(self, desktop: str) -> None:
        """The pair of interfaces goes with the namespace's last process."""
        if self.file(desktop).exists():
            run("ip", "netns", "delete", self.namespace(desktop))

    def attached(self) -> list[str]:
        prefix = self.namespace("")
        return [file.name.removeprefix(prefix) for file in NAMESPACES.glob(f"{prefix}*")]

    def wired(self) -> dict[str, Zone]:
        """Of each namespace of a desktop that has a port, its zone: the port's name tells it."""
        names = {entry["id"]: entry["name"] for entry in ask_ip("netns", "list") if "id" in entry}
        ends = [(link["ifname"], names.get(link.get("link_netnsid"))) for link in ask_ip("link")]
        return {
            name: network.zone
            for port, name in ends
            for network in self.zones
            if name is not None and port.startswith(network.port_prefix)
        }

    def namespace(self, desktop: str) -> str:
        return f"onm{self.instance}-{desktop}"

    def file(self, desktop: str) -> Path:
        return NAMESPACES / self.namespace(desktop)

    def _wire(self, namespace: str, network: ZoneNetwork, address: IPv4Address) -> None:
        port, hardware = network.port(address), hardware_address(address)
        outside = (
            f"link add {port} type veth peer name eth0 address {hardware} netns {namespace}\n"
            + _on_the_bridge(port, network)
        )
        inside = (
            "link set lo up\n"
            f"address add {address}/{PREFIX} dev eth0\n"
            "link set eth0 up\n"
            f"route add default via {network.gateway.ip}\n"
        )
        run("ip", "-batch", "-", given=outside)
        run("ip", "-netns", namespace, "-batch", "-", given=inside)
        if network.zone in self.pages:
            self._lead_to_the_workplace(namespace, network)

    def _lead_to_the_workplace(self, namespace: str, network: ZoneNetwork) -> None:
        """Whether it may be reached is the zone's policy, at its gateway and at any time."""
        within = ["ip", "netns", "exec", namespace]
        port, gateway = self.pages[network.zone], network.gateway.ip
        rules = LOOPBACK.format(port=port, gateway=gateway, proxy=PROXY)
        run(*within, "nft", "--file", "-", given=rules)
        run(*within, "tee", str(SYSCTL / "conf/eth0/route_localnet"), given="1")


def _on_the_bridge(port: str, network: ZoneNetwork) -> str:
    return (
        f"link set {port} master {network.bridge}\n"
        f"link set {port} type bridge_slave isolated on\n"
        f"link set {port} up\n"
    )
