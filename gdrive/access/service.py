"""The one door to nodes on somebody's behalf."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gdrive.access import rules, store
from gdrive.access.events import AccessChanged
from gdrive.access.model import Access, Card, Level, Step, Subject, Who
from gdrive.access.rules import LevelMissing
from gdrive.tree import store as tree
from gdrive.tree.model import Kind, NodeId
from identity.people import store as people
from kernel.actor import Actor, Role, SessionId, UserId
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.hints import CLOSED
from kernel.settings import Zone


def who_is(db: Session, actor: Actor) -> Who:
    """Raise NotFound for somebody whom the directory does not know."""
    actor.require_zone(Zone.WORK)  # [AC9]
    divisions = people.path_of(db, actor.user_id)
    if not divisions:
        raise NotFound
    return _who(actor, divisions)


def _who(actor: Actor, divisions: Sequence[str]) -> Who:
    manages = divisions[:1] if Role.MANAGER in actor.roles else []
    return Who(actor.user_id, frozenset(divisions), frozenset(manages))


def stand_in(db: Session, person_id: UserId) -> Actor | None:
    """The person without a session, for a server that goes on with what he began; None when he
    has left."""
    person = people.find(db, person_id)
    if person is None or not person.is_active:
        return None
    return Actor(person.id, SessionId("-"), roles=person.roles)


def stand_ins(db: Session, persons: Iterable[UserId]) -> list[Actor]:
    """Of those who have not left."""
    return [
        Actor(person.id, SessionId("-"), roles=person.roles)
        for person in people.by_ids(db, persons).values()
        if person.is_active
    ]


def open_node(db: Session, actor: Actor, node_id: NodeId, *, need: Level) -> Access:
    """Raise NotFound where the actor may not even read, so nobody learns what exists [AC1]."""
    return _open(db, actor, node_id, need, in_trash=False)


def open_trashed(db: Session, actor: Actor, node_id: NodeId, *, need: Level) -> Access:
    """A node that was thrown away itself, not with a folder around it."""
    access = _open(db, actor, node_id, need, in_trash=True)
    if access.node.trashed_at is None:
        raise NotFound
    return access


def _open(db: Session, actor: Actor, node_id: NodeId, need: Level, *, in_trash: bool) -> Access:
    found = _accesses(db, actor, who_is(db, actor), [node_id], in_trash=in_trash)
    if not found:
        raise NotFound
    if found[0].level < need:
        raise LevelMissing(held=found[0].level.name.lower(), needs=need.name.lower())
    return found[0]


def readable(db: Session, actor: Actor, ids: Iterable[NodeId]) -> list[Access]:
    """Proofs for those of `ids` that the actor may read, in the order given."""
    return _accesses(db, actor, who_is(db, actor), list(ids), in_trash=False)


def readable_by_each(db: Session, wanted: Mapping[Actor, Sequence[NodeId]]) -> list[Access]:
    """Proofs for those nodes that their actors may read, at the price of one actor."""
    for actor in wanted:
        actor.require_zone(Zone.WORK)  # [AC9]
    paths = people.paths_of(db, [actor.user_id for actor in wanted])
    whos = {actor: _who(actor, paths[actor.user_id]) for actor in wanted if actor.user_id in paths}
    ids = list({node_id for actor in whos for node_id in wanted[actor]})
    known = _Known(db, ids, {subject for who in whos.values() for subject in who.subjects})
    return [
        access
        for actor, who in whos.items()
        for access in known.accesses(actor, who, wanted[actor], in_trash=False)
    ]


def readable_in_trash(db: Session, actor: Actor, ids: Iterable[NodeId]) -> list[Access]:
    return _accesses(db, actor, who_is(db, actor), list(ids), in_trash=True)


def shared_with(db: Session, actor: Actor) -> list[Access]:
    """What others gave the actor, the latest first: nothing of his own and his division's drive."""
    who = who_is(db, actor)
    own = {actor.user_id, *people.path_of(db, actor.user_id)[:1]}
    ids = list(dict.fromkeys(grant.node_id for grant in store.granted_to(db, who.subjects)))
    found = _accesses(db, actor, who, ids, in_trash=False)
    return [access for access in found if access.drive.owner_id not in own]


def level_at(db: Session, access: Access, place: Access) -> Level | None:
    """What the actor of `access` would hold on its node if it lay in the folder `place`."""
    steps = [access.steps[0], *place.steps]
    return rules.level_held(steps, place.drive, who_is(db, access.actor))


def _accesses(
    db: Session, actor: Actor, who: Who, ids: Sequence[NodeId], *, in_trash: bool
) -> list[Access]:
    return _Known(db, ids, who.subjects).accesses(actor, who, ids, in_trash=in_trash)


class _Known:
    """Nodes, with what lies above them and what was granted to the subjects."""

    def __init__(self, db: Session, ids: Sequence[NodeId], subjects: Collection[Subject]) -> None:
        self.ways = store.ways_up(db, ids, subjects)
        self.nodes = tree.by_ids(db, ids)
        self.drives = tree.drives_by_id(db, {node.drive_id for node in self.nodes.values()})

    def accesses(
        self, actor: Actor, who: Who, ids: Iterable[NodeId], *, in_trash: bool
    ) -> list[Access]:
        found = []
        for node in (self.nodes[node_id] for node_id in ids if node_id in self.nodes):
            if node.kind is Kind.PICTURE:  # [PI1]
                continue
            steps, drive = self.ways[node.id], self.drives[node.drive_id]
            level = rules.level_held(steps, drive, who)
            if level is not None and _lies(steps, in_trash=in_trash):
                above = rules.level_held(steps[1:], drive, who) if steps[1:] else None
                path = rules.readable_path(steps, drive, who)
                found.append(Access(actor, node, level, drive, above, steps, path))
        return found


def _lies(steps: Sequence[Step], *, in_trash: bool) -> bool:
    return any(step.is_trashed for step in steps) is in_trash  # [TA1]


def tell_access_changed(tx: Tx, node_id: NodeId, reason: str) -> None:
    """Say, with the commit, that rights on the node and under it may be others now [AC7]."""
    folders = store.tell_changed(tx.db, node_id)
    if folders:  # who watches must ask again whether he may
        tx.announce_each((f"folder:{folder_id}" for folder_id in folders), CLOSED)
    tx.record(AccessChanged(node_id, reason))


def cards(db: Session, accesses: Sequence[Access]) -> list[Card]:
    """The nodes with the names of their owners and last writers."""
    persons = {UserId(a.drive.owner_id) for a in accesses if a.drive.is_personal}
    names: dict[str, str] = {
        found.id: found.name
        for found in people.by_ids(db, persons | {a.node.updated_by for a in accesses}).values()
    }
    names |= store.division_names(
        db, {a.drive.owner_id for a in accesses if not a.drive.is_personal}
    )
    return [
        Card(a, names.get(a.drive.owner_id, ""), names.get(a.node.updated_by, "")) for a in accesses
    ]


def card(db: Session, access: Access) -> Card:
    return cards(db, [access])[0]


@dataclass(frozen=True)
class Nodes:
    begin: Begin

    def read_node(self, actor: Actor, node_id: NodeId) -> Card:
        with self.begin() as tx:
            return card(tx.db, open_node(tx.db, actor, node_id, need=Level.READ))

    def may_watch(self, actor: Actor, node_id: str) -> bool:
        """Whether the actor may follow the node's live topic; raise NotFound otherwise."""
        with self.begin() as tx:
            open_node(tx.db, actor, NodeId(node_id), need=Level.READ)
        return True
