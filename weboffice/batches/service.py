"""Looking at what one wrote while away, and deciding what becomes of it [ED12].

Taking it over is an edit, made by the editor of who decides: it merges the batch and has it saved
before the decision is noted. A page that ends in between finds the batch still open, and merging
the same twice changes nothing.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from weboffice.documents.model import DocumentFile
from weboffice.documents.ports import DocumentFiles
from weboffice.documents.service import Documents
from weboffice.editing import batches, store
from weboffice.editing.batches import Batch, State
from weboffice.pictures.ports import PictureFiles
from weboffice.ydoc import pictures
from weboffice.ydoc.machine import SharedDoc

MOST_SHOWN = 50
LONGEST_TITLE = 100


class BatchUnknown(NotFound):
    """None of one's own that is still to be decided upon."""

    code = "batch_unknown"


@dataclass(frozen=True)
class Batches:
    begin: Begin
    now: Now
    files: DocumentFiles
    documents: Documents
    pictures: PictureFiles
    bring_kept: Callable[[Tx, str, str], None]  # from a document to a copy of it

    def list_own(self, actor: Actor) -> list[tuple[Batch, DocumentFile]]:
        """Those of documents that may still be read [OF1]."""
        with self.begin() as tx:
            found = batches.open_of(tx.db, actor.user_id)[:MOST_SHOWN]
            files = self.files.readable(tx, actor, {batch.document_id for batch in found})
        return [(one, files[one.document_id]) for one in found if one.document_id in files]

    def open_batch(self, actor: Actor, batch_id: str) -> tuple[Batch, DocumentFile]:
        """Raise BatchUnknown, or NotFound when the document may not be read any more [OF1]."""
        with self.begin() as tx:
            return self._open(tx, actor, batch_id)

    def state_now(self, actor: Actor, batch_id: str) -> bytes:
        """The document as it is durable now: one update in Yjs' v1 encoding."""
        with self.begin() as tx:
            batch, _ = self._open(tx, actor, batch_id)
            stored = store.load(tx.db, batch.document_id)
        return SharedDoc(stored.updates).whole()

    def accept(self, actor: Actor, batch_id: str) -> None:
        """The editor has merged it, and that was saved."""
        self._decide(actor, batch_id, State.ACCEPTED)

    def discard(self, actor: Actor, batch_id: str) -> None:
        self._decide(actor, batch_id, State.DISCARDED)

    def copy(self, actor: Actor, batch_id: str, title: str) -> DocumentFile:
        """A document of one's own: what is there with the batch; its pictures, what was kept."""
        with self.begin() as tx:
            batch, _ = self._open(tx, actor, batch_id)
            stored = store.load(tx.db, batch.document_id)
            shared = SharedDoc([*stored.updates, batch.update])
            found = [
                (key, self.pictures.read(tx, batch.document_id, key))
                for key in sorted(pictures.keys_in(shared))
            ]
        with ExitStack() as stack:
            adds = {key: stack.enter_context(self.pictures.keep(*one)) for key, one in found if one}

            def first(document_id: str) -> bytes:
                names = {key: add(tx, actor, document_id) for key, add in adds.items()}
                pictures.rename(shared, names)
                return shared.whole()

            with self.begin() as tx:
                self._open(tx, actor, batch_id)  # still to be decided, still readable
                place = (None, title[:LONGEST_TITLE])
                made = self.documents.create_from(tx, actor, place, first)
                self.bring_kept(tx, batch.document_id, made.id)
                self._note(tx, actor, batch, State.COPIED, made.id)
        return made

    def _open(self, tx: Tx, actor: Actor, batch_id: str) -> tuple[Batch, DocumentFile]:
        batch = batches.find(tx.db, batch_id, actor.user_id)
        if batch is None:
            raise BatchUnknown
        return batch, self.files.open(tx, actor, batch.document_id)

    def _decide(self, actor: Actor, batch_id: str, state: State) -> None:
        with self.begin() as tx:
            batch, _ = self._open(tx, actor, batch_id)
            self._note(tx, actor, batch, state)

    def _note(
        self, tx: Tx, actor: Actor, batch: Batch, state: State, copy_id: str | None = None
    ) -> None:
        now = self.now()
        if not batches.decide(tx.db, batch.id, state, now, copy_id):
            raise BatchUnknown
        facts = {"batch": batch.id, "decision": state.value, "deleted": batch.deleted}
        act = "weboffice.decide_batch"
        audit.append(tx.db, audit.Entry(now, actor.user_id, act, batch.document_id, "done", facts))
