"""Removes blobs that nothing names.

A blob is an *orphan* if and only if no version names it: its upload died between blob and row, or
its last version was purged. The digest's lock keeps a sweep and a commit apart, and a commit looks
again under that lock, so a blob that is about to be named is never lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from gdrive.files import rules, store
from gdrive.files.model import Digest, Stored
from gdrive.files.ports import BlobStore
from kernel.clock import Now
from kernel.db import Begin
from kernel.reconcile import Report

BATCH = 500


@dataclass(frozen=True)
class OrphanSweep:
    begin: Begin
    now: Now
    blobs: BlobStore
    name: str = "gdrive.orphans"
    every: timedelta = timedelta(hours=1)

    def run(self) -> Report:
        report, stored = Report(), self._stored()
        while batch := list(islice(stored, BATCH)):
            due = [s.key for s in batch if rules.is_orphan_due(s.stored_at, self.now())]
            with self.begin() as tx:
                orphans = store.unnamed(tx.db, due)
            for digest in sorted(orphans):
                self._remove(Digest(digest), report)
        return report

    def _stored(self) -> Iterator[Stored]:
        """What the store holds, and what the database believes that it holds."""
        yield from self.blobs.each()
        with self.begin() as tx:
            rows = store.unnamed_rows(tx.db)
        yield from rows

    def _remove(self, digest: Digest, report: Report) -> None:
        with self.begin() as tx:
            store.lock_digest(tx.db, digest)
            if store.is_named(tx.db, digest):
                return
            store.forget_blob(tx.db, digest)
            self.blobs.delete(digest)
        report.count("removed")
