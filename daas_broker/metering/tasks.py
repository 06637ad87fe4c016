"""Keeps the ledger of use in step with what is in use.

The ledger is *in step* if and only if each desktop that runs, each that somebody holds and each
open stream has an interval that reaches to its last heartbeat, and everything else is closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from daas_broker.metering import rules, store
from daas_broker.usage import store as usage
from daas_broker.usage.model import Interval
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.reconcile import Report

HEARTBEAT = timedelta(seconds=10)
LOOK_BACK = timedelta(days=2)  # after a start: what ended while no meter ran
OVERLAP = timedelta(minutes=1)  # commits that came late


@dataclass
class Meter:
    """Each run is one transaction: a meter that is killed has either counted a heartbeat or not,
    and the next one counts up to the same moments."""

    begin: Begin
    now: Now
    name: str = "daas_broker.meter"
    every: timedelta = HEARTBEAT
    looked_at: datetime | None = None

    def run(self) -> Report:
        report = Report()
        now = self.now()
        since = self.looked_at - OVERLAP if self.looked_at else now - LOOK_BACK
        with self.begin() as tx:
            changed = _plan(tx, since)
            usage.put(tx.db, changed)
        self.looked_at = now
        for interval in changed:
            report.count("closed" if interval.is_closed else interval.meter.value)
        return report


def _plan(tx: Tx, since: datetime) -> list[Interval]:
    known = {interval.source: interval for interval in usage.open_intervals(tx.db)}
    spans = store.spans(tx.db, since, known)
    unknown = [span.source for span in spans if span.source not in known]
    known |= usage.latest_of(tx.db, unknown)
    reached = usage.reached(tx.db, {span.whose.desktop_id for span in spans})
    return rules.plan(spans, known, reached)
