"""What routes ask of others."""

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Protocol

from kernel.db import Tx


class Lands(Protocol):
    """What lies behind the gateway."""

    def networks(self, tx: Tx) -> Sequence[IPv4Network]:
        """Those that any zone lets somebody reach."""
        ...
