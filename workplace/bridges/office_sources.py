"""Files that come into the web office and go out of it, kept by the drive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gdrive.access.model import Level
from gdrive.access.service import open_node, readable
from gdrive.files.model import Change, Durable, Via
from gdrive.files.rules import media_type
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, NodeId
from gdrive.wiring import Drive
from identity.people import store as people
from kernel.actor import Actor
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from weboffice.formats.model import Saved, Source


@dataclass(frozen=True)
class OfficeSources:
    """weboffice.formats.ports.Drive"""

    begin: Begin
    drive: Drive

    def source(self, actor: Actor, node_id: str) -> Source:
        node, version = self.drive.files.download(actor, NodeId(node_id), None)
        with self.begin() as tx:
            access = open_node(tx.db, actor, node.id, need=Level.READ)
        folder = access.path[-1].id if access.path else None
        return Source(node.id, version.seq, node.name, version.size_bytes, folder)

    def read(self, node_id: str, version: int) -> Iterator[bytes]:
        return self.drive.files.read_unchecked(NodeId(node_id), version)

    def save(self, actor: Actor, folder_id: str | None, name: str, data: Iterable[bytes]) -> Saved:
        staged = self.drive.files.stage(data)
        try:
            durable = self.drive.files.make_durable(staged)
            with self.begin() as tx:
                return self._add(tx, actor, (folder_id, name), durable)
        finally:
            self.drive.files.staging.remove(staged.stage)

    def _add(self, tx: Tx, actor: Actor, place: tuple[str | None, str], durable: Durable) -> Saved:
        folder_id, name = place
        root = NodeId(folder_id) if folder_id else self._own_root(tx, actor)
        folder = open_node(tx.db, actor, root, need=Level.WRITE)
        taken = tree.child_keys(tx.db, folder.node.id)
        free = tree_rules.numbered(tree_rules.clean_name(name), taken)
        node = self.drive.folders.add_child(tx, folder, Kind.FILE, free)
        change = Change(actor.user_id, Via.OFFICE, media_type(free))
        self.drive.files.commit_version(tx, node, durable, change)
        return Saved(node.id, free, folder.node.name)

    def _own_root(self, tx: Tx, actor: Actor) -> NodeId:
        person = people.find(tx.db, actor.user_id)
        if person is None:
            raise NotFound
        return self.drive.folders.ensure_own_drive(tx, person).root_id

    def may_write(self, tx: Tx, actor: Actor, folder_id: str) -> bool:
        found = readable(tx.db, actor, [NodeId(folder_id)])
        return any(access.level >= Level.WRITE for access in found)
