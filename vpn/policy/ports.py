"""What policies and sessions ask of the zones."""

from collections.abc import Sequence
from typing import Protocol

from kernel.db import Tx
from kernel.settings import Zone
from vpn.policy.model import Reached


class Land(Protocol):
    def reached(self, tx: Tx, zone: Zone) -> Sequence[Reached]:
        """What a zone lets whoever is in it go to."""
        ...
