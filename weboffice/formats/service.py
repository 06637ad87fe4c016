"""Bringing files in as documents and sending documents out as files."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from identity.people import store as people
from kernel import audit, outbox
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from weboffice.comments.service import Comments
from weboffice.documents.ports import DocumentFiles
from weboffice.documents.service import Documents, block_id
from weboffice.editing import store as rooms
from weboffice.formats import kept as kept_parts
from weboffice.formats import rules, store
from weboffice.formats.model import (
    GOING,
    Choice,
    Conversion,
    Format,
    Kept,
    Saved,
    Stage,
    State,
    Way,
)
from weboffice.formats.ports import Drive
from weboffice.paper import carry, shared
from weboffice.paper.fragments import insets_in
from weboffice.paper.model import Paper, Picture
from weboffice.paper.pictures import changed, pictures_in
from weboffice.paper.shared import Readings
from weboffice.pictures.ports import Add, PictureFiles
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.places import Range
from weboffice.ydoc.suggestions import Verdict, branches, stamps_in

JOB = "weboffice.convert"
TOPIC = "conversion"


@dataclass(frozen=True)
class Formats:
    begin: Begin
    now: Now
    files: DocumentFiles
    drive: Drive
    documents: Documents
    pictures: PictureFiles
    comments: Comments

    def start_import(self, actor: Actor, node_id: str) -> Conversion:
        """Read a file of the drive; it becomes no document before `keep_import`."""
        source = self.drive.source(actor, node_id)
        format_ = rules.format_of(source.name)
        rules.check_size(source.size_bytes)
        wish = self._wish(actor, Way.IMPORT, format_, source.name)
        made = replace(
            wish, node_id=source.node_id, version=source.version, folder_id=source.folder_id
        )
        with self.begin() as tx:
            self._start(tx, made)
        return made

    def upload_import(
        self, actor: Actor, name: str, folder_id: str | None, data: Iterable[bytes]
    ) -> Conversion:
        """The file is kept in the drive first [FM3]: it stays whatever becomes of it."""
        rules.format_of(name)
        saved = self.drive.save(actor, folder_id, name, _bounded(data))
        return self.start_import(actor, saved.node_id)

    def start_export(
        self, actor: Actor, document_id: str, wished: str, verdict: Verdict = Verdict.ACCEPT
    ) -> Conversion:
        """`verdict` on open suggestions, for a format that cannot hold them [SG6]."""
        format_ = rules.export_format(wished)
        with self.begin() as tx:
            file = self.files.open(tx, actor, document_id)
            name = rules.file_name(file.title, format_)
            folder_id = file.folder.id if file.folder else None
            wish = self._wish(actor, Way.EXPORT, format_, name)
            made = replace(wish, node_id=document_id, folder_id=folder_id)
            self._start(tx, made, verdict=verdict.value)
        return made

    def _wish(self, actor: Actor, way: Way, format_: Format, name: str) -> Conversion:
        now = self.now()
        return Conversion(
            fresh_id(), actor.user_id, way, format_, name, "", 0, None, State.WAITING,
            Stage.WAITING, "", {}, {}, None, now, now,
        )  # fmt: skip

    def _start(self, tx: Tx, conversion: Conversion, **wishes: str) -> None:
        rules.check_room(store.count_going(tx.db, conversion.person_id))
        store.add(tx.db, conversion)
        outbox.enqueue(tx.db, JOB, conversion_id=conversion.id, **wishes)

    def choices(
        self, actor: Actor, document_id: str, verdict: Verdict = Verdict.ACCEPT
    ) -> list[Choice]:
        """What each format would change, before anything is made [FM1]."""
        with self.begin() as tx:
            self.files.open(tx, actor, document_id)
            found = self.paper_of(tx, document_id, verdict)
            kept = kept_parts.find(tx.db, document_id)
        return rules.choices(found, kept)

    def paper_of(self, tx: Tx, document_id: str, verdict: Verdict) -> Readings:
        """The document as it was last durable; the caller answers for the right to read."""
        document = SharedDoc(rooms.load(tx.db, document_id).updates)
        authors = {UserId(by) for by in stamps_in(branches(document)).values()}
        names = {str(key): person.name for key, person in people.by_ids(tx.db, authors).items()}
        return shared.readings(document, names, self.comments.told(tx, document_id), verdict)

    def look(self, actor: Actor, conversion_id: str) -> Conversion:
        with self.begin() as tx:
            return self._mine(tx, actor, conversion_id)

    def _mine(
        self, tx: Tx, actor: Actor, conversion_id: str, *, is_locked: bool = False
    ) -> Conversion:
        """Others' conversions do not exist [FM3]."""
        found = store.find(tx.db, conversion_id, is_locked=is_locked)
        if found is None or found.person_id != actor.user_id:
            raise NotFound
        return found

    def cancel(self, actor: Actor, conversion_id: str) -> Conversion:
        """What is over stays as it is."""
        with self.begin() as tx:
            found = self._mine(tx, actor, conversion_id, is_locked=True)
            if found.state not in GOING | {State.READY}:
                return found
            ended = replace(found, state=State.CANCELLED, stage=Stage.DONE, changed_at=self.now())
            store.put(tx.db, ended)
            announce(tx, ended)
        return ended

    def keep_import(self, actor: Actor, conversion_id: str) -> Conversion:
        """The document, made beside the file it came from; a second time changes nothing."""
        with self.begin() as tx:
            found = self._mine(tx, actor, conversion_id)
            rules.check_ready(found, Way.IMPORT)
            read = carry.unpack(store.result(tx.db, found.id))
        paper, _ = rules.into_editor(read.paper)
        with ExitStack() as stack:
            adds = {
                picture.data: stack.enter_context(
                    self.pictures.keep(picture.data, picture.media_type)
                )
                for picture in pictures_in(paper)
            }
            with self.begin() as tx:
                found = self._mine(tx, actor, conversion_id, is_locked=True)
                rules.check_ready(found, Way.IMPORT)
                if found.document_id:
                    return found
                kept = self._keep(tx, actor, found, (paper, adds))
                if read.base and kept.document_id:
                    insets = {inset.key for inset in insets_in(paper)}
                    counts = Kept(kept.format, kept.kept, insets)
                    kept_parts.add(tx.db, kept.document_id, counts, read.base)
                return kept

    def bring_kept(self, tx: Tx, document_id: str, copy_id: str) -> None:
        """A copy of a document leaves as that would [FM8]."""
        kept_parts.copy(tx.db, document_id, copy_id)

    def _keep(
        self, tx: Tx, actor: Actor, found: Conversion, made: tuple[Paper, Mapping[bytes, Add]]
    ) -> Conversion:
        paper, adds = made
        folder_id = found.folder_id
        if folder_id is not None and not self.drive.may_write(tx, actor, folder_id):
            folder_id = None  # a file that was shared with one who may not write there

        places: dict[str, Range] = {}

        def first(document_id: str) -> bytes:
            def keyed(picture: Picture) -> Picture:
                key = adds[picture.data](tx, actor, document_id)
                return replace(picture, data=b"", key=key)

            planted = shared.plant(changed(paper, keyed), block_id)
            places.update(planted.places)
            return planted.update

        place = (folder_id, rules.title_of(found.name))
        file = self.documents.create_from(tx, actor, place, first)
        self.comments.bring(tx, file.id, paper.talks, places)
        kept = replace(found, state=State.KEPT, document_id=file.id, changed_at=self.now())
        store.put(tx.db, kept)
        self._note(tx, kept, "weboffice.import")
        return kept

    def content(self, actor: Actor, conversion_id: str) -> tuple[Conversion, bytes]:
        """What was made, for who may still read the document [FM3]."""
        with self.begin() as tx:
            found = self._mine(tx, actor, conversion_id)
            rules.check_ready(found, Way.EXPORT)
            self.files.open(tx, actor, found.node_id)
            data = store.result(tx.db, found.id)
            self._note(tx, found, "weboffice.export")
        return found, data

    def save_export(self, actor: Actor, conversion_id: str) -> Saved:
        """Beside the document where one may write, else in one's own drive."""
        found, data = self.content(actor, conversion_id)
        folder_id = found.folder_id
        with self.begin() as tx:
            if folder_id is not None and not self.drive.may_write(tx, actor, folder_id):
                folder_id = None
        return self.drive.save(actor, folder_id, found.name, [data])

    def _note(self, tx: Tx, conversion: Conversion, act: str) -> None:
        facts = {"format": conversion.format.value}
        entry = audit.Entry(
            self.now(), conversion.person_id, act, conversion.node_id, "done", facts
        )
        audit.append(tx.db, entry)


def announce(tx: Tx, conversion: Conversion) -> None:
    tx.announce(f"{TOPIC}:{conversion.id}", "conversion.changed")


def _bounded(chunks: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        rules.check_size(size)
        yield chunk
