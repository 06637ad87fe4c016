"""What enrolment asks of others."""

from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import Protocol

from kernel.db import Tx


class Ground(Protocol):
    """What lies behind the gateway."""

    def resolvers(self, tx: Tx) -> Sequence[IPv4Address]:
        """The work zone's name servers; none where it has none."""
        ...
