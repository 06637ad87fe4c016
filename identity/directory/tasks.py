"""Keeping people and divisions here as the directory says.

Somebody is active here if and only if the directory has them, within a minute.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from identity.directory import rules, store
from identity.directory.ports import Directory
from identity.directory.rules import (
    CloseDivision,
    DeactivatePerson,
    PutDivision,
    PutPerson,
    Step,
)
from identity.sessions.service import Sessions
from kernel import audit
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report


@dataclass(frozen=True)
class DirectorySync:
    directory: Directory
    sessions: Sessions
    begin: Begin
    now: Now
    name: str = "identity.directory"
    every: timedelta = timedelta(seconds=30)

    def run(self) -> Report:
        """One transaction: the tree is never seen half changed. Raise DirectoryAway."""
        wanted, report = self.directory.entries(), Report()
        with self.begin() as tx:
            for step in rules.plan(wanted, store.mirror(tx.db)):
                report.count(self._apply(tx, step))
        report.errors += [
            f"{id_}: no such division, or no user name" for id_ in rules.unplaced(wanted)
        ]
        report.errors += [
            f"{id_}: roles that exclude each other" for id_ in rules.overburdened(wanted)
        ]
        return report

    def _apply(self, tx: Tx, step: Step) -> str:
        match step:
            case PutDivision(division):
                store.put_division(tx.db, division)
                return "divisions put"
            case CloseDivision(division_id):
                store.close_division(tx.db, division_id)
                return "divisions closed"
            case PutPerson(person):
                store.put_person(tx.db, person)
                return "people put"
            case DeactivatePerson(person_id):
                store.deactivate_person(tx.db, person_id, self.now())
                self.sessions.end_all(tx, person_id, "left_directory")  # [DI2]
                entry = audit.Entry(self.now(), "-", "identity.deactivate", person_id)
                audit.append(tx.db, entry)
                return "people deactivated"
            case _:
                assert_never(step)
