"""Ends recordings whose gateway died, and deletes those whose time is over."""

from dataclasses import dataclass
from datetime import timedelta

from daas_broker.recordings.service import Recordings
from kernel.errors import Unavailable
from kernel.reconcile import Report


@dataclass(frozen=True)
class RecordingKeeper:
    recordings: Recordings
    name: str = "daas_broker.recordings"
    every: timedelta = timedelta(seconds=20)

    def run(self) -> Report:
        report = Report()
        for id_ in self.recordings.deserted():
            try:
                self.recordings.close_deserted(id_)
            except (OSError, Unavailable) as error:
                report.errors.append(f"close {id_}: {error}")
            else:
                report.count("closed")
        for id_ in self.recordings.past_retention():
            try:
                deleted = self.recordings.delete(id_)
            except OSError as error:
                report.errors.append(f"delete {id_}: {error}")
            else:
                report.count("deleted" if deleted else "kept")
        return report
