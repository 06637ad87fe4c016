"""Finishes uploads whose last byte arrived, and removes what has ended.

An upload is *abandoned* if and only if its day is over, or its stage has no row: the row is
written first, so such bytes belong to nobody.
"""

from dataclasses import dataclass
from datetime import timedelta

from gdrive.access.service import stand_in
from gdrive.files.model import StageId
from gdrive.files.ports import StageBusy
from gdrive.uploads import rules, store
from gdrive.uploads.model import Upload, UploadId
from gdrive.uploads.service import Uploads
from kernel.errors import Refused
from kernel.reconcile import Report


@dataclass(frozen=True)
class UploadSweep:
    uploads: Uploads
    name: str = "gdrive.uploads"
    every: timedelta = timedelta(minutes=1)

    def run(self) -> Report:
        report = Report()
        with self.uploads.begin() as tx:
            ended = store.expired(tx.db, self.uploads.now())
            unfinished = store.unfinished(tx.db)
        for upload_id in ended:
            self._drop(upload_id, report)
        for upload in unfinished:
            if upload.id not in ended:
                self._finish(upload, report)
        self._remove_unknown(report)
        return report

    def _drop(self, upload_id: UploadId, report: Report) -> None:
        try:
            with self.uploads.files.staging.open(StageId(upload_id)):
                self.uploads.drop(upload_id)
        except StageBusy:
            return  # its sender is still at it; the next run comes soon
        report.count("ended")

    def _finish(self, upload: Upload, report: Report) -> None:
        if self.uploads.files.staging.size(upload.stage) != upload.length_bytes:
            return
        with self.uploads.begin() as tx:
            actor = stand_in(tx.db, upload.person_id)
        if actor is None:
            return
        try:
            self.uploads.look_up(actor, upload.id)
        except StageBusy:
            return
        except Refused as error:
            # The sender lost his right or his room meanwhile; the day's end removes it.
            report.errors.append(f"upload {upload.id} of {upload.person_id}: {error.code}")
            return
        report.count("finished")

    def _remove_unknown(self, report: Report) -> None:
        """Stages of whole contents (a snapshot) live for seconds; a day is far beyond."""
        staging = self.uploads.files.staging
        with self.uploads.begin() as tx:
            known = store.known(tx.db)
        for stored in list(staging.each()):
            age = self.uploads.now() - stored.stored_at
            if stored.key not in known and age >= rules.LONGEST_LIFE:
                staging.remove(StageId(stored.key))
                report.count("removed")
