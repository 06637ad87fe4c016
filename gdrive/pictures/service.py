"""Pictures of documents: nodes below the document's, so that rights, trash and quota are its own.

All methods but `keep` join the caller's transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gdrive.access.model import Access, Level
from gdrive.documents.service import Documents
from gdrive.files import store as versions
from gdrive.files.model import Change, Durable, Version, Via
from gdrive.files.service import Files
from gdrive.pictures import rules, store
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, Made, NodeId
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Pictures:
    now: Now
    files: Files
    documents: Documents

    def keep(self, data: bytes) -> Durable:
        """Before the transaction that names it [FI1]; `forget` it after that."""
        return self.files.make_durable(self.files.stage([data]))

    def forget(self, durable: Durable) -> None:
        self.files.staging.remove(durable.staged.stage)

    def add(
        self, tx: Tx, actor: Actor, document_id: NodeId, durable: Durable, media_type: str
    ) -> NodeId:
        """The picture's id in this document, the old one where it lies there already [PI2]."""
        document = self.documents.open_document(tx, actor, document_id, Level.WRITE)
        tree.lock_drive_of(tx.db, document_id)  # two who add the same come one after the other
        name = rules.name_of(durable.staged.digest, media_type)
        found = tree.find_child(tx.db, document_id, name)
        if found is not None:
            return found.id
        rules.check_room(tree.count_children(tx.db, document_id))
        made = Made(NodeId(fresh_id()), actor.user_id, self.now())
        node = tree_rules.child_of(document.node, document.drive, Kind.PICTURE, name, made)
        tree.add(tx.db, node)
        change = Change(actor.user_id, Via.OFFICE, media_type)
        self.files.commit_version(tx, node, durable, change)
        return node.id

    def find(self, tx: Tx, actor: Actor, document_id: NodeId, picture_id: NodeId) -> Version:
        """Raise NotFound unless the document may be read and holds it [PI1]."""
        self.documents.open_document(tx, actor, document_id, Level.READ)
        return self._version(tx, picture_id, document_id)

    def anywhere(self, tx: Tx, actor: Actor, picture_id: NodeId) -> tuple[Access, Version]:
        """The picture with the document it lies in, if the actor may read that [PI1]."""
        node = store.find(tx.db, picture_id)
        if node is None or node.parent_id is None:
            raise NotFound
        access = self.documents.open_document(tx, actor, node.parent_id, Level.READ)
        return access, self._version(tx, picture_id, node.parent_id)

    def find_unchecked(self, tx: Tx, document_id: NodeId, picture_id: NodeId) -> Version:
        """The office answers for the right to read the document."""
        return self._version(tx, picture_id, document_id)

    def read(self, version: Version) -> Iterator[bytes]:
        return self.files.blobs.read(version.digest)

    def _version(self, tx: Tx, picture_id: NodeId, document_id: NodeId) -> Version:
        node = store.find(tx.db, picture_id)
        version = versions.find(tx.db, picture_id, 1)
        if node is None or node.parent_id != document_id or version is None:
            raise NotFound
        return version
