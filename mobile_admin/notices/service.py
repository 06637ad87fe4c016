"""Deciding, and what follows of it: documents with numbers, their correction and their end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from identity.people import store as people
from identity.people.service import UNNAMED
from kernel import audit, outbox
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.ids import fresh_id
from kernel.text import storable
from mobile_admin.decisions import store as decisions
from mobile_admin.decisions.model import Decision, Recipient, Wish
from mobile_admin.decisions.rules import DecisionIncomplete
from mobile_admin.decisions.service import Decisions
from mobile_admin.forms.service import division_of
from mobile_admin.notices import rules, store
from mobile_admin.notices.events import NoticeMoved
from mobile_admin.notices.model import Ending, Notice, PaperState, Validity
from mobile_admin.seals.codes import new_code
from mobile_admin.senders import store as senders
from mobile_admin.senders.rules import SenderMissing
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.model import Submission

JOB = "mobile_admin.make_notice"
TOPIC = "field-notices"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Notices:
    """`origin` is where strangers look a document up."""

    begin: Begin
    now: Now
    decisions: Decisions
    origin: str

    def decide(
        self, actor: Actor, submission_id: str, key: tuple[str, Wish]
    ) -> tuple[Decision, list[Notice]]:
        """Decision and documents in one transaction; the same id again is the same decision [NO2].

        `key` is an id that the caller chose, 32 hex digits, and what is wanted.
        """
        decision_id, wish = key
        with self.begin() as tx:
            there = self._same(tx, actor, submission_id, key)
            if there is not None:
                return there, store.of_decision(tx.db, there.id)
            decision = self.decisions.decide(tx, actor, submission_id, key)
            before = [n for n in store.of_submission(tx.db, submission_id) if not n.ending]
            made = self._issue(tx, decision, before)
            self._end_all(tx, actor, (before, made), (Validity.CORRECTED, decision.reason))
            facts = {
                "submission": submission_id, "kind": decision.kind.value, "seq": decision.seq,
                "registered": [n.number.registered for n in made],
                "provisional": decision.provisional.number if decision.provisional else "",
            }  # fmt: skip
            self._note(tx, actor, "decide", decision_id, facts)
            for notice in made:
                self._tell(tx, actor, notice, ("corrected" if before else "issued", wish.reason))
        return decision, made

    def _same(
        self, tx: Tx, actor: Actor, submission_id: str, key: tuple[str, Wish]
    ) -> Decision | None:
        decision_id, wish = key
        there = decisions.find(tx.db, decision_id)
        if there is None and wish.provisional:
            there = decisions.find_provisional(tx.db, wish.provisional.number)
        if there is None:
            return None
        if there.submission_id != submission_id or there.by != actor.user_id:
            raise DecisionIncomplete(missing="id")
        return there

    def reissue(self, actor: Actor, notice_id: str, reason: str) -> Notice:
        """The same words under a new number and code; the old one says so."""
        with self.begin() as tx:
            found, said = self._valid(tx, actor, notice_id, reason)
            decision = decisions.find(tx.db, found.decision_id)
            if decision is None:
                raise NotFound
            to = [r for r in decision.content.recipients if r.name in found.recipients]
            cast = self._cast(tx, decision)
            [made] = [self._one(tx, (decision, to), cast, found)]
            self._end_all(tx, actor, ([found], [made]), (Validity.REISSUED, said))
            facts = {"registered": made.number.registered, "reason": said}
            self._note(tx, actor, "reissue_notice", found.id, facts)
            self._tell(tx, actor, made, ("reissued", said))
        return made

    def cancel(self, actor: Actor, notice_id: str, reason: str) -> Notice:
        with self.begin() as tx:
            found, said = self._valid(tx, actor, notice_id, reason)
            ending = Ending(Validity.CANCELLED, self.now(), actor.user_id, said)
            store.end(tx.db, found.id, ending)
            tx.announce(f"{TOPIC}:{found.division_id}", "notices.changed")
            facts = {"registered": found.number.registered, "reason": said}
            self._note(tx, actor, "cancel_notice", found.id, facts)
            self._tell(tx, actor, found, ("cancelled", said))
            return store.find(tx.db, notice_id) or found

    def retry(self, actor: Actor, notice_id: str) -> Notice:
        """Of a paper that could not be made."""
        with self.begin() as tx:
            self.open(tx, actor, notice_id)
            found = store.find(tx.db, notice_id, is_locked=True)
            if found is None or found.state is not PaperState.FAILED:
                raise rules.PaperNotReady
            waiting = replace(
                found, state=PaperState.WAITING, tries=0, problem="", changed_at=self.now()
            )
            store.put_state(tx.db, waiting)
            outbox.enqueue(tx.db, JOB, notice_id=found.id)
            self._note(tx, actor, "retry_notice", found.id, {})
        return waiting

    def list_latest(self, actor: Actor) -> list[Notice]:
        """The division's for its head, for others what they sent in or decided [NO5]."""
        with self.begin() as tx:
            own = None if Role.MANAGER in actor.roles else actor.user_id
            return store.latest(tx.db, division_of(tx, actor), own, MOST_SHOWN)

    def of_submission(self, actor: Actor, submission_id: str) -> list[Notice]:
        with self.begin() as tx:
            self.decisions.submissions.open(tx, actor, submission_id)
            return store.of_submission(tx.db, submission_id)

    def look(self, actor: Actor, notice_id: str) -> Notice:
        with self.begin() as tx:
            return self.open(tx, actor, notice_id)

    def pdf(self, actor: Actor, notice_id: str) -> tuple[Notice, bytes]:
        """Taking a document out is in the audit."""
        with self.begin() as tx:
            found = self.open(tx, actor, notice_id)
            data = store.pdf(tx.db, notice_id)
            if data is None:
                raise rules.PaperNotReady
            self._note(tx, actor, "read_notice", found.id, {})
        return found, data

    def picture(self, actor: Actor, notice_id: str) -> bytes:
        with self.begin() as tx:
            self.open(tx, actor, notice_id)
            found = store.picture(tx.db, notice_id)
        if found is None:
            raise NotFound
        return found

    def open(self, tx: Tx, actor: Actor, notice_id: str) -> Notice:
        """The door: the head of the division, whoever sent the answers, whoever decided [NO5]."""
        found = store.find(tx.db, notice_id)
        sent = submissions.find(tx.db, found.submission_id) if found else None
        if found is None or sent is None:
            raise NotFound
        is_head = Role.MANAGER in actor.roles and found.division_id == division_of(tx, actor)
        if not is_head and actor.user_id not in {sent.person_id, found.by}:
            raise NotFound
        return found

    def _valid(self, tx: Tx, actor: Actor, notice_id: str, reason: str) -> tuple[Notice, str]:
        """Locked; only the head ends a document [NO9]."""
        self.open(tx, actor, notice_id)
        actor.require(Role.MANAGER)
        found = store.find(tx.db, notice_id, is_locked=True)
        if found is None:
            raise NotFound
        said = storable(reason).strip()
        rules.check_ends(found, said)
        return found, said

    def _issue(self, tx: Tx, decision: Decision, before: Sequence[Notice]) -> list[Notice]:
        cast = self._cast(tx, decision)
        groups = rules.groups_of(decision)
        return [
            self._one(tx, (decision, group), cast, before[at] if at < len(before) else None)
            for at, group in enumerate(groups)
        ]

    def _one(
        self,
        tx: Tx,
        of: tuple[Decision, Sequence[Recipient]],
        cast: rules.Cast,
        before: Notice | None,
    ) -> Notice:
        (decision, to), now = of, self.now().replace(microsecond=0)
        sent = self._submission(tx, decision)
        number = store.next_number(tx.db, cast.sending.office_code, rules.year_of(now))  # [NO6]
        replaces = before.number.registered if before else ""
        draft = rules.Draft(decision, sent, to, number, new_code(), now, self.origin, replaces)
        paper = rules.paper_of(draft, cast)
        source = rules.source_of(draft, paper)
        notice = Notice(
            fresh_id(), decision.id, sent.id, sent.division_id, number, draft.code, paper,
            tuple(r.name for r in to), decision.content.label, sha256(source).hexdigest(), now,
            decision.by, before.id if before else None, decision.provisional,
        )  # fmt: skip
        store.add(tx.db, notice, source)
        outbox.enqueue(tx.db, JOB, notice_id=notice.id)
        tx.announce(f"{TOPIC}:{notice.division_id}", "notices.changed")
        return notice

    def _submission(self, tx: Tx, decision: Decision) -> Submission:
        found = submissions.find(tx.db, decision.submission_id)
        if found is None:
            raise NotFound
        return found

    def _cast(self, tx: Tx, decision: Decision) -> rules.Cast:
        sent = self._submission(tx, decision)
        known = people.by_ids(tx.db, {sent.person_id, decision.by})
        sending = senders.find(tx.db, sent.division_id)
        if sending is None:
            raise SenderMissing
        agency = people.agency(tx.db) or UNNAMED
        drafter, decider = known[sent.person_id], known[decision.by]
        return rules.Cast(agency.name, people.division_name(tx.db, sent.division_id), sending,
                          drafter, decider)  # fmt: skip

    def _end_all(
        self,
        tx: Tx,
        actor: Actor,
        pair: tuple[Sequence[Notice], Sequence[Notice]],
        said: tuple[Validity, str],
    ) -> None:
        """Each of the old ones names the one that stands in its place."""
        (before, made), (standing, reason) = pair, said
        for at, old in enumerate(before):
            new = made[min(at, len(made) - 1)]
            ending = Ending(standing, self.now(), actor.user_id, reason, new.id)
            store.end(tx.db, old.id, ending)

    def _tell(self, tx: Tx, actor: Actor, notice: Notice, what: tuple[str, str]) -> None:
        act, reason = what
        number = notice.number.registered
        tx.record(NoticeMoved(notice.submission_id, act, number, actor.user_id, reason))

    def _note(
        self, tx: Tx, actor: Actor, act: str, object_id: str, facts: Mapping[str, object]
    ) -> None:
        entry = audit.Entry(
            self.now(), actor.user_id, f"mobile_admin.{act}", object_id, "done", {**facts}
        )
        audit.append(tx.db, entry)
