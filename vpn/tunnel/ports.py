"""The host that a gateway runs on."""

from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import ClassVar, Protocol

from kernel.db import Tx
from vpn.tunnel.model import Grant, Peer, SeenTunnel


class TunnelFailed(Exception):
    """The host did not do it; the message is for an operator."""

    code: ClassVar[str] = "failed"


class TunnelStale(TunnelFailed):
    """Somebody who knew more has spoken meanwhile: look again."""

    code: ClassVar[str] = "stale_epoch"


class Siren(Protocol):
    def __call__(self, tx: Tx, count: int, peers: int) -> None:
        """So many of so many peers would be removed at once, and are not [VW8]."""
        ...


class TunnelHost(Protocol):
    """`revision` is that of what the caller read; a host obeys no older one than it knows."""

    def see(self) -> SeenTunnel:
        """Also where there is no interface yet: the gateway's key is then made."""
        ...

    def open(self, port: int, revision: int) -> None:
        """An interface at UDP `port`, closed to all until peers and ways are put."""
        ...

    def close(self, revision: int) -> None:
        """No interface, no peer, no way."""
        ...

    def set_peers(self, put: Sequence[Peer], remove: Sequence[str], revision: int) -> None:
        """Removes first. Nobody else's tunnel is touched."""
        ...

    def set_grants(self, put: Sequence[Grant], close: Sequence[IPv4Address], revision: int) -> None:
        """One transaction; a device's new zone takes the place of its last one."""
        ...
