"""Taking what phones tell, each operation for itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kernel import audit
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Refused, Unavailable
from kernel.text import storable
from mobile_admin.dispatches import rules, store
from mobile_admin.dispatches.model import Kind, Operation, Outcome, Receipt, Standing, Visit
from mobile_admin.dispatches.ports import Assignments
from mobile_admin.dispatches.store import Kept, Told
from mobile_admin.pockets.rules import check_mine
from mobile_admin.submissions.service import Submissions

SHOWN = timedelta(days=7)
TOLD = frozenset({Outcome.HELD, Outcome.CONFLICT, Outcome.REJECTED})


class _CameTwice(Exception):
    """Somebody else sent the same operation meanwhile."""


@dataclass(frozen=True)
class Sent:
    """An operation with the digest of what was sent; or why it is none."""

    op_id: str
    operation: Operation | None
    sha256: str


@dataclass
class _Door:
    """The pocket is looked at once, and with it which operations are there already."""

    actor: Actor
    pocket_id: str
    ids: Sequence[str]
    known: Mapping[str, Kept] | None = None

    @property
    def is_open(self) -> bool:
        return self.known is not None

    def open(self, tx: Tx) -> Mapping[str, Kept]:
        """Raise PocketRevoked or NotFound."""
        if self.known is None:
            found = store.find_door(tx.db, self.pocket_id, self.ids)
            check_mine(self.actor.user_id, found.owner, found.revoked_at)
            self.known = found.known
        return self.known


@dataclass(frozen=True)
class Dispatches:
    begin: Begin
    now: Now
    submissions: Submissions
    assignments: Assignments

    def take(self, actor: Actor, pocket_id: str, sent: Sequence[Sent]) -> Iterator[Receipt]:
        """One answer for each, as soon as it is durable; raise PocketRevoked before any.

        Operations of one visit come in their order; what is wrong with one stops no other [FO4].
        """
        ids = [each.op_id for each in sent if each.operation is not None]
        door = _Door(actor, pocket_id, ids)
        receipts = []
        if not sent:
            with self.begin() as tx:
                door.open(tx)
        for each in sent:
            receipt = self._take_one(door, each)
            receipts.append(receipt)
            yield receipt
        self._note(actor, pocket_id, receipts)

    def visits(self, actor: Actor) -> Sequence[Visit]:
        """One's own of the last days."""
        with self.begin() as tx:
            return store.visits_of(tx.db, actor.user_id, self.now() - SHOWN)

    def _take_one(self, door: "_Door", sent: Sent) -> Receipt:
        """The first goes through the door in its own transaction: most dispatches have but one."""
        try:
            try:
                with self.begin() as tx:
                    return self._judge(tx, door, sent, door.open(tx).get(sent.op_id))
            except _CameTwice:  # at the same time: nothing of this one was done
                with self.begin() as tx:
                    there = store.find(tx.db, sent.op_id)
                    if there is None:
                        raise
                    return self._judge(tx, door, sent, there)
        except Unavailable:
            raise  # the phone sends it again
        except Refused as error:
            if not door.is_open:
                raise
            return Receipt(sent.op_id, rules.outcome_of_refusal(error), code=error.code)

    def _judge(self, tx: Tx, door: "_Door", sent: Sent, there: Kept | None) -> Receipt:
        if sent.operation is None:
            raise rules.Malformed
        came = (sent.operation, sent.sha256)
        rules.check(sent.operation, self.now())
        if there is not None:
            return _again(door.actor, came, there)
        return self._apply(tx, (door.actor, door.pocket_id), came)

    def _apply(self, tx: Tx, sender: tuple[Actor, str], came: tuple[Operation, str]) -> Receipt:
        (actor, _), operation = sender, came[0]
        standing = self._standing(tx, actor, operation)
        act = _Act(*sender, *came, standing, self.now())
        if operation.kind is Kind.ANSWERS:
            receipt, told = self._take_answers(tx, act)
        else:
            receipt = act.receipt()
            told = store.tell(tx.db, operation.kind, *act.rows(receipt, _said(operation)))
        if (told.person_id, told.assignment_id) != (actor.user_id, operation.assignment_id):
            raise rules.OtherVisit
        if not told.is_first:
            raise _CameTwice
        if operation.assignment_id is not None:
            self.assignments.note(tx, actor, operation, standing)
        return receipt

    def _take_answers(self, tx: Tx, act: "_Act") -> tuple[Receipt, Told]:
        """Those that nobody has sent yet are written with what is told of them."""
        xml = act.operation.xml.encode()
        judged = self.submissions.judge(tx, act.actor, xml, is_held=act.is_held)
        told = store.tell_new(tx.db, *act.answered(judged.wish.id), judged.values)
        taken = self.submissions.settle(tx, judged, is_new=told is not None)
        if told is None:
            told = store.tell(tx.db, Kind.ANSWERS, *act.answered(taken.id))
        return act.receipt(taken.id), told

    def _standing(self, tx: Tx, actor: Actor, operation: Operation) -> Standing:
        if operation.assignment_id is None:
            return Standing.VALID  # a visit that nobody planned
        found = self.assignments.standing(tx, actor, operation.assignment_id, operation.happened_at)
        if found is None:
            raise rules.NoSuchAssignment
        return found

    def _note(self, actor: Actor, pocket_id: str, receipts: Sequence[Receipt]) -> None:
        """One entry a dispatch, and only where something was held or refused."""
        told: Mapping[str, list[str]] = {
            outcome.value: [each.op_id for each in receipts if each.outcome is outcome]
            for outcome in TOLD
        }
        if not any(told.values()):
            return
        facts = {key: ids for key, ids in told.items() if ids}
        with self.begin() as tx:
            entry = audit.Entry(
                self.now(), actor.user_id, "mobile_admin.dispatch", pocket_id, "refused", facts
            )
            audit.append(tx.db, entry)


