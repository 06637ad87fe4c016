"""Templates of forms, and what one would decide upon a submission."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound, Refused
from kernel.text import storable
from mobile_admin.decisions import rules, store
from mobile_admin.decisions.model import Decision, Recipient, Template, Wish
from mobile_admin.forms import store as forms
from mobile_admin.forms.service import division_of
from mobile_admin.reviews import store as reviews
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.model import Answer, Submission
from mobile_admin.submissions.service import Submissions
from mobile_admin.xforms.form import read


@dataclass(frozen=True)
class Draft:
    """What a decision would say; `closed` is the refusal's code where none may be made now."""

    submission: Submission
    template: Template
    answers: Sequence[Answer]
    made: Sequence[Decision]
    closed: str
    may: Sequence[str]  # outcomes that the asker may decide


@dataclass(frozen=True)
class Decisions:
    begin: Begin
    now: Now
    submissions: Submissions

    def template(self, actor: Actor, form_key: str, version: str) -> tuple[Template, int]:
        """Revision 0 where the version says nothing of its own [NO4]."""
        with self.begin() as tx:
            self._own(tx, actor, form_key)
            return self._template(tx, form_key, version)

    def set_template(
        self, actor: Actor, of: tuple[str, str], template: Template, seen: int
    ) -> tuple[Template, int]:
        """What was decided before keeps its words [NO4]."""
        actor.require(Role.MANAGER)
        form_key, version = of
        with self.begin() as tx:
            self._own(tx, actor, form_key)
            forms.find(tx.db, form_key, is_locked=True)
            content = forms.content(tx.db, form_key, version)
            if content is None:
                raise NotFound
            rules.check_template(template, read(content.xform))
            there = store.find_template(tx.db, form_key, version)
            if (there[1] if there else 0) != seen:
                raise rules.DecidedMeanwhile(seen=seen)
            key = (form_key, version, seen + 1)
            store.add_template(tx.db, key, template, actor.user_id, self.now())
            facts = {"version": version, "revision": seen + 1}
            act = "mobile_admin.set_decisions"
            audit.append(
                tx.db, audit.Entry(self.now(), actor.user_id, act, form_key, "done", facts)
            )
        return template, seen + 1

    def draft(self, actor: Actor, submission_id: str) -> Draft:
        with self.begin() as tx:
            found = self.submissions.open(tx, actor, submission_id)
            template, answers = self._read(tx, found)
            made = store.of(tx.db, submission_id)
            last = next(reversed(reviews.of(tx.db, submission_id)), None)
            links = submissions.links(tx.db, found)
        may = [o.id for o in template.outcomes if _may(o.id, template, found, actor)]
        try:
            rules.check_decidable(found, last, actor)
            rules.check_latest(links, next(reversed(made), None), None)
        except rules.NotDecidable as refused:
            return Draft(found, template, answers, made, str(refused.facts["why"]), may)
        return Draft(found, template, answers, made, "", may)

    def decide(self, tx: Tx, actor: Actor, submission_id: str, key: tuple[str, Wish]) -> Decision:
        """In the caller's transaction; `key` is an id of the caller's and what is wanted.

        Raise DecidedMeanwhile, NotDecidable, NotYours or DecisionIncomplete.
        """
        decision_id, wish = key
        found = self.submissions.open(tx, actor, submission_id)
        submissions.find_locked(tx.db, found.form_key, found.instance_id)
        template, answers = self._read(tx, found)
        outcome = rules.outcome_of(template, wish.outcome_id)
        reviewed = next(reversed(reviews.of(tx.db, submission_id)), None)
        rules.check_decidable(found, reviewed, actor)
        mark = rules.check_power(outcome, found, actor)
        wish = _storable(wish)
        last = next(reversed(store.of(tx.db, submission_id)), None)
        rules.check_latest(submissions.links(tx.db, found), last, wish.provisional)
        rules.check_wish(wish, outcome, last)
        content = rules.content_of(template, outcome, answers, wish)
        decision = Decision(
            decision_id, found.id, wish.seen + 1, outcome.kind, content, actor.user_id, mark,
            wish.reason, self.now(), wish.provisional,
        )  # fmt: skip
        store.add(tx.db, decision)
        return decision

    def _read(self, tx: Tx, found: Submission) -> tuple[Template, list[Answer]]:
        template, _ = self._template(tx, found.form_key, found.version)
        return template, self.submissions.answers(tx, found)

    def _template(self, tx: Tx, form_key: str, version: str) -> tuple[Template, int]:
        there = store.find_template(tx.db, form_key, version)
        if there is not None:
            return there
        content = forms.content(tx.db, form_key, version)
        if content is None:
            raise NotFound
        return rules.usual(read(content.xform)), 0

    def _own(self, tx: Tx, actor: Actor, form_key: str) -> None:
        form = forms.find(tx.db, form_key)
        if form is None or form.division_id != division_of(tx, actor):
            raise NotFound


def _may(outcome_id: str, template: Template, found: Submission, actor: Actor) -> bool:
    try:
        rules.check_power(rules.outcome_of(template, outcome_id), found, actor)
    except Refused:
        return False
    return True


def _storable(wish: Wish) -> Wish:
    return replace(
        wish,
        grounds=storable(wish.grounds).strip(),
        reason=storable(wish.reason).strip(),
        recipients=[Recipient(storable(r.name), storable(r.address)) for r in wish.recipients],
    )
