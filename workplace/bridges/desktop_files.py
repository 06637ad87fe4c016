"""What desktops ask of a person's documents, answered by the drive."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from daas_broker.transfers.model import Contents, DriveFile
from gdrive.access.model import Access, Level
from gdrive.access.service import open_node
from gdrive.files.model import Change, Durable, Via
from gdrive.files.rules import media_type
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind
from gdrive.tree.model import NodeId as NodeKey
from gdrive.wiring import Drive
from identity.people import store as people
from kernel.actor import Actor
from kernel.db import Begin, Tx
from kernel.errors import NotFound


@dataclass(frozen=True)
class DesktopFiles:
    """daas_broker.transfers.ports.Drive"""

    begin: Begin
    drive: Drive

    def find(self, actor: Actor, text: str, limit: int) -> Sequence[DriveFile]:
        if text.strip():
            found = [card.access for card in self.drive.search.find(actor, text, limit)]
        else:
            found = [used.card.access for used in self.drive.recent.list_recent(actor, limit)]
        return [_file(access) for access in found if access.node.kind is Kind.FILE]

    def open(self, actor: Actor, file_id: str) -> Contents:
        node, version = self.drive.files.download(actor, NodeKey(file_id), None)
        file = DriveFile(node.id, node.name, version.size_bytes)
        return Contents(file, self._read(node.id, version.seq))

    def _read(self, node_id: NodeKey, seq: int) -> Iterator[bytes]:
        """Opens nothing before the first byte is wanted: a refused file is never read."""
        yield from self.drive.files.read_unchecked(node_id, seq)

    def save(self, actor: Actor, name: str, chunks: Iterable[bytes]) -> DriveFile:
        staged = self.drive.files.stage(chunks)
        try:
            durable = self.drive.files.make_durable(staged)
            with self.begin() as tx:
                return self._add(tx, actor, name, durable)
        finally:
            self.drive.files.staging.remove(staged.stage)

    def _add(self, tx: Tx, actor: Actor, name: str, durable: Durable) -> DriveFile:
        person = people.find(tx.db, actor.user_id)
        if person is None:
            raise NotFound
        root = self.drive.folders.ensure_own_drive(tx, person).root_id
        folder = open_node(tx.db, actor, root, need=Level.WRITE)
        taken = tree.child_keys(tx.db, folder.node.id)
        free = tree_rules.numbered(tree_rules.clean_name(name), taken)
        node = self.drive.folders.add_child(tx, folder, Kind.FILE, free)
        change = Change(actor.user_id, Via.UPLOAD, media_type(free), note="가상PC에서 저장")
        version = self.drive.files.commit_version(tx, node, durable, change)
        return DriveFile(node.id, free, version.size_bytes, folder.node.name)


def _file(access: Access) -> DriveFile:
    around = access.path[-1].name if access.path else ""
    return DriveFile(access.node.id, access.node.name, access.node.size_bytes, around)
