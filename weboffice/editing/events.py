"""What editing announces."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class DocumentSaved(Event):
    """A new snapshot: search and previews may read the text again [OF4].

    `person_id` is who wrote last, and empty while several still write.
    """

    name: ClassVar[str] = "weboffice.document_saved"
    document_id: str
    seq: int
    person_id: str
