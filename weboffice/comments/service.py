"""Saying something about a place, answering, settling it, and calling others in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from identity.people import store as people
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from weboffice.comments import rules, store, talks
from weboffice.comments.model import (
    Anchor,
    Comment,
    CommentId,
    Mention,
    Thread,
    ThreadId,
    Threads,
)
from weboffice.comments.ports import Readers
from weboffice.documents.model import DocumentFile, Level
from weboffice.documents.ports import DocumentFiles
from weboffice.paper.model import Talk
from weboffice.ydoc.places import Range

CHANGED = "weboffice.comments"
MENTIONED = "weboffice.mentioned"
MOST_MENTIONS_SHOWN = 20


def topic(document_id: str) -> str:
    return f"comments:{document_id}"


def called(person_id: str) -> str:
    return f"mentions:{person_id}"


@dataclass(frozen=True)
class Comments:
    begin: Begin
    now: Now
    files: DocumentFiles
    readers: Readers

    def read(self, actor: Actor, document_id: str) -> Threads:
        """All of a document [CM1]. An open document counts them: that is not yet to look [ED19]."""
        with self.begin() as tx:
            file = self.files.open(tx, actor, document_id)
            threads = store.of_document(tx.db, document_id)
            persons = {c.author for t in threads for c in t.comments}
            persons |= {t.resolved_by for t in threads if t.resolved_by}
            persons |= {person for t in threads for c in t.comments for person in c.mentions}
            names = self._names(tx, persons)
        return Threads(threads, names, file.level >= Level.COMMENT)

    def look(self, actor: Actor, document_id: str) -> None:
        """Whoever was called in has the comments before them now."""
        with self.begin() as tx:
            self.files.open(tx, actor, document_id)
            if store.looked(tx.db, document_id, actor.user_id):
                tx.announce(called(actor.user_id), MENTIONED)

    @staticmethod
    def _names(tx: Tx, persons: set[UserId]) -> dict[UserId, str]:
        """Also of those who are only said in a file."""
        known = {key: person.name for key, person in people.by_ids(tx.db, persons).items()}
        return {person: talks.name_of(person, known) for person in persons}

    def told(self, tx: Tx, document_id: str) -> list[tuple[Talk, Range]]:
        """For a file, oldest first; the caller answers for the right to read."""
        found = store.of_document(tx.db, document_id)
        names = self._names(tx, {c.author for thread in found for c in thread.comments})
        told = (talks.talk_of(thread, names) for thread in found)
        return [(talk, place) for talk, place in told if talk.remarks]

    def bring(
        self, tx: Tx, document_id: str, said: Sequence[Talk], places: Mapping[str, Range]
    ) -> None:
        """Threads of a new document, from the file that it was made of [FM7]."""
        now = self.now()
        for talk in said[: rules.MOST_THREADS]:
            thread = talks.thread_of(document_id, talk, places.get(talk.key), fresh_id, now)
            if thread is not None:
                store.add_whole(tx.db, thread)

    def open_thread(
        self, actor: Actor, document_id: str, anchor: Anchor, words: tuple[str, Sequence[str]]
    ) -> Thread:
        """`words` are a body, and who is called in by it."""
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            if store.count_threads(tx.db, document_id) >= rules.MOST_THREADS:
                raise rules.TooManyComments(most=rules.MOST_THREADS)
            thread = Thread(
                ThreadId(fresh_id()), document_id, anchor, actor.user_id, self.now(), None, None
            )
            store.add_thread(tx.db, thread)
            said = self._say(tx, actor, thread, words)
        return replace(thread, comments=(said,))

    def reply(
        self, actor: Actor, document_id: str, thread_id: str, words: tuple[str, Sequence[str]]
    ) -> Comment:
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            thread = self._thread(tx, document_id, thread_id)
            rules.check_reply(thread)
            return self._say(tx, actor, thread, words)

    def change(
        self,
        actor: Actor,
        document_id: str,
        place: tuple[str, str],
        words: tuple[str, Sequence[str]],
    ) -> Comment:
        """`place` is a thread and one's own comment in it."""
        body, wished = words
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            comment = self._comment(tx, document_id, place)
            rules.check_own(comment, actor.user_id)
            called_in = self._mentions(tx, document_id, wished)
            changed = replace(
                comment, body=rules.body_of(body), mentions=called_in,
                changed_at=self.now(), is_withdrawn=False,
            )  # fmt: skip
            store.change_comment(tx.db, changed)
            self._call(tx, changed, [p for p in called_in if p not in comment.mentions])
            tx.announce(topic(document_id), CHANGED)
        return changed

    def withdraw(self, actor: Actor, document_id: str, place: tuple[str, str]) -> None:
        """Its place stays, so that answers to it are understood; its words are gone."""
        with self.begin() as tx:
            file = self._open(tx, actor, document_id)
            comment = self._comment(tx, document_id, place)
            rules.check_withdraw(comment, actor.user_id, file.level)
            gone = replace(comment, body="", mentions=(), changed_at=self.now(), is_withdrawn=True)
            store.change_comment(tx.db, gone)
            store.forget_mentions(tx.db, comment.id)
            tx.announce(topic(document_id), CHANGED)

    def settle(self, actor: Actor, document_id: str, thread_id: str, *, is_resolved: bool) -> None:
        """Resolve it, or open it again."""
        with self.begin() as tx:
            self._open(tx, actor, document_id)
            thread = self._thread(tx, document_id, thread_id)
            if is_resolved:
                store.set_resolved(tx.db, thread.id, actor.user_id, self.now())
            else:
                store.set_resolved(tx.db, thread.id, None, None)
            tx.announce(topic(document_id), CHANGED)

    def waiting_for(self, actor: Actor) -> list[Mention]:
        """Where the actor was called in and has not looked, as far as he may still read it."""
        with self.begin() as tx:
            found = store.waiting_for(tx.db, actor.user_id, MOST_MENTIONS_SHOWN)
            files = self.files.readable(tx, actor, {document for document, _ in found})
            names = self._names(tx, {comment.author for _, comment in found})
        return [
            Mention(
                comment, document, files[document].title,
                names[comment.author],
            )
            for document, comment in found
            if document in files
        ]  # fmt: skip

    def may_watch(self, actor: Actor, document_id: str) -> bool:
        with self.begin() as tx:
            return document_id in self.files.readable(tx, actor, [document_id])

    def _open(self, tx: Tx, actor: Actor, document_id: str) -> DocumentFile:
        file = self.files.open(tx, actor, document_id)  # [CM1]
        rules.check_may_comment(file.level)  # [CM2]
        return file

    def _thread(self, tx: Tx, document_id: str, thread_id: str) -> Thread:
        thread = store.find_thread(tx.db, document_id, ThreadId(thread_id))
        if thread is None:
            raise NotFound
        return thread

    def _comment(self, tx: Tx, document_id: str, place: tuple[str, str]) -> Comment:
        thread = self._thread(tx, document_id, place[0])
        found = next((c for c in thread.comments if c.id == place[1] and not c.is_withdrawn), None)
        if found is None:
            raise NotFound
        return found

    def _say(
        self, tx: Tx, actor: Actor, thread: Thread, words: tuple[str, Sequence[str]]
    ) -> Comment:
        body, wished = words
        comment = Comment(
            CommentId(fresh_id()), thread.id, actor.user_id, rules.body_of(body),
            self._mentions(tx, thread.document_id, wished), self.now(), None, is_withdrawn=False,
        )  # fmt: skip
        store.add_comment(tx.db, comment)
        self._call(tx, comment, [p for p in comment.mentions if p != actor.user_id])
        tx.announce(topic(thread.document_id), CHANGED)
        return comment

    def _call(self, tx: Tx, comment: Comment, persons: Sequence[UserId]) -> None:
        store.call_in(tx.db, comment.id, persons)
        for person in persons:
            tx.announce(called(person), MENTIONED)

    def _mentions(self, tx: Tx, document_id: str, wished: Sequence[str]) -> tuple[UserId, ...]:
        """Of the named those who may read the document: nobody else learns of it [CM4]."""
        persons = [UserId(person) for person in dict.fromkeys(wished)]
        return tuple(p for p in persons if self.readers.may_read(tx, p, document_id))
