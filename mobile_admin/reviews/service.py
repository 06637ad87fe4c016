"""Accepting what was sent, sending it back, setting it aside."""

from dataclasses import dataclass

from identity.people import store as people
from kernel import audit
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.text import storable
from mobile_admin.reviews import rules, store
from mobile_admin.reviews.events import SubmissionReviewed
from mobile_admin.reviews.model import Review, Wish
from mobile_admin.reviews.ports import Reviewed
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.service import TOPIC, Submissions


@dataclass(frozen=True)
class Reviews:
    begin: Begin
    now: Now
    submissions: Submissions
    heard: Reviewed

    def read(self, actor: Actor, submission_id: str) -> list[tuple[Review, str]]:
        """The first first, each with its reviewer's name [FR3]."""
        with self.begin() as tx:
            self.submissions.open(tx, actor, submission_id)
            found = store.of(tx.db, submission_id)
            known = people.by_ids(tx.db, {review.by for review in found})
        return [(review, known[review.by].name) for review in found]

    def correction(self, actor: Actor, submission_id: str) -> str | None:
        """What is to be reviewed instead."""
        with self.begin() as tx:
            found = self.submissions.open(tx, actor, submission_id)
            return submissions.links(tx.db, found).corrected_by

    def latest(self, actor: Actor) -> list[Review]:
        """What holds of each submission that the actor is shown."""
        shown = [line.submission.id for line in self.submissions.list_latest(actor)]
        with self.begin() as tx:
            return store.last_of(tx.db, shown)

    def add(self, actor: Actor, submission_id: str, wish: Wish) -> Review:
        """Raise ReviewedMeanwhile where another decided first [FR2], and CorrectedMeanwhile."""
        with self.begin() as tx:
            found = self.submissions.open(tx, actor, submission_id)
            actor.require(Role.MANAGER)
            submissions.find_locked(tx.db, found.form_key, found.instance_id)
            last = next(reversed(store.of(tx.db, submission_id)), None)
            reason = storable(wish.reason).strip()
            rules.check(Wish(wish.verdict, reason, wish.seen), last)
            review = Review(
                submission_id, wish.seen + 1, wish.verdict, reason, actor.user_id, self.now()
            )
            store.add(tx.db, review)
            said = (review.seq, review.verdict.value, actor.user_id)
            tx.record(SubmissionReviewed(submission_id, *said))
            self.heard.reviewed(tx, actor, review)
            # Whoever corrects holds the case, and whoever heard of the review now has it: a
            # correction is there, or comes after this.
            rules.check_latest(wish, submissions.links(tx.db, found))
            tx.announce(f"{TOPIC}:{found.division_id}", "submissions.changed")
            facts = {"verdict": wish.verdict.value}
            entry = audit.Entry(
                self.now(), actor.user_id, "mobile_admin.review", found.id, "done", facts
            )
            audit.append(tx.db, entry)
        return review
