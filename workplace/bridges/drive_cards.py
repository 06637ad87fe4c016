"""What the messenger asks about nodes that people talk about, answered by the drive."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gdrive.access.model import Access, Level, Subject, SubjectKind, capabilities
from gdrive.access.service import open_node, readable, stand_in
from gdrive.documents.service import STATE_TYPE
from gdrive.recent.service import Recent
from gdrive.search.service import Search
from gdrive.sharing.service import Sharing as DriveSharing
from gdrive.tree.model import Kind, NodeId
from kernel.actor import Actor, UserId
from kernel.db import Begin, Tx
from messenger.messages.model import Card, Sharing

FOLDER_TYPE = "inode/directory"  # as freedesktop.org's shared MIME database calls it


@dataclass(frozen=True)
class DriveCards:
    """messenger.messages.ports.Cards"""

    begin: Begin
    drive: DriveSharing
    search: Search
    recent: Recent

    def describe(self, actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
        with self.begin() as tx:
            found = readable(tx.db, actor, [NodeId(node_id) for node_id in ids])
        return {a.node.id: Card(a.node.id, a.node.name, _kind(a)) for a in found}

    def find(self, actor: Actor, text: str, limit: int) -> Sequence[Card]:
        if text.strip():
            found = [card.access for card in self.search.find(actor, text, limit)]
        else:
            found = [used.card.access for used in self.recent.list_recent(actor, limit)]
        return [Card(a.node.id, a.node.name, _kind(a)) for a in found]

    def sharing(self, actor: Actor, document_id: str, people: Collection[UserId]) -> Sharing:
        node_id = NodeId(document_id)
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.READ)
            lacking = [person for person in people if not _may_read(tx, person, node_id)]
        return Sharing(lacking, may_grant=capabilities(access).share)

    def grant_reading(self, actor: Actor, document_id: str, people: Collection[UserId]) -> None:
        for person in self.sharing(actor, document_id, people).lacking:
            subject = Subject(SubjectKind.PERSON, person)
            self.drive.share(actor, NodeId(document_id), subject, Level.READ)


def _may_read(tx: Tx, person: UserId, node_id: NodeId) -> bool:
    actor = stand_in(tx.db, person)
    return actor is not None and bool(readable(tx.db, actor, [node_id]))


def _kind(access: Access) -> str:
    """The media type of what is there."""
    if access.node.kind is Kind.FILE:
        return access.node.media_type
    return FOLDER_TYPE if access.node.kind is Kind.FOLDER else STATE_TYPE
