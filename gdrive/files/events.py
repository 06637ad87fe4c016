"""What files announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class VersionAdded(Event):
    name: ClassVar[str] = "gdrive.version_added"
    node_id: str
    seq: int
    author: str
