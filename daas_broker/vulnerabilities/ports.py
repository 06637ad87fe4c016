"""Where the tracker's data lies."""

from collections.abc import Iterable
from typing import Protocol

from daas_broker.vulnerabilities.model import Tracker


class TrackerData(Protocol):
    def read(self) -> Tracker | None:
        """None where an administrator has brought none yet; raise TrackerMalformed for bad data."""
        ...

    def replace(self, parts: Iterable[bytes]) -> Tracker:
        """Whole or not at all: what cannot be read leaves the former data in its place."""
        ...
