"""What rolling out an image asks of a desktop of it."""

from dataclasses import dataclass
from typing import Protocol

from daas_broker.desktops.model import Endpoint


@dataclass(frozen=True)
class Probed:
    """What a desktop showed to somebody who looked and typed; `why` says what went wrong."""

    picture_bytes: int = 0
    typed: int = 0
    arrived: int = 0
    text_seconds: float = 0.0
    why: str = ""


class Probe(Protocol):
    def __call__(self, endpoint: Endpoint, patience: float) -> Probed:
        """Look at a desktop on trial and type into it, waiting `patience` seconds for each thing.
        Never raises for what the desktop does."""
        ...
