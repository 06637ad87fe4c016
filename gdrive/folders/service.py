"""Finding one's way, and putting things in their place."""

from dataclasses import dataclass

from gdrive.access import rules as access_rules
from gdrive.access import store as grants
from gdrive.access.model import Access, Card, Grant, Level, Subject, SubjectKind
from gdrive.access.service import (
    card,
    cards,
    level_at,
    open_node,
    readable,
    shared_with,
    tell_access_changed,
)
from gdrive.files import store as files
from gdrive.folders import store
from gdrive.folders.events import NodeRenamed
from gdrive.folders.model import Order, Page, Place, Roots, Twig
from gdrive.quotas import service as quotas
from gdrive.quotas import store as promises
from gdrive.quotas.rules import LIMIT_BYTES
from gdrive.tree import rules
from gdrive.tree import store as tree
from gdrive.tree.model import Drive, DriveId, DriveKind, Kind, Made, Node, NodeId
from identity.people import store as people
from identity.people.model import Person
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.text import name_key

PAGE = 200
MOST_FOLDERS = 3000
OWN_NAME = "내 문서함"  # nobody but its owner ever reads the top folder of a personal drive
NOBODY = UserId("-")  # makes the folders of divisions, so that no member is their maker [AC5]


@dataclass(frozen=True)
class Folders:
    begin: Begin
    now: Now

    def list_roots(self, actor: Actor) -> Roots:
        """The drives somebody has; they are made when first looked at."""
        with self.begin() as tx:
            person = people.find(tx.db, actor.user_id)
            if person is None:
                raise NotFound
            mine = self.ensure_own_drive(tx, person)
            division = self._ensure_drive(
                tx, DriveKind.DIVISION, person.division_id, person.division
            )
            own = cards(tx.db, readable(tx.db, actor, [mine.root_id, division.root_id]))
            return Roots(
                own[0],
                own[1],
                len(shared_with(tx.db, actor)),
                promises.promised_bytes(tx.db, mine.id),
            )

    def ensure_own_drive(self, tx: Tx, person: Person) -> Drive:
        return self._ensure_drive(tx, DriveKind.PERSONAL, person.id, OWN_NAME)

    def _ensure_drive(self, tx: Tx, kind: DriveKind, owner_id: str, name: str) -> Drive:
        found = tree.find_drive(tx.db, kind, owner_id)
        if found is not None:
            return found
        root_id = NodeId(fresh_id())
        drive = Drive(DriveId(root_id), kind, owner_id, LIMIT_BYTES[kind], 0)
        maker = UserId(owner_id) if drive.is_personal else NOBODY
        root = rules.root_of(drive, name, Made(root_id, maker, self.now()))
        if not tree.add_drive(tx.db, drive, root):  # somebody else has just made it
            return tree.get_drive(tx.db, kind, owner_id)
        if not drive.is_personal:
            members = Subject(SubjectKind.DIVISION, owner_id)
            grants.put(tx.db, Grant(root_id, members, Level.WRITE, NOBODY, self.now()))
        return drive

    def list_folders(self, actor: Actor) -> list[Twig]:
        """Every folder of one's own drives; whoever may read a folder may read those in it."""
        with self.begin() as tx:
            person = people.find(tx.db, actor.user_id)
            if person is None:
                raise NotFound
            mine = tree.find_drive(tx.db, DriveKind.PERSONAL, person.id)
            division = tree.find_drive(tx.db, DriveKind.DIVISION, person.division_id)
            roots = [drive.root_id for drive in (mine, division) if drive]
            return store.folders_under(tx.db, roots, MOST_FOLDERS)

    def list_children(
        self, actor: Actor, folder_id: NodeId, order: Order, after: Place | None
    ) -> Page:
        with self.begin() as tx:
            folder = open_node(tx.db, actor, folder_id, need=Level.READ).node
            rules.check_folder(folder)
            found = store.children(tx.db, folder.id, order, after, PAGE + 1)
            shown = readable(tx.db, actor, [node.id for node in found[:PAGE]])
            last = found[PAGE - 1] if len(found) > PAGE else None
            place = store.place_of(last, name_key(last.name), order) if last else None
            return Page(cards(tx.db, shown), place)

    def create_folder(self, actor: Actor, parent_id: NodeId, name: str) -> Card:
        with self.begin() as tx:
            parent = open_node(tx.db, actor, parent_id, need=Level.WRITE)
            node = self.add_child(tx, parent, Kind.FOLDER, name)
            return card(tx.db, open_node(tx.db, actor, node.id, need=Level.READ))

    def add_child(self, tx: Tx, parent: Access, kind: Kind, name: str) -> Node:
        """A node without contents in a folder that was opened for writing."""
        rules.check_folder(parent.node)
        rules.check_place(NodeId(""), 0, [step.node_id for step in parent.steps])
        made = Made(NodeId(fresh_id()), parent.actor.user_id, self.now())
        node = rules.child_of(parent.node, parent.drive, kind, name, made)
        tree.add(tx.db, node)
        tx.announce(f"folder:{parent.node.id}", "folder.changed")
        return node

    def rename(self, actor: Actor, node_id: NodeId, name: str, condition: str | None) -> Card:
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.WRITE)
            rules.check_state(access.node, condition)
            self.rename_in(tx, access, name)
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.READ))

    def rename_in(self, tx: Tx, access: Access, name: str) -> Node:
        """For a node that was opened for writing; raise Stale when it changed meanwhile."""
        changed = self._change(tx, access, access.node.etag, name=rules.clean_name(name))
        tx.record(NodeRenamed(changed.id, changed.name))
        return changed

    def _change(self, tx: Tx, access: Access, condition: str | None, **values: object) -> Node:
        rules.check_movable(access.node)
        node = tree.get_locked(tx.db, access.node.id)
        rules.check_state(node, condition)
        changed = tree.change(
            tx.db, node, updated_by=access.actor.user_id, updated_at=self.now(), **values
        )
        for folder_id in {node.parent_id, changed.parent_id}:
            tx.announce(f"folder:{folder_id}", "folder.changed")
        tx.announce(f"folder:{node.id}", "folder.changed")
        return changed

    def move(self, actor: Actor, node_id: NodeId, target_id: NodeId, condition: str | None) -> Card:
        """Raise MoveWouldRaise, CycleMade or NameTaken. Another drive is charged for the bytes."""
        with self.begin() as tx:
            source, target = self._open_both(tx, actor, node_id, target_id)
            # Two moves at once could each be right and together a circle: one after the other.
            tree.lock_drives(tx.db, [source.drive.id, target.drive.id])
            source, target = self._open_both(tx, actor, node_id, target_id)
            self._check_move(tx, source, target)
            if source.drive.id != target.drive.id:
                self._change_drive(tx, source, target.drive)
            self._change(tx, source, condition, parent_id=target.node.id)
            tell_access_changed(tx, node_id, "moved")  # [AC7]
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.READ))

    def _open_both(
        self, tx: Tx, actor: Actor, node_id: NodeId, target_id: NodeId
    ) -> tuple[Access, Access]:
        source = open_node(tx.db, actor, node_id, need=Level.WRITE)
        return source, open_node(tx.db, actor, target_id, need=Level.WRITE)

    def _check_move(self, tx: Tx, source: Access, target: Access) -> None:
        rules.check_movable(source.node)
        access_rules.check_take_out(source)
        rules.check_folder(target.node)
        is_folder = source.node.kind is Kind.FOLDER
        height = tree.folder_height(tx.db, source.node.id) if is_folder else 0
        rules.check_place(source.node.id, height, [step.node_id for step in target.steps])
        leaves_drive = source.drive.id != target.drive.id
        after = level_at(tx.db, source, target)
        access_rules.check_move(source.level, after, leaves_drive=leaves_drive)

    def _change_drive(self, tx: Tx, source: Access, target: Drive) -> None:
        ids = [node_id for node_id, *_ in tree.subtree(tx.db, source.node.id)]
        quotas.move_charge(tx.db, source.drive.id, target.id, files.bytes_of(tx.db, ids))
        tree.change_drive(tx.db, ids, target.id)
