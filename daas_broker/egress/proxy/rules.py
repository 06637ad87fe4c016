"""Where a zone's proxy leads, by name before it is looked up, and again by its address. Pure."""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import AddressValueError, IPv4Address

from daas_broker.desktops.names import host_name, lies_beneath
from daas_broker.desktops.zones import NameRefused, Protocol, Reach, ZonePolicy, is_outside
from kernel.settings import Zone

WEB = {80, 443}
FIRST_FREE = 1024  # beneath it lie mail, shells and files: a proxy for the web is no way there


@dataclass(frozen=True)
class Target:
    """`host` is a name as a name server knows it, or an address of version 4 in dots."""

    host: str
    port: int

    @cached_property
    def address(self) -> IPv4Address | None:
        try:
            return IPv4Address(self.host)
        except AddressValueError:
            return None


def target(host: str, port: int) -> Target | None:
    """None where it is neither a name nor an address."""
    try:
        return Target(str(IPv4Address(host)), port)
    except AddressValueError:
        name = host_name(host)
        return Target(name, port) if name else None


@dataclass(frozen=True)
class Law:
    """One policy, with its names at hand."""

    policy: ZonePolicy

    @cached_property
    def allowed(self) -> frozenset[str]:
        return frozenset(self.policy.allowed_names)

    @cached_property
    def denied(self) -> frozenset[str]:
        return frozenset(self.policy.denied_names)

    def refuses(self, target: Target) -> NameRefused | None:
        """By its name; denied is refused even where it is allowed [DH3]."""
        if target.port not in WEB and target.port < FIRST_FREE:
            return NameRefused.PORT
        if target.address is not None:
            return self._refuses_number(target.address, target.port)
        if lies_beneath(target.host, self.denied):
            return NameRefused.DENIED
        if self.policy.open_internet and self.policy.zone is Zone.INTERNET:
            return None
        return None if lies_beneath(target.host, self.allowed) else NameRefused.UNLISTED

    def refuses_at(self, target: Target, address: IPv4Address) -> NameRefused | None:
        """By the address that its name turned out to have."""
        if _listed(self.policy.denied, address, target.port):
            return NameRefused.DENIED
        if is_outside(self.policy.zone, address):
            return NameRefused.NETWORK
        return None

    def _refuses_number(self, address: IPv4Address, port: int) -> NameRefused | None:
        # A number says nothing of whose it is: with names alone nobody could deny a site.
        return None if _listed(self.policy.allowed, address, port) else NameRefused.ADDRESS


def _listed(reaches: tuple[Reach, ...], address: IPv4Address, port: int) -> bool:
    return any(
        address in reach.network
        and (
            reach.protocol is Protocol.ANY
            or (reach.protocol is Protocol.TCP and reach.first_port <= port <= reach.last_port)
        )
        for reach in reaches
    )
