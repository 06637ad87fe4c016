"""Work that keeps reality in step with intent, and the loop that runs it."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol

from prometheus_client import Counter, Histogram
from sqlalchemy import Engine, text

log = logging.getLogger(__name__)
_runs = Counter("onmaru_reconcile_runs", "Reconciler runs", ["reconciler", "outcome"])
_seconds = Histogram("onmaru_reconcile_seconds", "Time of one run", ["reconciler"])


@dataclass
class Report:
    """What one run did: counts by word, and what failed, in words for an operator."""

    counts: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def count(self, word: str) -> None:
        self.counts[word] = self.counts.get(word, 0) + 1


class Reconciler(Protocol):
    """Reads what is wanted and what is, and acts on the difference.

    `run` takes no input, even when the caller knows what changed: a hint would be
    missing after a restart, and the path without it would be the one never tested.
    """

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> timedelta: ...
    def run(self) -> Report: ...


def run_forever(reconcilers: Sequence[Reconciler], engine: Engine, stop: threading.Event) -> None:
    """One thread each; a PostgreSQL advisory lock lets one worker at a time hold a reconciler.

    `engine` is for these locks alone and has one for each: all begin at once, and where they shared
    connections with what they do, each would hold one and wait for another.
    """
    threads = [
        threading.Thread(target=_loop, args=(r, engine, stop), name=r.name, daemon=True)
        for r in reconcilers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _loop(reconciler: Reconciler, engine: Engine, stop: threading.Event) -> None:
    while not stop.is_set():
        started = monotonic()
        try:
            run_if_leader(reconciler, engine)
        except Exception:
            # The loop must outlive any failure; the next run starts from what it then sees.
            _runs.labels(reconciler.name, "crashed").inc()
            log.exception("reconciler %s", reconciler.name)
        stop.wait(max(0.1, reconciler.every.total_seconds() - (monotonic() - started)))


def run_if_leader(reconciler: Reconciler, engine: Engine) -> Report | None:
    """None when another worker holds this reconciler."""
    with engine.connect() as connection:
        key = {"name": f"reconcile:{reconciler.name}"}
        held = connection.execute(text("SELECT pg_try_advisory_lock(hashtext(:name))"), key)
        if not held.scalar_one():
            return None
        connection.commit()
        try:
            with _seconds.labels(reconciler.name).time():
                report = reconciler.run()
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), key)
            connection.commit()
    _runs.labels(reconciler.name, "failed" if report.errors else "done").inc()
    for error in report.errors:
        log.warning("%s: %s", reconciler.name, error)
    return report
