"""What fails again and again is left alone for a while: one image on one host, or a whole host."""

from dataclasses import dataclass
from datetime import datetime

from daas_broker.desktops.model import ImageKey, Provider


@dataclass(frozen=True)
class Circuit:
    """Failures in a row, the last at `failed_at`. Without an image it is the host's own."""

    provider: Provider
    image: ImageKey | None
    failures: int
    reason: str
    failed_at: datetime
