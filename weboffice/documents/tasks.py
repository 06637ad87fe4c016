"""What documents do when something was saved, and after one was removed for good."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report
from weboffice.documents import store
from weboffice.documents.ports import DocumentFiles
from weboffice.editing import leases
from weboffice.editing import store as rooms
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


Forget = Callable[[Session, Collection[str]], None]


@dataclass(frozen=True)
class ForgetGone:
    """Removes all there is of documents that were removed for good, alone or with a folder [OF5].

    A room that somebody still has open is closed within a second of the purge, and goes next time.
    """

    begin: Begin
    now: Now
    files: DocumentFiles
    forgets: Sequence[Forget]  # what refers to others comes before them
    page: int = 500
    name: str = "weboffice.gone"
    every: timedelta = timedelta(minutes=10)

    def run(self) -> Report:
        forgotten, after, is_more = 0, "", True
        while is_more:
            with self.begin() as tx:
                found = rooms.page_of_rooms(tx.db, after, self.page)
                forgotten += self._forget(tx, self.files.gone(tx, found))
            is_more = len(found) == self.page
            after = found[-1] if found else after
        return Report({"forgotten": forgotten})

    def _forget(self, tx: Tx, gone: Collection[str]) -> int:
        free = leases.lock_unowned(tx.db, gone, self.now()) if gone else set()
        if free:
            for forget in self.forgets:
                forget(tx.db, free)
        return len(free)
