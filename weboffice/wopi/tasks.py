"""The worker's part: reading the office's discovery, and sweeping up what ran out."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report
from weboffice.wopi import rules, store
from weboffice.wopi.discovery import Unusable, read
from weboffice.wopi.model import Discovery, Office, Problem
from weboffice.wopi.ports import Fetch, FetchFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Discover:
    """Reads when due, also when a job says that it may be; what was found last stays on failure."""

    begin: Begin
    now: Now
    fetch: Fetch
    name: str = "weboffice.external_office"
    every: timedelta = timedelta(minutes=1)

    def __call__(self) -> None:
        self.run()

    def run(self) -> Report:
        now = self.now()
        with self.begin() as tx:
            store.forget_old(tx.db, now)
            office = store.office(tx.db)
        if not rules.is_due(office, now):
            return Report()
        found, problem = self._read(office.origin)
        with self.begin() as tx:
            present = store.office_locked(tx.db)
            if present.origin != office.origin:
                return Report({"overtaken": 1})  # another was named while this one was asked
            store.put_office(tx.db, self._after(present, found, problem))
        return Report({"failed" if problem else "found": 1})

    def _after(self, office: Office, found: Discovery | None, problem: Problem | None) -> Office:
        tried = replace(office, tried_at=self.now(), problem=problem)
        return replace(tried, discovery=found, found_at=tried.tried_at) if found else tried

    def _read(self, origin: str) -> tuple[Discovery | None, Problem | None]:
        try:
            return read(self.fetch(origin), origin), None
        except (FetchFailed, Unusable) as error:
            log.warning("external office %s: %s", origin, error)
            return None, error.problem