def _again(actor: Actor, came: tuple[Operation, str], there: Kept) -> Receipt:
    """Raise OtherOperation where the id was used for something else [FO4]."""
    if (there.person_id, there.sha256) != (actor.user_id, came[1]):
        raise rules.OtherOperation
    return Receipt(came[0].id, Outcome.DUPLICATE, there.outcome, submission_id=there.submission_id)


def _said(operation: Operation) -> dict[str, Any]:
    """What a beginning or an end writes of its visit."""
    if operation.result is None:
        title = storable(operation.title).strip()
        return {"started_at": operation.happened_at, "title": title}
    return {
        "ended_at": operation.happened_at,
        "result": operation.result.value,
        "note": storable(operation.note),
    }


@dataclass(frozen=True)
class _Act:
    """An operation as it is written down."""

    actor: Actor
    pocket_id: str
    operation: Operation
    sha256: str
    standing: Standing
    now: datetime

    @property
    def outcome(self) -> Outcome:
        return rules.outcome_of(self.standing)

    @property
    def is_held(self) -> bool:
        return self.outcome is Outcome.HELD

    def receipt(self, submission_id: str | None = None) -> Receipt:
        return Receipt(self.operation.id, self.outcome, submission_id=submission_id)

    def answered(self, submission_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return self.rows(self.receipt(submission_id), {"submission_id": submission_id})

    def rows(
        self, receipt: Receipt, said: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Its own, and what it writes of its visit."""
        return self._own(receipt), {
            "id": self.operation.visit_id,
            "person_id": self.actor.user_id,
            "assignment_id": self.operation.assignment_id,
            "is_held": self.is_held,
            **said,
        }

    def _own(self, receipt: Receipt) -> dict[str, Any]:
        operation = self.operation
        return {
            "id": operation.id,
            "pocket_id": self.pocket_id,
            "person_id": self.actor.user_id,
            "kind": operation.kind.value,
            "visit_id": operation.visit_id,
            "sha256": self.sha256,
            "outcome": receipt.outcome.value,
            "submission_id": receipt.submission_id,
            "standing": self.standing.value,
            "did_at": operation.did_at,
            "offset_ms": operation.clock.offset_ms,
            "uncertainty_ms": operation.clock.uncertainty_ms,
            "is_clock_off": rules.is_clock_off(operation),
            "place": vars(operation.place) if operation.place else None,
            "received_at": self.now,
        }
