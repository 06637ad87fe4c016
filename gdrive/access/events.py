"""What access announces."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class AccessChanged(Event):
    """Somebody's rights on the node, and on all under it, may have become others."""

    name: ClassVar[str] = "gdrive.access_changed"
    node_id: str
    reason: str
