"""Making, naming, finding and opening documents."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from identity.people import store as people
from identity.tickets.service import Tickets
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.ids import fresh_id
from kernel.text import nfc
from weboffice.documents import store
from weboffice.documents.events import DocumentCreated
from weboffice.documents.keeping import KeepingKeys
from weboffice.documents.model import DocumentFile, DocumentWish, Entrance, Level, Listed
from weboffice.documents.ports import DocumentFiles
from weboffice.documents.store import Row
from weboffice.editing import store as rooms
from weboffice.editing.service import AWAY_SINCE, PURPOSE
from weboffice.templates import rules as templates
from weboffice.templates.model import Template
from weboffice.ydoc.machine import SharedDoc
from weboffice.ydoc.model import SCHEMA, Block
from weboffice.ydoc.rules import plain_text, seed

MOST_RECENT = 50


def block_id() -> str:
    """Ten characters; unique within a document is enough."""
    return fresh_id()[-10:]


@dataclass(frozen=True)
class Documents:
    begin: Begin
    now: Now
    tickets: Tickets
    files: DocumentFiles
    keys: KeepingKeys

    def create_document(self, actor: Actor, wish: DocumentWish) -> DocumentFile:
        template = templates.get_template(wish.template)
        title = nfc(wish.title or template.title).strip()
        return self.create_with(actor, template.id, (wish.folder_id, title), template.blocks)

    def create_with(
        self, actor: Actor, template_id: str, place: tuple[str | None, str], blocks: list[Block]
    ) -> DocumentFile:
        """`place` is a folder, None for one's own drive, and a title."""
        with self.begin() as tx:
            return self.create_from(tx, actor, place, lambda _: seed(blocks, block_id), template_id)

    def create_from(
        self,
        tx: Tx,
        actor: Actor,
        place: tuple[str | None, str],
        first: Callable[[str], bytes],
        template_id: str = "blank",
    ) -> DocumentFile:
        """A document; `first` makes its content, an update, when it has its id [OF2]."""
        file = self.files.create(tx, actor, *place)
        self._seed(tx, actor, file.id, template_id, first(file.id))
        store.note_opening(tx.db, actor.user_id, file.id, self.now())
        return file

    def _seed(self, tx: Tx, actor: Actor, document_id: str, template_id: str, state: bytes) -> None:
        """In the transaction that makes the node; a second seed changes nothing [OF2]."""
        now = self.now()
        if rooms.add_room(tx.db, document_id, now, state, plain_text(SharedDoc([state]))):
            store.add(tx.db, Row(document_id, template_id, actor.user_id, now))
            tx.record(DocumentCreated(document_id, actor.user_id, template_id))

    def open_document(self, actor: Actor, document_id: str) -> DocumentFile:
        with self.begin() as tx:
            file = self.files.open(tx, actor, document_id)  # [OF1]
            # A node that came without its room (made through another door) gets it now.
            self._seed(tx, actor, document_id, "blank", seed([], block_id))
            store.note_opening(tx.db, actor.user_id, document_id, self.now())
        return file

    def enter_document(
        self, actor: Actor, document_id: str, away_since: datetime | None = None
    ) -> Entrance:
        """A ticket for the room; `away_since` when work is brought that was done while away."""
        with self.begin() as tx:
            file = self.files.open(tx, actor, document_id)  # [OF1]
            generation = rooms.generation(tx.db, document_id) or 0
            level = min(file.level, Level.WRITE)
            facts = {"level": level.name.lower()}
            if away_since is not None:
                facts[AWAY_SINCE] = away_since.isoformat()
            ticket = self.tickets.issue(tx, actor, PURPOSE, document_id, **facts)
        key = self.keys.key_of(actor.user_id, document_id)
        return Entrance(ticket, document_id, generation, SCHEMA, file.level, key)

    def rename_document(self, actor: Actor, document_id: str, title: str) -> DocumentFile:
        with self.begin() as tx:
            return self.files.rename(tx, actor, document_id, nfc(title).strip())

    def read_text(self, actor: Actor, document_id: str) -> str:
        """As it was last folded [OF4]."""
        with self.begin() as tx:
            self.files.open(tx, actor, document_id)
            return rooms.find_text(tx.db, document_id) or ""

    def list_recent(self, actor: Actor) -> list[Listed]:
        """What the actor opened lately and may still read [OF1]."""
        with self.begin() as tx:
            rows = store.opened_by(tx.db, actor.user_id, MOST_RECENT)
            files = self.files.readable(tx, actor, [row.id for row in rows])
            persons = people.by_ids(tx.db, {row.changed_by for row in rows})
        return [
            Listed(
                files[row.id], row.template, row.changed_by,
                persons[row.changed_by].name if row.changed_by in persons else "",
                row.changed_at,
            )
            for row in rows
            if row.id in files
        ]  # fmt: skip

    def list_templates(self) -> list[Template]:
        return templates.TEMPLATES
