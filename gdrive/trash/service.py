"""Throwing away, taking back, and removing for good."""

from dataclasses import dataclass

from gdrive.access import rules as access_rules
from gdrive.access.model import Access, Card, Level
from gdrive.access.service import (
    card,
    cards,
    open_node,
    open_trashed,
    readable,
    readable_in_trash,
    tell_access_changed,
)
from gdrive.files import store as files
from gdrive.quotas import service as quotas
from gdrive.trash import rules
from gdrive.tree import rules as tree_rules
from gdrive.tree import store as tree
from gdrive.tree.model import DriveKind, Node, NodeId
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound

MOST_SHOWN = 500


@dataclass(frozen=True)
class Trash:
    begin: Begin
    now: Now

    def throw_away(self, actor: Actor, node_id: NodeId, condition: str | None) -> None:
        """One row changes, whatever lies under it [TA1]."""
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.WRITE)
            self.throw_away_in(tx, access, condition)

    def throw_away_in(self, tx: Tx, access: Access, condition: str | None) -> None:
        """`access` to write, opened in the same transaction."""
        tree_rules.check_movable(access.node)
        access_rules.check_take_out(access)
        node = tree.get_locked(tx.db, access.node.id)
        tree_rules.check_state(node, condition)
        by = access.actor.user_id
        tree.change(tx.db, node, trashed_at=self.now(), trashed_by=by)
        self._tell(tx, node, "trashed")

    def _tell(self, tx: Tx, node: Node, reason: str) -> None:
        tell_access_changed(tx, node.id, reason)
        tx.announce(f"folder:{node.parent_id}", "folder.changed")
        tx.announce(f"folder:{node.id}", "folder.changed")

    def list_trash(self, actor: Actor) -> list[Card]:
        """The tops of what was thrown away in one's own drives, as far as one may take it back."""
        with self.begin() as tx:
            person = people.find(tx.db, actor.user_id)
            division_id = person.division_id if person else ""
            own = [
                tree.find_drive(tx.db, DriveKind.PERSONAL, actor.user_id),
                tree.find_drive(tx.db, DriveKind.DIVISION, division_id),
            ]
            tops = tree.trashed(tx.db, [drive.id for drive in own if drive], MOST_SHOWN)
            found = readable_in_trash(tx.db, actor, [node.id for node in tops])
            return cards(tx.db, [access for access in found if access.level >= Level.WRITE])

    def restore(self, actor: Actor, node_id: NodeId) -> Card:
        """Where it was, or at the top of the drive when that folder is gone too; a name that was
        taken meanwhile gets a number."""
        with self.begin() as tx:
            access = open_trashed(tx.db, actor, node_id, need=Level.WRITE)
            home = self._home(tx, access)
            name = tree_rules.numbered(access.node.name, tree.child_keys(tx.db, home))
            node = tree.get_locked(tx.db, node_id)
            changed = tree.change(
                tx.db, node, name=name, parent_id=home, trashed_at=None, trashed_by=None
            )
            self._tell(tx, changed, "restored")
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.READ))

    def _home(self, tx: Tx, access: Access) -> NodeId:
        if not any(step.is_trashed for step in access.steps[1:]):
            return access.steps[1].node_id
        top = readable(tx.db, access.actor, [access.drive.root_id])
        if not top or top[0].level < Level.WRITE:
            raise rules.PlaceGone
        return access.drive.root_id

    def purge(self, actor: Actor, node_id: NodeId) -> None:
        """Remove for good, with all versions and all that lies under it [SH1]."""
        with self.begin() as tx:
            access = open_trashed(tx.db, actor, node_id, need=Level.MANAGE)
            self.remove(tx, access.node, actor.user_id)

    def remove(self, tx: Tx, node: Node, by: str) -> None:
        drive_id = tree.lock_drive_of(tx.db, node.id)
        if tree.get_locked(tx.db, node.id).trashed_at is None:
            raise NotFound  # somebody has just taken it back
        tell_access_changed(tx, node.id, "purged")
        ids = [found for found, *_ in tree.subtree(tx.db, node.id)]
        size_bytes = files.bytes_of(tx.db, ids)
        files.delete_of(tx.db, ids)
        tree.delete(tx.db, ids)
        quotas.give_back(tx.db, drive_id, size_bytes)  # [QU1]
        facts = {"name": node.name, "nodes": len(ids), "size_bytes": size_bytes}
        audit.append(tx.db, audit.Entry(self.now(), by, "gdrive.purge", node.id, "done", facts))
