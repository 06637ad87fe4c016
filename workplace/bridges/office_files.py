"""What the web office asks about its documents, answered by the drive."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gdrive.access import model as drive
from gdrive.access.service import open_node, readable, readable_by_each, stand_in, stand_ins
from gdrive.documents.service import Documents
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, NodeId
from identity.people import store as people
from kernel.actor import Actor, UserId
from kernel.db import Tx
from kernel.errors import NotFound
from weboffice.documents.model import DocumentFile, Folder, Level
from weboffice.editing.model import Mode


@dataclass(frozen=True)
class OfficeFiles:
    """weboffice.documents.ports.DocumentFiles"""

    documents: Documents

    def create(self, tx: Tx, actor: Actor, folder_id: str | None, title: str) -> DocumentFile:
        place = NodeId(folder_id) if folder_id else self._own_drive(tx, actor)
        node = self.documents.create_document(tx, actor, place, title)
        return self.open(tx, actor, node.id)

    def _own_drive(self, tx: Tx, actor: Actor) -> NodeId:
        person = people.find(tx.db, actor.user_id)
        if person is None:
            raise NotFound
        return self.documents.folders.ensure_own_drive(tx, person).root_id

    def open(self, tx: Tx, actor: Actor, document_id: str) -> DocumentFile:
        node_id = NodeId(document_id)
        access = self.documents.open_document(tx, actor, node_id, drive.Level.READ)
        self.documents.note_opened(tx, actor, node_id)
        return _file(access)

    def rename(self, tx: Tx, actor: Actor, document_id: str, title: str) -> DocumentFile:
        self.documents.rename(tx, actor, NodeId(document_id), title)
        return _file(open_node(tx.db, actor, NodeId(document_id), need=drive.Level.READ))

    def readable(self, tx: Tx, actor: Actor, ids: Iterable[str]) -> dict[str, DocumentFile]:
        found = readable(tx.db, actor, [NodeId(node_id) for node_id in ids])
        return {a.node.id: _file(a) for a in found if a.node.kind is Kind.DOCUMENT}

    def gone(self, tx: Tx, ids: Collection[str]) -> set[str]:
        there = tree.by_ids(tx.db, map(NodeId, ids))
        return {one for one in ids if NodeId(one) not in there}


def _file(access: drive.Access) -> DocumentFile:
    around = access.path[-1] if access.path else None
    folder = Folder(around.id, around.name) if around else None
    return DocumentFile(access.node.id, access.node.name, Level[access.level.name], folder)


@dataclass(frozen=True)
class OfficeAccess:
    """weboffice.editing.ports.Access"""

    def may(self, tx: Tx, of: Mapping[UserId, Collection[str]]) -> dict[tuple[UserId, str], Mode]:
        wanted = {
            actor: [NodeId(node_id) for node_id in of[actor.user_id]]
            for actor in stand_ins(tx.db, of)
        }
        return {
            (access.actor.user_id, access.node.id): _mode(access.level)
            for access in readable_by_each(tx.db, wanted)
        }


def _mode(level: drive.Level) -> Mode:
    """Who may comment may suggest [SG2]."""
    if level >= drive.Level.WRITE:
        return Mode.WRITE
    return Mode.SUGGEST if level >= drive.Level.COMMENT else Mode.READ


@dataclass(frozen=True)
class OfficeReaders:
    """weboffice.comments.ports.Readers"""

    def may_read(self, tx: Tx, person_id: UserId, document_id: str) -> bool:
        actor = stand_in(tx.db, person_id)
        return actor is not None and bool(readable(tx.db, actor, [NodeId(document_id)]))


@dataclass(frozen=True)
class OfficeVersions:
    """weboffice.editing.ports.Versions"""

    documents: Documents

    def keep(self, document: str, state: bytes, text: str, person_id: UserId) -> None:  # noqa: ARG002
        self.documents.save_snapshot_unchecked(NodeId(document), person_id, state)
