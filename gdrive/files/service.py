"""Contents coming in, by one way for every door, and going out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from gdrive.access.model import Card, Level
from gdrive.access.service import card, open_node
from gdrive.files import rules, store
from gdrive.files.events import VersionAdded
from gdrive.files.model import (
    Change,
    Digest,
    Durable,
    Staged,
    StageId,
    Version,
    Via,
)
from gdrive.files.ports import BlobStore, DiskFull, Staging
from gdrive.quotas import service as quotas
from gdrive.recent import store as recent
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, Node, NodeId
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Refused
from kernel.ids import fresh_id


@dataclass(frozen=True)
class Files:
    begin: Begin
    now: Now
    blobs: BlobStore
    staging: Staging

    def check_disk(self, wanted_bytes: int) -> None:
        """Raise DiskFull before anything is accepted that cannot be kept [QU3]."""
        if wanted_bytes > self.blobs.free_bytes():
            raise DiskFull(wanted_bytes=wanted_bytes)

    def stage(self, chunks: Iterable[bytes]) -> Staged:
        """Whole contents that this process has; `chunks` must end."""
        stage, digest, size_bytes = StageId(fresh_id()), sha256(), 0
        try:
            with self.staging.open(stage) as writer:
                for chunk in chunks:
                    writer.write(chunk)
                    digest.update(chunk)
                    size_bytes += len(chunk)
        except BaseException:
            self.staging.remove(stage)
            raise
        return Staged(stage, Digest(digest.hexdigest()), size_bytes)

    def make_durable(self, staged: Staged) -> Durable:
        """Before the transaction that names the bytes, never in it [FI1]."""
        self.blobs.keep(staged.stage, staged.digest)
        return Durable(staged)

    def commit_version(self, tx: Tx, node: Node, durable: Durable, change: Change) -> Version:
        """The next version of `node`; the caller has opened the node for writing.

        Raise Stale where `change.seen` is not the present version, or QuotaReached. After the
        commit the caller removes the stage.
        """
        staged = durable.staged
        store.lock_digest(tx.db, staged.digest)
        if self.blobs.size(staged.digest) != staged.size_bytes:
            # A sweep took it between make_durable and our lock; the staged bytes are still here.
            self.blobs.keep(staged.stage, staged.digest)  # [FI4]
        store.add_blob(tx.db, staged.digest, staged.size_bytes, self.now())
        version = Version(
            node_id=node.id,
            seq=0,
            digest=staged.digest,
            size_bytes=staged.size_bytes,
            media_type=change.media_type,
            author=change.author,
            via=change.via,
            note=change.note,
            created_at=self.now(),
        )
        return self._add(tx, version, change.seen)

    def _add(self, tx: Tx, draft: Version, seen: int | None) -> Version:
        """`draft` without its number, which is known when the node is locked."""
        drive_id = tree.lock_drive_of(tx.db, draft.node_id)
        quotas.charge(tx.db, drive_id, draft.size_bytes)  # [QU1]
        node = tree.get_locked(tx.db, draft.node_id)
        rules.check_seen(node, seen)
        version = replace(draft, seq=node.version + 1)
        store.add(tx.db, version)
        tree.change(
            tx.db,
            node,
            version=version.seq,
            size_bytes=version.size_bytes,
            media_type=version.media_type,
            updated_by=version.author,
            updated_at=version.created_at,
        )
        if node.kind is not Kind.PICTURE:
            recent.note(tx.db, version.author, node.id, version.created_at)
        tx.record(VersionAdded(node.id, version.seq, version.author))
        tx.announce(f"folder:{node.parent_id}", "folder.changed")
        return version

    def list_versions(self, actor: Actor, node_id: NodeId) -> list[tuple[Version, str]]:
        """The latest first, each with its author's name."""
        with self.begin() as tx:
            open_node(tx.db, actor, node_id, need=Level.READ)
            found = store.of_node(tx.db, node_id)
            known = people.by_ids(tx.db, {version.author for version in found})
        names = {person.id: person.name for person in known.values()}
        return [(version, names.get(version.author, "")) for version in found]

    def restore_version(
        self, actor: Actor, node_id: NodeId, seq: int, condition: str | None
    ) -> Card:
        """The old contents as a new version [FI2]."""
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.WRITE)
            rules.check_restorable(access.node)
            tree_rules.check_state(access.node, condition)
            old = store.find(tx.db, node_id, seq)
            if old is None:
                raise NotFound
            store.lock_digest(tx.db, old.digest)
            again = replace(
                old,
                author=actor.user_id,
                via=Via.RESTORE,
                note="",
                created_at=self.now(),
                restored_from=seq,
            )
            self._add(tx, again, access.node.version)
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.WRITE))

    def download(self, actor: Actor, node_id: NodeId, seq: int | None) -> tuple[Node, Version]:
        """The version to hand out, the present one unless `seq` says which."""
        try:
            return self._open_version(actor, node_id, seq)
        except Refused as error:
            self._note_refusal(actor, node_id, error)
            raise

    def _open_version(self, actor: Actor, node_id: NodeId, seq: int | None) -> tuple[Node, Version]:
        with self.begin() as tx:
            node = open_node(tx.db, actor, node_id, need=Level.READ).node
            rules.check_downloadable(node)
            version = store.find(tx.db, node_id, seq or node.version)
            if version is None:
                raise NotFound
            recent.note(tx.db, actor.user_id, node_id, self.now())
            return node, version

    def _note_refusal(self, actor: Actor, node_id: NodeId, error: Refused) -> None:
        """Only about what exists: a mistyped address is no event [SH1]."""
        with self.begin() as tx:
            if tree.find(tx.db, node_id) is not None:
                facts = {"code": error.code}
                entry = audit.Entry(
                    self.now(), actor.user_id, "gdrive.download", node_id, "refused", facts
                )
                audit.append(tx.db, entry)

    def read_unchecked(self, node_id: NodeId, seq: int) -> Iterator[bytes]:
        """The bytes of a version, for a server that answers for the reader's right itself."""
        with self.begin() as tx:
            version = store.find(tx.db, node_id, seq)
        if version is None:
            raise NotFound
        return self.blobs.read(version.digest)
