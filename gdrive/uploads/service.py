"""Uploads that survive cuts. The stage's size is the offset, so nothing is lost with a process."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gdrive.access.model import Access, Level
from gdrive.access.service import open_node
from gdrive.files.model import Change, Digest, Durable, Staged, StageId, Via
from gdrive.files.ports import DiskFull, StageWriter
from gdrive.files.rules import check_seen, media_type
from gdrive.files.service import Files
from gdrive.quotas import service as quotas
from gdrive.quotas import store as promises
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, Made, Node, NodeId
from gdrive.uploads import rules, store
from gdrive.uploads.machine import RunningHashes
from gdrive.uploads.model import Checksum, Progress, Upload, UploadId, Wish
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Uploads:
    begin: Begin
    now: Now
    files: Files
    hashes: RunningHashes = field(default_factory=RunningHashes)

    def create_upload(self, actor: Actor, wish: Wish) -> Progress:
        """Room is promised here; raise DiskFull, QuotaReached or NameTaken before any byte."""
        wish = replace(wish, name=tree_rules.clean_name(wish.name))
        upload = rules.begin_upload(wish, UploadId(fresh_id()), actor.user_id, self.now())
        self.files.check_disk(upload.length_bytes)
        with self.begin() as tx:
            target = open_node(tx.db, actor, upload.target_id, need=Level.WRITE)
            rules.check_conflict(self._sibling(tx, target, upload), upload.on_conflict)
            before = self._file_before(tx, target, upload)
            if before is not None:
                check_seen(before, upload.seen)
            quotas.promise(tx.db, upload.id, target.drive.id, upload.length_bytes)
            store.add(tx.db, upload)
        return Progress(self._finish_when_whole(actor, upload, 0), 0)

    def _file_before(self, tx: Tx, target: Access, upload: Upload) -> Node | None:
        """The file that will get a version; None when a new one will be made."""
        if target.node.kind is Kind.FILE:
            return target.node
        sibling = self._sibling(tx, target, upload)
        if sibling is None or not rules.makes_version(sibling, upload.on_conflict):
            return None
        return open_node(tx.db, target.actor, sibling.id, need=Level.WRITE).node

    def _sibling(self, tx: Tx, target: Access, upload: Upload) -> Node | None:
        if target.node.kind is Kind.FILE:
            return None
        tree_rules.check_folder(target.node)
        return tree.find_child(tx.db, target.node.id, upload.name)

    def append(
        self,
        actor: Actor,
        upload_id: UploadId,
        offset_bytes: int,
        chunks: Iterable[bytes],
        checksum: Checksum | None,
    ) -> Progress:
        """Take what comes; a sender that is cut off ends `chunks` early and may go on later."""
        upload = self._mine(actor, upload_id)
        with self.files.staging.open(upload.stage) as writer:
            upload = self._mine(actor, upload_id)  # as left by whoever held the stage before
            if upload.checking_from is not None:
                writer.truncate(upload.checking_from)  # [UP3]
            rules.check_offset(upload, writer.size_bytes, offset_bytes)
            if checksum is not None:
                self._set_checking(upload, offset_bytes)
            try:
                self._take(upload, writer, chunks, checksum)
                writer.sync()
            except (rules.TooLarge, rules.ChecksumMismatch, DiskFull):
                writer.truncate(offset_bytes)
                raise
            finally:
                if checksum is not None:
                    self._set_checking(upload, None)
            arrived = writer.size_bytes
            return Progress(self._finish_when_whole(actor, upload, arrived), arrived)

    def _take(
        self,
        upload: Upload,
        writer: StageWriter,
        chunks: Iterable[bytes],
        checksum: Checksum | None,
    ) -> None:
        running = self._hash(upload, writer.size_bytes)
        check = hashlib.new(checksum.algorithm) if checksum else None
        for chunk in chunks:
            if writer.size_bytes + len(chunk) > upload.length_bytes:
                raise rules.TooLarge(length_bytes=upload.length_bytes)
            writer.write(chunk)
            running.update(chunk)
            if check:
                check.update(chunk)
        if check and checksum and check.digest() != checksum.digest:
            raise rules.ChecksumMismatch  # [UP3]
        self.hashes.keep(upload.id, writer.size_bytes, running)

    def _hash(self, upload: Upload, offset_bytes: int) -> "hashlib._Hash":
        def read_back(start: int, end: int) -> Iterable[bytes]:
            return self.files.staging.read(upload.stage, start, end)

        return self.hashes.at(upload.id, offset_bytes, read_back)  # type: ignore[no-any-return]

    def _set_checking(self, upload: Upload, from_bytes: int | None) -> None:
        with self.begin() as tx:
            store.set_checking(tx.db, upload.id, from_bytes)

    def look_up(self, actor: Actor, upload_id: UploadId) -> Progress:
        """Where to go on. An upload that is whole but was left unfinished is finished [UP2]."""
        upload = self._mine(actor, upload_id)
        arrived = self._arrived(upload)
        if upload.is_finished or arrived < upload.length_bytes:
            return Progress(upload, arrived)
        with self.files.staging.open(upload.stage):
            return Progress(self._finish_when_whole(actor, upload, arrived), arrived)

    def _arrived(self, upload: Upload) -> int:
        if upload.is_finished:
            return upload.length_bytes
        stored = self.files.staging.size(upload.stage) or 0
        return stored if upload.checking_from is None else min(stored, upload.checking_from)

    def list_unfinished(self, actor: Actor) -> list[Progress]:
        with self.begin() as tx:
            found = store.unfinished_of(tx.db, actor.user_id, self.now())
        return [Progress(upload, self._arrived(upload)) for upload in found]

    def cancel(self, actor: Actor, upload_id: UploadId) -> None:
        upload = self._mine(actor, upload_id)
        with self.files.staging.open(upload.stage):
            self.drop(upload.id)

    def drop(self, upload_id: UploadId) -> None:
        """Row, promise and staged bytes; what became a version stays."""
        with self.begin() as tx:
            promises.release(tx.db, upload_id)
            store.remove(tx.db, upload_id)
        self.files.staging.remove(StageId(upload_id))

    def _mine(self, actor: Actor, upload_id: UploadId) -> Upload:
        with self.begin() as tx:
            upload = store.find(tx.db, upload_id)
        if upload is None or upload.person_id != actor.user_id:
            raise NotFound
        if not rules.is_alive(upload, self.now()):
            raise NotFound  # [UP4]
        return upload

    def _finish_when_whole(self, actor: Actor, upload: Upload, arrived: int) -> Upload:
        if upload.is_finished or arrived < upload.length_bytes:
            return upload
        if arrived == 0:
            with self.files.staging.open(upload.stage):
                pass  # an empty file has a stage as well
        digest = Digest(self._hash(upload, arrived).hexdigest())
        if upload.digest not in {None, digest}:
            self.drop(upload.id)
            raise rules.ChecksumMismatch  # [UP3]
        durable = self.files.make_durable(Staged(upload.stage, digest, arrived))
        with self.begin() as tx:
            finished = self._commit(tx, actor, upload.id, durable)
        self.files.staging.remove(upload.stage)
        return finished

    def _commit(self, tx: Tx, actor: Actor, upload_id: UploadId, durable: Durable) -> Upload:
        upload = store.find_locked(tx.db, upload_id)
        if upload is None:
            raise NotFound
        if upload.is_finished:
            return upload
        node = self._target(tx, actor, upload)
        promises.release(tx.db, upload.id)
        change = Change(
            actor.user_id,
            Via.UPLOAD,
            media_type(node.name),
            seen=upload.seen if node.version else None,
        )
        self.files.commit_version(tx, node, durable, change)
        store.finish(tx.db, upload.id, node.id)
        return replace(upload, node_id=node.id)

    def _target(self, tx: Tx, actor: Actor, upload: Upload) -> Node:
        """The node that gets the version, made where there is none yet.

        A name that was taken since the upload began is numbered [TR1]: bytes that were accepted
        are not thrown away for a name.
        """
        folder = open_node(tx.db, actor, upload.target_id, need=Level.WRITE)
        before = self._file_before(tx, folder, upload)
        if before is not None:
            return before
        name = tree_rules.numbered(upload.name, tree.child_keys(tx.db, folder.node.id))
        made = Made(NodeId(fresh_id()), actor.user_id, self.now())
        node = tree_rules.child_of(folder.node, folder.drive, Kind.FILE, name, made)
        tree.add(tx.db, node)
        return node
