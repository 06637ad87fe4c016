"""Figures for the head of a division."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from kernel.actor import Actor
from kernel.clock import Now
from kernel.db import Begin
from mobile_admin.assignments import store as assignments
from mobile_admin.assignments.rules import SEOUL, day_of
from mobile_admin.cases.service import Cases
from mobile_admin.exports import store as exports
from mobile_admin.exports.service import Exports
from mobile_admin.figures import rules, store
from mobile_admin.figures.model import CaseFigures, FormFigures

LINES = ("open", "assign", "survey", "close")


@dataclass(frozen=True)
class Figures:
    begin: Begin
    now: Now
    cases: Cases
    exports: Exports

    def of_cases(self, actor: Actor, days: int) -> CaseFigures:
        shown = rules.days_until(day_of(self.now()), days)
        with self.begin() as tx:
            division = self.cases.is_head(tx, actor)
            states = assignments.counts(tx.db, division)
            taken = store.steps(tx.db, division, _start(self.now(), days))
        lines = {step: rules.line(shown, taken.get(step, {})) for step in LINES}
        return CaseFigures(states, shown, lines)

    def of_form(self, actor: Actor, form_key: str, days: int) -> FormFigures:
        """Of the latest answers, so that many of them cost no more than some."""
        book = self.exports.book(actor, form_key)
        shown = rules.days_until(day_of(self.now()), days)
        latest = next(iter(book.forms.values()), None)
        questions = rules.chosen(latest) if latest else []
        counts: dict[str, Counter[str]] = {q.path: Counter() for q in questions}
        counted = 0
        with self.begin() as tx:
            total = exports.sent(tx.db, form_key)
            sent = store.sent(tx.db, form_key, _start(self.now(), days))
            for record in islice(exports.every(tx.db, form_key, None), rules.MOST_COUNTED):
                rules.tally(record.root, counts, counts)
                counted += 1
        asked = [rules.asked(question, counts[question.path]) for question in questions]
        return FormFigures(book.title, total, counted, shown, rules.line(shown, sent), asked)


def _start(now: datetime, days: int) -> datetime:
    first = day_of(now) - timedelta(days=days - 1)
    return datetime.combine(first, time(), SEOUL)
