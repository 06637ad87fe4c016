"""Files of the drive for an external office."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gdrive.access.model import Access, Level
from gdrive.access.service import open_node
from gdrive.files import store as versions
from gdrive.files.model import Change, Durable, Via
from gdrive.files.rules import media_type
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, NodeId
from gdrive.wiring import Drive
from kernel.actor import Actor
from kernel.db import Tx
from kernel.errors import NotFound
from weboffice.wopi.model import File
from weboffice.wopi.rules import BadName


@dataclass(frozen=True)
class KeptContents:
    """weboffice.wopi.ports.Kept"""

    drive: Drive
    durable: Durable

    def put(self, tx: Tx, actor: Actor, file_id: str) -> File:
        access = _opened(tx, actor, file_id, Level.WRITE)
        change = Change(actor.user_id, Via.OFFICE, media_type(access.node.name))
        self.drive.files.commit_version(tx, access.node, self.durable, change)
        return _file(tx, _opened(tx, actor, file_id, Level.READ))

    def add(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File:
        folder = _folder(tx, actor, file_id)
        free = _free_name(tx, folder, name)
        node = self.drive.folders.add_child(tx, folder, Kind.FILE, free)
        change = Change(actor.user_id, Via.OFFICE, media_type(free))
        self.drive.files.commit_version(tx, node, self.durable, change)
        return _file(tx, _opened(tx, actor, node.id, Level.READ))


@dataclass(frozen=True)
class OfficeWopi:
    """weboffice.wopi.ports.Drive"""

    drive: Drive

    def open(self, tx: Tx, actor: Actor, file_id: str) -> File:
        return _file(tx, _opened(tx, actor, file_id, Level.READ))

    def read(self, file: File) -> Iterator[bytes]:
        return self.drive.files.read_unchecked(NodeId(file.id), file.version)

    @contextmanager
    def keep(self, chunks: Iterable[bytes]) -> Iterator[KeptContents]:
        staged = self.drive.files.stage(chunks)
        try:
            yield KeptContents(self.drive, self.drive.files.make_durable(staged))
        finally:
            self.drive.files.staging.remove(staged.stage)

    def beside(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File | None:
        folder = _folder(tx, actor, file_id)
        found = tree.find_child(tx.db, folder.node.id, name)
        if found is None or found.kind is not Kind.FILE:
            return None
        return _file(tx, _opened(tx, actor, found.id, Level.READ))

    def free_name(self, tx: Tx, actor: Actor, file_id: str, name: str) -> str:
        return _free_name(tx, _folder(tx, actor, file_id), name)

    def rename(self, tx: Tx, actor: Actor, file_id: str, name: str) -> File:
        access = _opened(tx, actor, file_id, Level.WRITE)
        wanted, folder_id = _clean(name), access.node.parent_id
        if wanted != access.node.name and folder_id is not None:
            there = tree.find_child(tx.db, folder_id, wanted)
            if there is not None and there.id != access.node.id:
                wanted = tree_rules.numbered(wanted, tree.child_keys(tx.db, folder_id))
            self.drive.folders.rename_in(tx, access, wanted)
        return _file(tx, _opened(tx, actor, file_id, Level.READ))

    def throw_away(self, tx: Tx, actor: Actor, file_id: str) -> None:
        access = _opened(tx, actor, file_id, Level.WRITE)
        self.drive.trash.throw_away_in(tx, access, "*")  # its lock is what an office goes by


def _opened(tx: Tx, actor: Actor, file_id: str, need: Level) -> Access:
    """Documents have an editor of their own, and folders no bytes."""
    access = open_node(tx.db, actor, NodeId(file_id), need=need)
    if access.node.kind is not Kind.FILE or access.node.version == 0:
        raise NotFound
    return access


def _folder(tx: Tx, actor: Actor, file_id: str) -> Access:
    parent_id = _opened(tx, actor, file_id, Level.READ).node.parent_id
    if parent_id is None:
        raise NotFound
    return open_node(tx.db, actor, parent_id, need=Level.WRITE)


def _file(tx: Tx, access: Access) -> File:
    node = access.node
    version = versions.find(tx.db, node.id, node.version)
    if version is None:
        raise NotFound
    return File(
        id=node.id,
        name=node.name,
        owner_id=access.drive.owner_id,
        version=version.seq,
        size_bytes=version.size_bytes,
        changed_at=version.created_at,
        may_write=access.level >= Level.WRITE,
        may_add_beside=access.may_take_out,
    )


def _free_name(tx: Tx, folder: Access, name: str) -> str:
    return tree_rules.numbered(_clean(name), tree.child_keys(tx.db, folder.node.id))


def _clean(name: str) -> str:
    try:
        return tree_rules.clean_name(name)
    except tree_rules.BadName as error:
        raise BadName(reason=error.facts["reason"]) from error
