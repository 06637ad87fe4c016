"""Work that nobody ended is asked for again: its worker died, or what it needs was away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from kernel import outbox
from kernel.db import Begin
from kernel.reconcile import Report


@dataclass(frozen=True)
class Resume:
    """A reconciler. `argument` is what the job `job` calls the ids that `undone` finds."""

    begin: Begin
    name: str
    job: str
    argument: str
    undone: Callable[[Session], Iterable[str]]
    every: timedelta = timedelta(minutes=1)

    def run(self) -> Report:
        report = Report()
        with self.begin() as tx:
            for each in self.undone(tx.db):
                outbox.enqueue(tx.db, self.job, **{self.argument: each})
                report.count("asked_again")
        return report
