"""Where numbers come from that no table holds."""

from collections.abc import Mapping
from typing import Protocol


class Probes(Protocol):
    """Each answers within two seconds; what does not answer is left out."""

    def gateways(self) -> Mapping[str, Mapping[str, float]]:
        """By gateway: streams, sent_bytes, refusals and cpu_seconds since it started."""
        ...

    def free(self) -> Mapping[str, tuple[float, float]]:
        """By host: free memory and free disk, in bytes."""
        ...
