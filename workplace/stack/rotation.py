"""The edge's access log, kept at a bounded size. nginx writes it itself, so it cannot be piped."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kernel.reconcile import Report

LARGEST_BYTES = 20 * 2**20
KEPT = 3


@dataclass(frozen=True)
class AccessLog:
    """The log is *full* if and only if it has reached `largest`; then a new one is begun."""

    home: Path  # the edge's directory, with its log and its pid
    largest: int = LARGEST_BYTES
    name: str = "stack.access_log"
    every: timedelta = timedelta(minutes=1)

    def run(self) -> Report:
        report = Report()
        log = self.home / "access.log"
        if log.exists() and log.stat().st_size >= self.largest:
            for number in range(KEPT - 1, 0, -1):
                with suppress(FileNotFoundError):
                    log.with_suffix(f".log.{number}").replace(log.with_suffix(f".log.{number + 1}"))
            log.replace(log.with_suffix(".log.1"))
            self._begin_anew()
            report.count("rotated")
        return report

    def _begin_anew(self) -> None:
        with suppress(FileNotFoundError, ProcessLookupError):  # the edge does not run
            os.kill(int((self.home / "edge.pid").read_text()), signal.SIGUSR1)
