"""What sessions ask of the gateway."""

from ipaddress import IPv4Address
from typing import Protocol


class Endpoints(Protocol):
    def of(self, public_key: bytes) -> str | None:
        """Where that peer calls from, `address:port`; None where the gateway does not know."""
        ...

    def country(self, address: IPv4Address) -> str | None:
        """ISO 3166; None where it is not known."""
        ...

    def shut(self, address: IPv4Address, revision: int) -> None:
        """No packet of that device goes beyond the portal. Never raises: its keeper does what this
        cannot."""
        ...
