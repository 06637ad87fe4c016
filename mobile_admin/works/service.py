"""Work as it comes in: the holder's moves the case, anybody else's waits for the head."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from identity.people import store as people
from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.text import storable
from mobile_admin.assignments import store as assignments
from mobile_admin.cases import store as cases_store
from mobile_admin.cases.machine import AT_WORK, Move, may_follow
from mobile_admin.cases.model import Case, CaseStep
from mobile_admin.cases.rules import is_private
from mobile_admin.cases.service import TOPIC, Cases
from mobile_admin.dispatches import store as dispatches
from mobile_admin.dispatches.model import Kind, Operation, Standing
from mobile_admin.forms import store as forms
from mobile_admin.reviews.model import Review, Verdict
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.model import About, Submission
from mobile_admin.works import rules, store
from mobile_admin.works.model import OwnHeld, Ruling, SentBack, Shown, Waiting, Wish, Work

TOLD = timedelta(days=30)
STEP_OF = {Verdict.ACCEPTED: CaseStep.ACCEPT, Verdict.SENT_BACK: CaseStep.SEND_BACK}


@dataclass(frozen=True)
class Works:
    """dispatches.ports.Assignments, submissions.ports.Claims and reviews.ports.Reviewed."""

    begin: Begin
    now: Now
    cases: Cases

    def standing(self, tx: Tx, actor: Actor, assignment_id: str, at: datetime) -> Standing | None:
        """None where it never was the actor's; locks the case, so that nobody reassigns it."""
        under = assignments.find(tx.db, assignment_id)
        if under is None or under.person_id != actor.user_id:
            return None
        case = cases_store.find(tx.db, under.case_id, is_locked=True)
        under = assignments.find(tx.db, assignment_id)
        if case is None or under is None:
            return None
        return rules.standing_of(case, under, at)

    def note(self, tx: Tx, actor: Actor, operation: Operation, standing: Standing) -> None:
        under = assignments.find(tx.db, operation.assignment_id or "")
        case = cases_store.find(tx.db, under.case_id, is_locked=True) if under else None
        if under is None or case is None:
            raise NotFound
        if operation.kind is Kind.ANSWERS:
            found = dispatches.find(tx.db, operation.id)
            sent = submissions.find(tx.db, (found.submission_id if found else None) or "")
            if sent is None:
                raise NotFound
            came = (under.lease_rev, standing, operation.happened_at)
            self._take(tx, actor, case, (sent, came))
        elif standing is Standing.VALID:
            self._follow(tx, actor, case, operation)

    def claim(self, tx: Tx, actor: Actor, submission: Submission, number: str) -> None:
        """Answers that name a case by its number, from an app that knows no assignments."""
        named = cases_store.find_numbered(tx.db, submission.division_id, number)
        case = cases_store.find(tx.db, named.id, is_locked=True) if named else None
        if case is None or store.find(tx.db, submission.id) is not None:
            return
        mine = [a for a in assignments.of_case(tx.db, case.id) if a.person_id == actor.user_id]
        if not mine:
            self._take(tx, actor, case, (submission, (0, Standing.TAKEN, None)))
            return
        standing = rules.standing_of(case, mine[-1], submission.received_at)
        self._take(tx, actor, case, (submission, (mine[-1].lease_rev, standing, None)))

    def about(
        self, tx: Tx, submission_ids: Collection[str], *, is_head: bool
    ) -> Mapping[str, About]:
        """What its case is about; where nobody planned it, what its inspector called it."""
        return store.about(tx.db, submission_ids, is_head=is_head)

    def reviewed(self, tx: Tx, actor: Actor, review: Review) -> None:
        """What is said of the work that counts moves its case."""
        work = store.find(tx.db, review.submission_id)
        step = STEP_OF.get(review.verdict)
        if work is None or not work.counts or step is None:
            return
        case = cases_store.find(tx.db, work.case_id, is_locked=True)
        if case is None:
            return
        rules.check_review(case, step)
        if step in may_follow(case):
            self.cases.move(tx, actor, case, Move(step, self.now(), review.reason))

    def of_case(self, actor: Actor, case_id: str) -> list[Shown]:
        with self.begin() as tx:
            self.cases.door(tx, actor, case_id)
            return [self._shown(tx, work) for work in store.of_case(tx.db, case_id)]

    def waiting(self, actor: Actor) -> list[Waiting]:
        with self.begin() as tx:
            return store.waiting(tx.db, self.cases.is_head(tx, actor))

    def sent_back(self, actor: Actor) -> list[SentBack]:
        """One's own work that the head wants corrected: what a phone fills its sheet with [FS7]."""
        with self.begin() as tx:
            wanted = dict(store.sent_back(tx.db, actor.user_id))
            back = cases_store.last_moved(tx.db, list(wanted), CaseStep.SEND_BACK)
            heads = people.by_ids(tx.db, {entry.by for entry in back.values()})
            return [
                SentBack(
                    case_id, sent, tuple(submissions.files(tx.db, submission_id)),
                    back[case_id].reason, heads[back[case_id].by].name, back[case_id].at,
                )
                for case_id, submission_id in wanted.items()
                if (sent := submissions.find(tx.db, submission_id)) is not None
            ]  # fmt: skip

    def own_held(self, actor: Actor) -> list[OwnHeld]:
        """What became of one's own work that was held, and of what was done as the holder where
        the head took somebody else's instead; the latest first [AS10]."""
        with self.begin() as tx:
            since = self.now() - TOLD
            found = store.displaced(tx.db, actor.user_id, since)
            found += store.own_held(tx.db, actor.user_id, since)
        return sorted(found, key=lambda o: o.work.ruled_at or o.received_at, reverse=True)

    def rule(self, actor: Actor, submission_id: str, wish: Wish) -> Work:
        """Accepted, it counts instead of what counted; raise RuledMeanwhile [AS9]."""
        with self.begin() as tx:
            there = store.find(tx.db, submission_id)
            if there is None:
                raise NotFound
            case = self.cases.door(tx, actor, there.case_id, is_locked=True)
            there = store.find(tx.db, submission_id) or there
            wish = replace(wish, reason=storable(wish.reason).strip())
            rules.check(wish, there)
            ruled = replace(
                there, rev=there.rev + 1, ruling=wish.ruling, reason=wish.reason,
                ruled_by=actor.user_id, ruled_at=self.now(),
            )  # fmt: skip
            other = self._settle(tx, ruled)
            for sent in filter(None, (submissions.find(tx.db, o) for o in (submission_id, other))):
                tx.announce(f"person:{sent.person_id}", "field.work.ruled")  # [AS10]
            if wish.ruling is Ruling.ACCEPTED and case.state in AT_WORK:
                survey = Move(CaseStep.SURVEY, self.now(), wish.reason)
                self.cases.move(tx, actor, case, survey)
            else:
                self.cases.remark(tx, actor, case, (f"work_{wish.ruling.value}", wish.reason))
        return replace(ruled, counts=wish.ruling is Ruling.ACCEPTED)

    def _settle(self, tx: Tx, ruled: Work) -> str:
        """Whose other submission counts no more, or counts again; empty where none does."""
        is_in = ruled.ruling is Ruling.ACCEPTED
        others = store.of_case(tx.db, ruled.case_id)
        counted = next((w.submission_id for w in others if w.counts), None)
        if is_in:
            store.rule(tx.db, ruled)
            store.make_count(tx.db, ruled.case_id, ruled.submission_id)
            return counted if counted and counted != ruled.submission_id else ""
        instead = None
        if counted == ruled.submission_id:
            instead = store.last_valid(tx.db, ruled.case_id, but=ruled.submission_id)
            store.make_count(tx.db, ruled.case_id, instead)
        store.rule(tx.db, ruled)
        return instead or ""

    def _take(
        self,
        tx: Tx,
        actor: Actor,
        case: Case,
        came: tuple[Submission, tuple[int, Standing, datetime | None]],
    ) -> None:
        sent, (lease_rev, standing, done_at) = came
        is_valid = standing is Standing.VALID
        work = Work(sent.id, case.id, lease_rev, standing, done_at, counts=is_valid)
        if not store.add(tx.db, work):
            return
        if is_valid:
            self.cases.move(tx, actor, case, Move(CaseStep.SURVEY, self.now()))
        else:
            self.cases.remark(tx, actor, case, ("work_held", ""))
            lead = assignments.lead_of(tx.db, case.id)
            if lead is not None:
                tx.announce(f"person:{lead.person_id}", "field.work.held")
        tx.announce(f"{TOPIC}:{case.division_id}", "works.changed")

    def _follow(self, tx: Tx, actor: Actor, case: Case, operation: Operation) -> None:
        """The case goes with the visit, as far as it has not gone on already."""
        is_start = operation.kind is Kind.START
        is_over = (store.has_ended if is_start else store.is_passed)(tx.db, operation.visit_id)
        step = rules.step_of(case.state, operation, is_over=is_over)
        if step is not None:
            reason = "" if is_start or is_private(operation.note) else operation.note
            self.cases.move(tx, actor, case, Move(step, self.now(), reason))

    def _shown(self, tx: Tx, work: Work) -> Shown:
        sent = submissions.find(tx.db, work.submission_id)
        form = forms.find(tx.db, sent.form_key) if sent else None
        if sent is None or form is None:
            raise NotFound
        asked = {sent.person_id} | ({work.ruled_by} if work.ruled_by else set())
        known = people.by_ids(tx.db, asked)
        ruler = known.get(work.ruled_by) if work.ruled_by else None
        files = tuple(file.name for file in submissions.files(tx.db, sent.id))
        name = known[sent.person_id].name
        return Shown(work, sent, form.title, name, ruler.name if ruler else "", files)
