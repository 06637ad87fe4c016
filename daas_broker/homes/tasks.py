"""Keeps homes where they belong.

A home is *in place* if and only if the first desktop that its person holds in its zone has it, or
none does; and *kept* if and only if what is in it since its last use stands in a snapshot.
"""

from dataclasses import dataclass
from datetime import timedelta

from daas_broker.desktops.ports import HostFailure
from daas_broker.homes import rules, store
from daas_broker.homes.keeping import Keeping
from daas_broker.homes.rules import Attach, Free, Keep, Situation, Step, Take
from kernel.reconcile import Report

PASSES = 3  # free, take and attach may follow each other


@dataclass(frozen=True)
class HomeKeeper:
    keeping: Keeping
    name: str = "daas_broker.homes"
    every: timedelta = timedelta(seconds=2)

    def run(self) -> Report:
        report = Report()
        for _ in range(PASSES):
            steps = rules.plan(self._look())
            if not steps:
                break
            for step in steps:
                self._act(step, report)
        return report

    def _look(self) -> Situation:
        with self.keeping.begin() as tx:
            everybodys = store.everybodys(tx.db)
            hosted = [home for home in everybodys if self.keeping.reached_by(home)]
            seats = store.seats(tx.db)
            return Situation(
                hosted,
                [seat for seat in seats if seat.desktop.provider in self.keeping.hosts],
                store.states(tx.db),
                self.keeping.now(),
            )

    def _act(self, step: Step, report: Report) -> None:
        word = type(step).__name__.lower()
        try:
            self._do(step)
        except HostFailure as error:
            report.errors.append(f"{word}: {error}")
        else:
            report.count(word)

    def _do(self, step: Step) -> None:
        match step:
            case Free(home):
                with self.keeping.begin() as tx:
                    self.keeping.free(tx, home)
            case Take(seat):
                self.keeping.take(seat)
            case Attach(home, seat):
                self.keeping.attach(home, seat)
            case Keep(home):
                self.keeping.keep(home)
