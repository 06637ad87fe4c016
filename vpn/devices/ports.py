"""What devices ask of the gateway."""

from ipaddress import IPv4Address
from typing import Protocol


class Cutter(Protocol):
    def cut(self, public_key: bytes, address: IPv4Address, revision: int) -> None:
        """No packet of that peer passes any more. Never raises: what it cannot do, the gateway's
        keeper does from the database."""
        ...
