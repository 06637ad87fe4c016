"""What documents do when something was saved."""

from dataclasses import dataclass

from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin
from weboffice.documents import store
from weboffice.editing.events import DocumentSaved


@dataclass(frozen=True)
class NoteChange:
    begin: Begin
    now: Now

    def __call__(self, _event_id: int, event: DocumentSaved) -> None:
        """Idempotent: a second delivery writes the same person again."""
        if event.person_id:
            with self.begin() as tx:
                store.note_change(tx.db, event.document_id, UserId(event.person_id), self.now())
