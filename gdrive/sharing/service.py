"""Sharing nodes with people and divisions."""

from dataclasses import dataclass

from gdrive.access import store as grants
from gdrive.access.model import Access, Card, Grant, Level, Subject, SubjectKind
from gdrive.access.rules import LevelMissing
from gdrive.access.service import card, cards, open_node, shared_with, tell_access_changed
from gdrive.sharing import rules, store
from gdrive.sharing.model import GrantsOf, Shown
from gdrive.tree.model import NodeId
from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound


@dataclass(frozen=True)
class Sharing:
    begin: Begin
    now: Now

    def list_grants(self, actor: Actor, node_id: NodeId) -> GrantsOf:
        with self.begin() as tx:
            return self._grants(tx, open_node(tx.db, actor, node_id, need=Level.READ))

    def share(self, actor: Actor, node_id: NodeId, subject: Subject, level: Level) -> GrantsOf:
        """Give `subject` the level, or change the one it has."""
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.MANAGE)
            rules.check_grant(access, subject, level)
            self._check_exists(tx, subject)
            grants.put(tx.db, Grant(node_id, subject, level, actor.user_id, self.now()))
            found = self._grants(tx, access)
            self._tell(tx, access, subject, level)
            return found

    def unshare(self, actor: Actor, node_id: NodeId, subject: Subject) -> None:
        with self.begin() as tx:
            access = open_node(tx.db, actor, node_id, need=Level.READ)
            if not rules.may_remove(access, subject):
                raise LevelMissing(held=access.level.name.lower(), needs="manage")
            if access.node.is_root:
                raise rules.RootNotShared
            if grants.remove(tx.db, node_id, subject) is None:
                raise NotFound
            self._tell(tx, access, subject, None)

    def list_shared(self, actor: Actor) -> list[Card]:
        with self.begin() as tx:
            return cards(tx.db, shared_with(tx.db, actor))

    def _check_exists(self, tx: Tx, subject: Subject) -> None:
        is_person = subject.kind is SubjectKind.PERSON
        exists = store.person_exists if is_person else store.division_exists
        if not exists(tx.db, subject.id):
            raise rules.SubjectUnknown

    def _grants(self, tx: Tx, access: Access) -> GrantsOf:
        """Inherited ones only from folders that the reader may see [AC6]."""
        above = {crumb.id: crumb.name for crumb in access.path}
        found = grants.grants_on(tx.db, [access.node.id, *above])
        shown = self._shown(tx, found)
        return GrantsOf(
            owner_name=card(tx.db, access).owner_name,
            own=[s for s in shown if s.grant.node_id == access.node.id],
            inherited=[s for s in shown if s.grant.node_id != access.node.id],
            folder_names=above,
        )

    def _shown(self, tx: Tx, found: list[Grant]) -> list[Shown]:
        of_kind = {
            kind: {g.subject.id for g in found if g.subject.kind is kind} for kind in SubjectKind
        }
        persons = people.by_ids(tx.db, map(UserId, of_kind[SubjectKind.PERSON]))
        names = grants.division_names(tx.db, of_kind[SubjectKind.DIVISION])
        counts = store.people_in(tx.db, of_kind[SubjectKind.DIVISION])
        shown = []
        for grant in found:
            subject_id = grant.subject.id
            if grant.subject.kind is SubjectKind.DIVISION:
                name, count = names.get(subject_id, ""), counts.get(subject_id, 0)
                shown.append(Shown(grant, name, "", count))
            elif UserId(subject_id) in persons:
                person = persons[UserId(subject_id)]
                shown.append(Shown(grant, person.name, f"{person.division} {person.post}", 1))
        return shown

    def _tell(self, tx: Tx, access: Access, subject: Subject, level: Level | None) -> None:
        """Who is concerned hears of it; the audit entry is last, it locks the chain [SH1]."""
        node = access.node
        tell_access_changed(tx, node.id, "shared" if level else "unshared")
        if subject.kind is SubjectKind.PERSON:
            tx.announce(f"person:{subject.id}", "drive.shared")
        tx.announce(f"folder:{node.id}", "folder.changed")
        facts = {
            "subject": f"{subject.kind.value}:{subject.id}",
            "level": level.name.lower() if level else None,
        }
        act = "gdrive.share" if level else "gdrive.unshare"
        entry = audit.Entry(self.now(), access.actor.user_id, act, node.id, "done", facts)
        audit.append(tx.db, entry)
