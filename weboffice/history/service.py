"""Looking at a document's past, naming what is worth finding again, and going back to it."""

from dataclasses import dataclass

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Denied, NotFound
from weboffice.documents.model import DocumentFile, Level
from weboffice.documents.ports import DocumentFiles
from weboffice.history import rules, store
from weboffice.history.model import NamedVersion, Timeline
from weboffice.ydoc.machine import SharedDoc


class HistoryForWriters(Denied):
    """What was deleted is for those who might have deleted it."""

    code = "history_for_writers"


class VersionUnknown(NotFound):
    code = "version_unknown"


@dataclass(frozen=True)
class History:
    begin: Begin
    now: Now
    files: DocumentFiles

    def timeline(self, actor: Actor, document_id: str) -> Timeline:
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            oldest, created_at, latest = store.reach(tx.db, document_id)
            told = rules.chapters(store.strokes(tx.db, document_id, oldest))
            chapters = rules.with_suggestions(told, store.suggested(tx.db, document_id))
            named = store.named(tx.db, document_id)
            hands = store.hands(tx.db, document_id)
            persons = {writer for chapter in chapters for writer in chapter.writers}
            persons |= {version.named_by for version in named} | set(hands.values())
            names = {k: person.name for k, person in people.by_ids(tx.db, persons).items()}
        return Timeline(oldest, latest, created_at, chapters[::-1], named, hands, names)

    def state_at(self, actor: Actor, document_id: str, seq: int) -> bytes:
        """One update in Yjs' v1 encoding: the document after number `seq` [HI3]."""
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            self._reach(tx, document_id, seq)
            updates = store.state_at(tx.db, document_id, seq)
        return SharedDoc(updates).whole()

    def name_version(self, actor: Actor, document_id: str, seq: int, name: str) -> NamedVersion:
        version = NamedVersion(seq, rules.version_name(name), actor.user_id, self.now())
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            self._reach(tx, document_id, seq)
            store.put_name(tx.db, document_id, version)
        return version

    def unname_version(self, actor: Actor, document_id: str, seq: int) -> None:
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            if not store.take_name(tx.db, document_id, seq):
                raise VersionUnknown

    def prepare_restore(self, actor: Actor, document_id: str, seq: int, name: str) -> NamedVersion:
        """Name what is there now, so that the way back is found, and note who goes back [HI4].

        The restore itself is an edit like any other, made by the editor of who asked for it.
        """
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            latest = self._reach(tx, document_id, seq)
            version = NamedVersion(latest, rules.version_name(name), actor.user_id, self.now())
            if all(one.seq != latest for one in store.named(tx.db, document_id)):
                store.put_name(tx.db, document_id, version)
            facts = {"to": seq, "from": latest}
            audit.append(
                tx.db,
                audit.Entry(
                    self.now(), actor.user_id, "weboffice.restore", document_id, "done", facts
                ),
            )
        return version

    def _open(self, tx: Tx, actor: Actor, document_id: str) -> DocumentFile:
        """The door [HI2]; raise NotFound or HistoryForWriters."""
        file = self.files.open(tx, actor, document_id)
        if file.level < Level.WRITE:
            raise HistoryForWriters
        return file

    def _reach(self, tx: Tx, document_id: str, seq: int) -> int:
        """The log's last number; raise VersionUnknown if the log does not reach to `seq`."""
        oldest, _, latest = store.reach(tx.db, document_id)
        if not oldest <= seq <= latest:
            raise VersionUnknown(oldest=oldest, latest=latest)
        return latest
