"""What the map needs from outside."""

from typing import Protocol

from mobile_admin.maps.model import MadeLayer
from mobile_admin.tiles.shapes import LayerKind


class MakerFailed(Exception):
    """For no reason that lies in the file."""


class LayerMaker(Protocol):
    """Makes tiles of a file that a stranger may have written."""

    def make(self, data: bytes, kind: LayerKind, layer_id: str) -> MadeLayer | str:
        """A code of what is wrong instead; raise MakerFailed. Ends within its own bounds [MP2]."""
