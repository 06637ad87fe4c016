"""What folders announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class NodeRenamed(Event):
    name: ClassVar[str] = "gdrive.node_renamed"
    node_id: str
    title: str
