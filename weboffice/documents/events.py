"""What documents announce."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class DocumentCreated(Event):
    name: ClassVar[str] = "weboffice.document_created"
    document_id: str
    person_id: str
    template: str
