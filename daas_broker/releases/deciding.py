"""Approvers: what waits for them, their answer, and the signed record of it."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from daas_broker.releases import evidence, rules, store
from daas_broker.releases.evidence import Signer
from daas_broker.releases.model import (
    Approval,
    Evidence,
    Finding,
    Lane,
    Named,
    Release,
    ReleaseId,
    ReleaseStage,
)
from daas_broker.releases.ports import Hold
from daas_broker.releases.service import KEEP, OVERSEERS, named, note, told
from identity.people import store as people
from identity.people.model import Person
from kernel import audit, outbox
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.settings import Zone


@dataclass(frozen=True)
class Deciding:
    begin: Begin
    now: Now
    hold: Hold
    signer: Signer
    instance: str

    def inbox(self, actor: Actor) -> list[Named]:
        """What waits for this person's answer, the oldest first."""
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            found = named(tx, store.in_stages(tx.db, {ReleaseStage.WAITING}), actor)
        return [one for one in found if one.may_decide]

    def decided(self, actor: Actor) -> list[Named]:
        """What this person answered, the newest first."""
        actor.require_zone(Zone.WORK)
        with self.begin() as tx:
            return named(tx, store.decided_by(tx.db, actor.user_id), actor)

    def all(self, actor: Actor) -> list[Named]:
        actor.require_zone(Zone.WORK)
        actor.require(*OVERSEERS)
        with self.begin() as tx:
            return named(tx, store.newest(tx.db), actor)

    def approve(
        self, actor: Actor, release_id: ReleaseId, answer: str, seen: frozenset[Finding]
    ) -> Release:
        """From now on it goes, with a signed record [DX4]."""
        with self.begin() as tx:
            release, lane = self._open(tx, actor, release_id)
            approval = Approval(actor.user_id, self.now(), answer, seen)
            made = rules.approved(release, lane, approval)
            proof = self._proof(tx, actor, made, lane)
            store.save(tx.db, made)
            store.add_evidence(tx.db, made.id, proof)
            outbox.enqueue(tx.db, KEEP)
            told(tx, made)
            facts = {"record": evidence.digest(proof.record), "answer": made.answer}
            note(tx, self.now(), actor.user_id, "approve", made, **facts)
            return made

    def refuse(self, actor: Actor, release_id: ReleaseId, answer: str) -> Release:
        with self.begin() as tx:
            release, _ = self._open(tx, actor, release_id)
            made = rules.refused(release, actor.user_id, self.now(), answer)
            store.save(tx.db, made)
            told(tx, made)
            note(tx, self.now(), actor.user_id, "refuse", made, answer=made.answer)
        self.hold.remove(release_id)
        return made

    def is_genuine(self, record: str, signature: bytes) -> bool:
        """Whether this installation signed this very record."""
        return self.signer.is_ours(record, signature)

    def set_lane(self, actor: Actor, lane: Lane) -> Lane:
        """`lane.revision` is the one that was looked at [DX8]."""
        actor.require_zone(Zone.WORK)
        actor.require(Role.SECURITY_OFFICER)
        wished = rules.check_lane(lane)
        try:
            with self.begin() as tx:
                return self._set_lane(tx, actor, wished)
        except IntegrityError as error:
            raise rules.LaneMoved from error

    def _set_lane(self, tx: Tx, actor: Actor, wished: Lane) -> Lane:
        before = store.lane(tx.db, wished.to)
        if before.revision != wished.revision:
            raise rules.LaneMoved(revision=before.revision)
        made = Lane(**{**vars(wished), "revision": before.revision + 1})
        store.add_lane(tx.db, made, actor.user_id, self.now())
        tx.announce("releases:all", "desktop.release")
        facts = {"before": store.lane_body(before), "after": store.lane_body(made)}
        act = "daas_broker.release_lane"
        audit.append(
            tx.db,
            audit.Entry(self.now(), actor.user_id, act, made.to.value, "done", facts),
        )
        return made

    def _open(self, tx: Tx, actor: Actor, release_id: ReleaseId) -> tuple[Release, Lane]:
        """NotFound to whoever may not decide on it; its asker is told why [DX2]."""
        actor.require_zone(Zone.WORK)
        release = store.find_locked(tx.db, release_id)
        if release is None:
            raise NotFound
        lane = store.lane(tx.db, release.wish.to)
        if release.person_id == actor.user_id:
            raise rules.OwnRelease
        asker = store.askers(tx.db, [release.person_id])[release.person_id]
        if not rules.may_decide(actor.user_id, actor.roles, asker, lane.approver):
            raise NotFound
        return release, lane

    def _proof(self, tx: Tx, actor: Actor, made: Release, lane: Lane) -> Evidence:
        known = people.by_ids(tx.db, [made.person_id, actor.user_id])
        asker, approver = known[made.person_id], known[actor.user_id]
        verdicts = made.verdicts
        return self.signer.sign(
            {
                "instance": self.instance,
                "release": made.id,
                "name": made.wish.name,
                "sha256": made.kept.sha256,
                "bytes": made.kept.size_bytes,
                "source": made.wish.source.value,
                "to": made.wish.to.value,
                "reason": made.wish.reason,
                "asked_at": made.asked_at.isoformat(),
                "asked_by": _signature_of(asker),
                "kind": verdicts.kind if verdicts else "",
                "findings": _counts(made),
                "scanner": verdicts.scanner if verdicts else "",
                "inspected_at": verdicts.inspected_at.isoformat() if verdicts else "",
                "lane_revision": lane.revision,
                "approved_by": _signature_of(approver),
                "approved_at": self.now().isoformat(),
                "answer": made.answer,
            }
        )


def _counts(made: Release) -> dict[str, int]:
    found = made.verdicts.findings if made.verdicts else {}
    return {finding.value: count for finding, count in found.items()}


def _signature_of(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name, "post": person.post, "division": person.division}
