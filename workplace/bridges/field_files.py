"""Photos and other files from the field, kept by the drive of the sender's division.

A phone sends ten of a visit: they are no papers that their sender would go on with.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256 as digest_of

from gdrive.access.model import Level
from gdrive.access.service import open_node
from gdrive.files import store as versions
from gdrive.files.model import Change, Digest, Durable, Via
from gdrive.files.ports import BytesMissing
from gdrive.files.rules import blob_path, media_type, served_type
from gdrive.recent import store as recent
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, Node, NodeId
from gdrive.uploads.model import OnConflict, Progress, UploadId, Wish
from gdrive.wiring import Drive
from kernel.actor import Actor
from kernel.db import Tx
from kernel.errors import NotFound
from mobile_admin.parcels.ports import Arrived, Coming
from mobile_admin.submissions.ports import Kept

FOLDER = "현장조사"


@dataclass(frozen=True)
class FieldFiles:
    """mobile_admin.submissions.ports.AttachmentFiles"""

    drive: Drive

    @contextmanager
    def keep(self, actor: Actor, chunks: Iterable[bytes]) -> Iterator[Kept]:
        root = self.drive.folders.list_roots(actor).division.access.node.id
        staged = self.drive.files.stage(chunks)
        try:
            durable = self.drive.files.make_durable(staged)

            def add(tx: Tx, folder: str, name: str, before: str | None) -> str:
                tree.lock_drive_of(tx.db, root)  # two who make the folder make it once
                node = self._node(tx, actor, (root, folder, name), before)
                change = Change(actor.user_id, Via.UPLOAD, media_type(node.name), note=FOLDER)
                self.drive.files.commit_version(tx, node, durable, change)
                recent.forget(tx.db, actor.user_id, node.id)
                return node.id

            yield _kept(durable, add)
        finally:
            self.drive.files.staging.remove(staged.stage)

    def _node(
        self, tx: Tx, actor: Actor, place: tuple[NodeId, str, str], before: str | None
    ) -> Node:
        root, folder, name = place
        there = tree.find(tx.db, NodeId(before)) if before else None
        if there is not None:
            return there
        around = self._folder(tx, actor, self._folder(tx, actor, root, FOLDER), folder)
        access = open_node(tx.db, actor, around, need=Level.WRITE)
        taken = tree.child_keys(tx.db, around)
        free = tree_rules.numbered(tree_rules.clean_name(name), taken)
        return self.drive.folders.add_child(tx, access, Kind.FILE, free)

    def folder_of(self, tx: Tx, actor: Actor, name: str) -> NodeId:
        """Of the sender's division; two who make it make it once."""
        root = self.drive.folders.list_roots(actor).division.access.node.id
        tree.lock_drive_of(tx.db, root)
        return self._folder(tx, actor, self._folder(tx, actor, root, FOLDER), name)

    def _folder(self, tx: Tx, actor: Actor, around: NodeId, name: str) -> NodeId:
        clean = tree_rules.clean_name(name.replace("/", "·"))
        found = tree.find_child(tx.db, around, clean)
        if found is not None and found.kind is Kind.FOLDER:
            return found.id
        access = open_node(tx.db, actor, around, need=Level.WRITE)
        return self.drive.folders.add_child(tx, access, Kind.FOLDER, clean).id

    def find(self, tx: Tx, file_id: str) -> tuple[str, str] | None:
        node = tree.find(tx.db, NodeId(file_id))
        version = versions.find(tx.db, node.id, node.version) if node else None
        return (served_type(version.media_type), blob_path(version.digest)) if version else None

    def read(self, sha256: str) -> bytes | None:
        try:
            data = b"".join(self.drive.files.blobs.read(Digest(sha256)))
        except BytesMissing:
            return None
        return data if digest_of(data).hexdigest() == sha256 else None


@dataclass(frozen=True)
class FieldIntake:
    """mobile_admin.parcels.ports.Intake, on the drive's own resumable uploads."""

    files: FieldFiles

    def begin(self, actor: Actor, coming: Coming) -> str:
        wish = Wish(
            target_id=NodeId(coming.before) if coming.before else self._folder(actor, coming),
            name=coming.name,
            length_bytes=coming.size_bytes,
            on_conflict=OnConflict.RENAME,
            seen=None,
            digest=Digest(coming.sha256),
        )
        return self.files.drive.uploads.create_upload(actor, wish).upload.id

    def _folder(self, actor: Actor, coming: Coming) -> NodeId:
        with self.files.drive.uploads.begin() as tx:
            return self.files.folder_of(tx, actor, coming.folder)

    def look(self, actor: Actor, upload_id: str) -> Arrived | None:
        try:
            return _arrived(self.files.drive.uploads.look_up(actor, UploadId(upload_id)))
        except NotFound:
            return None

    def append(
        self, actor: Actor, upload_id: str, offset_bytes: int, chunks: Iterable[bytes]
    ) -> Arrived:
        uploads = self.files.drive.uploads
        found = uploads.append(actor, UploadId(upload_id), offset_bytes, chunks, None)
        if found.upload.node_id is not None:
            with uploads.begin() as tx:
                recent.forget(tx.db, actor.user_id, found.upload.node_id)
        return _arrived(found)


def _arrived(progress: Progress) -> Arrived:
    return Arrived(progress.offset_bytes, progress.upload.node_id)


def _kept(durable: Durable, add: object) -> Kept:
    return Kept(durable.staged.digest, durable.staged.size_bytes, add)  # type: ignore[arg-type]
