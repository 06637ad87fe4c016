"""Documents of the web office, as the drive sees them: a name, a place, rights, snapshots.

The office decides what is in them. Methods that take a `Tx` join the caller's transaction.
"""

from dataclasses import dataclass

from gdrive.access.model import Access, Card, Level
from gdrive.access.service import card, open_node
from gdrive.documents.rules import check_document
from gdrive.files import store as versions
from gdrive.files.model import Change, Via
from gdrive.files.service import Files
from gdrive.folders.service import Folders
from gdrive.recent import store as recent
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, Node, NodeId
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound

STATE_TYPE = "application/vnd.onmaru.document"  # the office's own; it exports other formats


@dataclass(frozen=True)
class Documents:
    begin: Begin
    now: Now
    files: Files
    folders: Folders

    def create_document(self, tx: Tx, actor: Actor, folder_id: NodeId, title: str) -> Node:
        """A document without a snapshot yet; a title that is taken gets a number."""
        folder = open_node(tx.db, actor, folder_id, need=Level.WRITE)
        taken = tree.child_keys(tx.db, folder.node.id)
        name = tree_rules.numbered(tree_rules.clean_name(title), taken)
        node = self.folders.add_child(tx, folder, Kind.DOCUMENT, name)
        recent.note(tx.db, actor.user_id, node.id, self.now())
        return node

    def open_document(self, tx: Tx, actor: Actor, node_id: NodeId, need: Level) -> Access:
        """Raise NotFound to strangers, also about nodes that are no documents."""
        access = open_node(tx.db, actor, node_id, need=need)
        check_document(access.node)
        return access

    def note_opened(self, tx: Tx, actor: Actor, node_id: NodeId) -> None:
        recent.note(tx.db, actor.user_id, node_id, self.now())

    def rename(self, tx: Tx, actor: Actor, node_id: NodeId, title: str) -> str:
        """The title as kept."""
        access = self.open_document(tx, actor, node_id, Level.WRITE)
        return self.folders.rename_in(tx, access, title).name

    def save_snapshot_unchecked(self, node_id: NodeId, author: UserId, state: bytes) -> None:
        """A version of the document, unless its last one holds the same.

        The office answers for the author's right to write. Raise NotFound when the document is
        gone, QuotaReached or DiskFull when it does not fit.
        """
        staged = self.files.stage([state])
        try:
            durable = self.files.make_durable(staged)  # [FI1]
            with self.begin() as tx:
                node = tree.find(tx.db, node_id)
                if node is None:
                    raise NotFound
                check_document(node)
                last = versions.find(tx.db, node_id, node.version)
                if last is None or last.digest != staged.digest:
                    change = Change(author, Via.OFFICE, STATE_TYPE)
                    self.files.commit_version(tx, node, durable, change)
        finally:
            self.files.staging.remove(staged.stage)

    def describe(self, actor: Actor, node_id: NodeId) -> Card:
        """Any node as a card in a message; raise NotFound to strangers."""
        with self.begin() as tx:
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.READ))
