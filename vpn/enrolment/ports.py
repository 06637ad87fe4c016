"""What enrolment asks of others."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol

from kernel.db import Tx


class Ground(Protocol):
    """What lies behind the gateway."""

    def networks(self, tx: Tx) -> Sequence[IPv4Network]:
        """Those that any zone lets somebody reach, for the routes of a device."""
        ...

    def resolvers(self, tx: Tx) -> Sequence[IPv4Address]:
        """The work zone's name servers; none where it has none."""
        ...
