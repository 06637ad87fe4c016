"""What is done when a device says something else of itself."""

from typing import Protocol

from kernel.db import Tx
from vpn.devices.model import Held


class Reconsider(Protocol):
    def __call__(self, tx: Tx, held: Held) -> bool:
        """A session that the policies do not let in any more is over; True where one was."""
        ...
