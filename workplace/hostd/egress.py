"""Each zone's policy on this host: kept on disk, applied live, and put back when it was changed.

The rules *hold* if and only if the two tables of this instance read as they did after our own
last change, and that change was made from the present policies, ports and addresses of the host.
"""

import json
import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from pydantic import TypeAdapter

from daas_broker.desktops.zones import (
    ZONES,
    SeenZone,
    ZonePolicy,
    default_policy,
    unreachable,
)
from kernel.clock import utc_now
from kernel.settings import Zone
from workplace.hostd.cutting import cut
from workplace.hostd.host_network import (
    NetworkFailed,
    addresses_of_the_host,
    links,
    networks_of_the_host,
    resolvers,
    run,
)
from workplace.hostd.lines import Lets
from workplace.hostd.network import POOL, Networks, ZoneNetwork
from workplace.hostd.proxies import Proxies
from workplace.hostd.ruleset import (
    Ground,
    frame_rules,
    lets,
    members,
    packet_rules,
    proxy_lines,
    table_name,
)

log = logging.getLogger("hostd")
ON_DISK = TypeAdapter(list[ZonePolicy])


class PolicyImpossible(Exception):
    """It would join what the zones keep apart; the message says which entry."""


@dataclass
class Egress:
    """`pages` are the ports of the edge by zone."""

    networks: Networks
    file: Path
    pages: Mapping[Zone, int]
    proxies: Proxies
    policies: dict[Zone, ZonePolicy] = field(default_factory=dict)
    applied: dict[Zone, datetime] = field(default_factory=dict)
    text: str = ""
    listing: str = ""
    repairs: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def establish(self) -> None:
        with self.lock:
            kept = ON_DISK.validate_json(self.file.read_bytes()) if self.file.exists() else []
            self.policies = {zone: default_policy(zone) for zone in ZONES}
            self.policies |= {policy.zone: check(policy) for policy in kept}
            self.applied = dict.fromkeys(ZONES, utc_now())
            self._write_all()
            self.networks.establish()
            self._cut()
            try:
                self._keep_proxies()
            except NetworkFailed as error:  # desktops run on; `repair` tries again
                log.error("%s", error)  # noqa: TRY400 - the sentence says it

    def apply(self, policy: ZonePolicy) -> None:
        """Atomic in the kernel; then open connections that it forbids are ended."""
        with self.lock:
            before = self.policies[check(policy).zone]
            self.policies[policy.zone] = policy
            try:
                self._write_rules()
            except NetworkFailed:
                self.policies[policy.zone] = before
                raise
            self.applied[policy.zone] = utc_now()
            self._keep()
            self._cut(policy.zone)
            self.proxies.keep(self.networks, policy)

    def ports_changed(self) -> None:
        """A desktop's port came or went: what it may send is bound to its name."""
        with self.lock:
            run("nft", "--file", "-", given=self._members())
            self.listing = self._listed()

    def repair(self) -> bool:
        """True when something had been changed by somebody else, or the host has a new address."""
        with self.lock:
            is_as_it_was = self._listed() == self.listing and self.networks.is_established()
            is_changed = not is_as_it_was or self._text() != self.text
            if is_changed:
                self.repairs += not is_as_it_was
                self._write_all()
                self.networks.establish()
                self._cut()
            self._keep_proxies()
            return is_changed

    def seen(self) -> list[SeenZone]:
        with self.lock:
            counts = self._counts()
            ports = links()
            return [self._seen(network, counts, ports) for network in self.networks.zones]

    def dismantle(self) -> None:
        name = table_name(self.networks.instance)
        for network in self.networks.zones:
            self.proxies.end(self.networks, network)
        gone = [f"add table {f} {name}\ndelete table {f} {name}\n" for f in ("bridge", "inet")]
        run("nft", "--file", "-", given="".join(gone))
        self.networks.dismantle()

    def _seen(self, network: ZoneNetwork, counts: Mapping[str, int], ports: list[str]) -> SeenZone:
        zone = network.zone
        return SeenZone(
            zone=zone,
            revision=self.policies[zone].revision,
            applied_at=self.applied[zone],
            desktops=sum(port.startswith(network.port_prefix) for port in ports),
            refused=counts.get(f"{zone.value}_refused", 0),
            spoofed=counts.get(f"{zone.value}_spoofed", 0),
            repairs=self.repairs,
            proxy=self.proxies.answers(self.policies[zone]),
            refused_names=self.proxies.refused(self.policies[zone]),
        )

    def _keep_proxies(self) -> None:
        for policy in self.policies.values():
            self.proxies.keep(self.networks, policy)

    def _write_all(self) -> None:
        networks = self.networks.zones
        self._write_rules(frame_rules(self.networks.instance, networks) + self._members())

    def _write_rules(self, frames: str = "") -> None:
        text = self._text()
        run("nft", "--file", "-", given=frames + text)
        self.text, self.listing = text, self._listed()

    def _cut(self, *zones: Zone) -> None:
        """Of some zones, or of all. What is cut twice is cut once."""
        for namespace, zone in self.networks.wired().items():
            if not zones or zone in zones:
                cut(namespace, self.lets(zone))
        for zone, policy in self.policies.items():
            if policy.through_proxy and (not zones or zone in zones):
                ground = self._ground(zone)
                name = ground.network.proxy_name
                cut(name, lets(ground, *self.around(), proxy_lines))

    def lets(self, zone: Zone) -> Lets:
        """What is let to stay open; the rules say the same to the kernel."""
        return lets(self._ground(zone), *self.around())

    def _ground(self, zone: Zone) -> Ground:
        return next(ground for ground in self.grounds() if ground.network.zone is zone)

    def _members(self) -> str:
        return members(self.networks.instance, self.networks.zones, links())

    def grounds(self) -> list[Ground]:
        """Each zone on this host, as its policy is now."""
        servers = resolvers()
        return [
            Ground(network, self.policies[network.zone], servers, self.pages[network.zone])
            for network in self.networks.zones
        ]

    def around(self) -> tuple[list[IPv4Network], list[IPv4Address]]:
        """The host's own networks and addresses besides the bridges of all instances, which lie
        in the pool: that is closed as a whole."""
        networks = [network for network in networks_of_the_host() if not network.overlaps(POOL)]
        return networks, [address for address in addresses_of_the_host() if address not in POOL]

    def _text(self) -> str:
        return packet_rules(self.networks.instance, self.grounds(), *self.around())

    def _listed(self) -> str:
        name = table_name(self.networks.instance)
        try:
            return "".join(
                run("nft", "--stateless", "list", "table", family, name)
                for family in ("bridge", "inet")
            )
        except NetworkFailed:
            return ""  # somebody removed one

    def _counts(self) -> dict[str, int]:
        name = table_name(self.networks.instance)
        listed = json.loads(run("nft", "--json", "list", "counters"))["nftables"]
        found = [entry["counter"] for entry in listed if "counter" in entry]
        return {one["name"]: one["packets"] for one in found if one["table"] == name}

    def _keep(self) -> None:
        fresh = self.file.with_suffix(".new")
        with fresh.open("wb") as output:
            output.write(ON_DISK.dump_json(list(self.policies.values())))
            output.flush()
            os.fsync(output.fileno())
        fresh.rename(self.file)


def check(policy: ZonePolicy) -> ZonePolicy:
    """The broker refused such a policy as well; here nobody is trusted to have done so."""
    if policy.zone not in ZONES:
        raise PolicyImpossible(f"there are no desktops in the zone {policy.zone.value}")
    if policy.open_internet and policy.zone is Zone.WORK:
        raise PolicyImpossible("the work zone never reaches the Internet")
    for reach, why in unreachable(policy):
        raise PolicyImpossible(f"{reach.network} is {why}: {policy.zone.value} never reaches it")
    return policy
