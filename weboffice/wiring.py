"""The web office put together."""

from dataclasses import dataclass

from identity.sessions.service import Sessions
from identity.tickets.service import Tickets
from kernel.actor import Actor
from kernel.outbox import Subscription
from kernel.parts import Foundation, Part
from weboffice.batches.api import blueprint as batches_blueprint
from weboffice.batches.service import Batches
from weboffice.comments import store as comments_store
from weboffice.comments.api import blueprint as comments_blueprint
from weboffice.comments.ports import Readers
from weboffice.comments.service import Comments
from weboffice.documents import store as documents_store
from weboffice.documents.api import blueprint
from weboffice.documents.keeping import KEY_FILE, KeepingKeys
from weboffice.documents.ports import DocumentFiles
from weboffice.documents.service import Documents
from weboffice.documents.tasks import Forget, ForgetGone, NoteChange
from weboffice.editing import batches as held_batches
from weboffice.editing import store as rooms
from weboffice.editing.events import DocumentSaved
from weboffice.editing.ports import Access, Versions
from weboffice.editing.service import Editing
from weboffice.formats import kept as kept_parts
from weboffice.formats.adapters.converter import SandboxConverter
from weboffice.formats.adapters.picture_maker import SandboxMaker
from weboffice.formats.api import blueprint as formats_blueprint
from weboffice.formats.ports import Converter
from weboffice.formats.ports import Drive as Sources
from weboffice.formats.service import JOB, TOPIC, Formats
from weboffice.formats.tasks import Convert, Sweep
from weboffice.history import store as history_store
from weboffice.history.api import blueprint as history_blueprint
from weboffice.history.service import History
from weboffice.pictures.api import blueprint as pictures_blueprint
from weboffice.pictures.api import previews as previews_blueprint
from weboffice.pictures.ports import PictureFiles
from weboffice.pictures.service import Pictures
from weboffice.wopi.adapters.fetch import HttpsFetch
from weboffice.wopi.api import blueprint as external_blueprint
from weboffice.wopi.api import page_blueprint
from weboffice.wopi.endpoints import blueprint as wopi_blueprint
from weboffice.wopi.offices import JOB as DISCOVER
from weboffice.wopi.offices import Offices
from weboffice.wopi.ports import Drive as WopiFiles
from weboffice.wopi.ports import Fetch
from weboffice.wopi.service import Wopi
from weboffice.wopi.tasks import Discover

# In this order: rows refer to those of the store after them.
FORGETS: tuple[Forget, ...] = (
    comments_store.forget,
    held_batches.forget,
    history_store.forget,
    kept_parts.forget,
    rooms.forget,
    documents_store.forget,
)


@dataclass(frozen=True)
class Drive:
    """What the drive answers us."""

    files: DocumentFiles
    access: Access
    versions: Versions
    readers: Readers
    sources: Sources
    pictures: PictureFiles
    wopi: WopiFiles


@dataclass(frozen=True)
class WebOffice:
    base: Foundation
    documents: Documents
    editing: Editing
    history: History
    comments: Comments
    batches: Batches
    formats: Formats
    converter: Converter
    pictures: Pictures
    offices: Offices
    wopi: Wopi
    fetch: Fetch

    def part(self) -> Part:
        begin, now = self.base.begin, self.base.now
        note = NoteChange(begin, now)
        convert = Convert(begin, now, self.formats.drive, self.converter, self.formats)
        discover = Discover(begin, now, self.fetch)
        return Part(
            blueprints=[
                blueprint(self.documents),
                batches_blueprint(self.batches),
                comments_blueprint(self.comments),
                formats_blueprint(self.formats),
                history_blueprint(self.history),
                pictures_blueprint(self.pictures),
                previews_blueprint(self.pictures),
                external_blueprint(self.offices, self.wopi),
                page_blueprint(self.offices),
                wopi_blueprint(self.wopi, self.base.settings),
            ],
            topics={
                "comments": self.comments.may_watch,
                "mentions": _is_own,
                TOPIC: self._may_watch,
            },
            subscriptions=[Subscription(DocumentSaved, "weboffice.note_change", note)],
            reconcilers=[Sweep(begin, now), self.forget_gone(), discover],
            jobs={JOB: convert, DISCOVER: discover},
        )

    def forget_gone(self, page: int = 500) -> ForgetGone:
        return ForgetGone(self.base.begin, self.base.now, self.documents.files, FORGETS, page)

    def _may_watch(self, actor: Actor, conversion_id: str) -> bool:
        return self.formats.look(actor, conversion_id).person_id == actor.user_id


def _is_own(actor: Actor, person_id: str) -> bool:
    return actor.user_id == person_id


def build(base: Foundation, tickets: Tickets, sessions: Sessions, drive: Drive) -> WebOffice:
    keys = KeepingKeys(base.settings.secrets / KEY_FILE)
    documents = Documents(base.begin, base.now, tickets, drive.files, keys)
    comments = Comments(base.begin, base.now, drive.files, drive.readers)
    formats = Formats(
        base.begin, base.now, drive.files, drive.sources, documents, drive.pictures, comments
    )
    return WebOffice(
        base,
        documents,
        Editing(base.begin, base.now, tickets, drive.access, drive.versions),
        History(base.begin, base.now, drive.files),
        comments,
        Batches(base.begin, base.now, drive.files, documents, drive.pictures, formats.bring_kept),
        formats,
        SandboxConverter(),
        Pictures(base.begin, drive.files, drive.pictures, SandboxMaker(), drive.sources),
        Offices(base.begin, base.now, base.settings),
        Wopi(base.begin, base.now, base.spend, base.settings, sessions, drive.wopi),
        HttpsFetch(),
    )
