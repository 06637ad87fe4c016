"""Networks as profiles write them, and whether a profile is older than the agency's. Pure."""

from collections.abc import Iterable
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError

from kernel.errors import Conflict, Invalid
from vpn.routes.model import DeviceRoutes, Networks, Older


class RoutesMalformed(Invalid):
    """Not IPv4 networks with commas between them."""

    code = "tunnel_routes_malformed"


class RoutesChanged(Conflict):
    """The agency's networks are others by now than those that the page showed."""

    code = "tunnel_routes_changed"


def written(networks: Networks) -> str:
    """As `AllowedIPs` has it, and the apps' “Allowed IPs”."""
    return ", ".join(map(str, networks))


def read(text: str) -> Networks:
    try:
        return ordered(IPv4Network(one.strip(), strict=False) for one in text.split(","))
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        raise RoutesMalformed from error


def ordered(networks: Iterable[IPv4Network]) -> Networks:
    return tuple(sorted(set(networks)))


def older(has: DeviceRoutes, now: Networks) -> Older | None:
    """[VB6]"""
    came = ordered(set(now) - set(has.networks))
    gone = ordered(set(has.networks) - set(now))
    return Older(has, now, came, gone) if came or gone else None
