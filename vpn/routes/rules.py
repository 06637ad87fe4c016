"""Networks as profiles write them, and whether a profile is older than the agency's. Pure."""

from collections.abc import Iterable
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError, collapse_addresses

from kernel.errors import Conflict, Invalid
from vpn.routes.model import DeviceRoutes, Networks, Older

MOST, WIDEST = 1000, 8  # as deploy/gvpn/watch.sh has them


class RoutesMalformed(Invalid):
    """Not some IPv4 networks of /8 to /32 with commas between them."""

    code = "tunnel_routes_malformed"


class RoutesChanged(Conflict):
    """The agency's networks are others by now than those that the page showed."""

    code = "tunnel_routes_changed"


def written(networks: Networks) -> str:
    """As `AllowedIPs` has it, and the apps' “Allowed IPs”."""
    return ", ".join(map(str, networks))


def read(text: str) -> Networks:
    try:
        found = ordered(IPv4Network(one.strip(), strict=False) for one in text.split(","))
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        raise RoutesMalformed from error
    if len(found) > MOST or any(one.prefixlen < WIDEST for one in found):
        raise RoutesMalformed
    return found


def ordered(networks: Iterable[IPv4Network]) -> Networks:
    return tuple(sorted(set(networks)))


def older(has: DeviceRoutes, now: Networks) -> Older | None:
    """What the one reaches and the other does not, however networks side by side are written
    [VB6]."""
    came, gone = _without(now, has.networks), _without(has.networks, now)
    return Older(has, now, came, gone) if came or gone else None


def _without(some: Networks, others: Networks) -> Networks:
    wide = tuple(collapse_addresses(others))
    return ordered(one for one in some if not any(one.subnet_of(other) for other in wide))
