"""Where an address of the Internet is."""

from ipaddress import IPv4Address
from typing import Protocol


class Atlas(Protocol):
    def country(self, address: IPv4Address) -> str | None:
        """ISO 3166 alpha-2; None where it is not known, as of private addresses."""
        ...

    def apart_km(self, one: str, other: str) -> float:
        """The least that two countries may be apart; 0 where one of them is not known."""
        ...
