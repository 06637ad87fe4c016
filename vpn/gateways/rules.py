"""What a gateway may be told. Pure."""

import re

from kernel.errors import Conflict, Invalid
from vpn.gateways.model import Gateway

HOST = re.compile(r"(?!-)[A-Za-z0-9.-]{1,253}")  # a name or an IPv4 address, as in an `Endpoint`
LOWEST_PORT = 1024


class GatewayImpossible(Invalid):
    """`why` is host or port."""

    code = "gateway_impossible"


class GatewayChanged(Conflict):
    """Somebody else (`by`, a name) has changed it since it was read."""

    code = "gateway_changed"


def check(wish: Gateway) -> Gateway:
    """It is written into the configuration of devices, so nothing but a name may be in it."""
    if not HOST.fullmatch(wish.host):
        raise GatewayImpossible(why="host")
    if not LOWEST_PORT <= wish.port <= 65_535:  # noqa: PLR2004 - the last port there is
        raise GatewayImpossible(why="port")
    return wish
