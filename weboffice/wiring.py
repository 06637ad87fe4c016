"""The web office put together."""

from dataclasses import dataclass

from identity.tickets.service import Tickets
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from weboffice.documents.api import blueprint
from weboffice.documents.ports import DocumentFiles
from weboffice.documents.service import Documents
from weboffice.documents.tasks import NoteChange
from weboffice.editing.events import DocumentSaved
from weboffice.editing.ports import Access, Versions
from weboffice.editing.service import Editing
from weboffice.history.api import blueprint as history_blueprint
from weboffice.history.service import History

OWNER = "crdtd"  # of all rooms, while one process serves them


@dataclass(frozen=True)
class Drive:
    """What the drive answers us."""

    files: DocumentFiles
    access: Access
    versions: Versions


@dataclass(frozen=True)
class WebOffice:
    base: Foundation
    documents: Documents
    editing: Editing
    history: History

    def part(self) -> Part:
        note = NoteChange(self.base.begin, self.base.now)
        return Part(
            blueprints=[blueprint(self.documents), history_blueprint(self.history)],
            subscriptions=[Subscription(DocumentSaved, "weboffice.note_change", note)],
        )


def build(base: Foundation, tickets: Tickets, drive: Drive) -> WebOffice:
    return WebOffice(
        base,
        Documents(base.begin, base.now, tickets, drive.files),
        Editing(base.begin, base.now, tickets, drive.access, drive.versions, OWNER),
        History(base.begin, base.now, drive.files),
    )
