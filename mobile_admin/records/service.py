"""Whether accepted answers lie in the drive, and asking for them once more."""

from dataclasses import dataclass, replace

from kernel import audit, outbox
from kernel.actor import Actor, Role
from kernel.clock import Now
from kernel.db import Begin
from kernel.errors import Conflict
from mobile_admin.records import store
from mobile_admin.records.model import FiledRecord, RecordStage
from mobile_admin.submissions.service import TOPIC, Submissions

JOB = "mobile_admin.make_record"


class NothingFailed(Conflict):
    """The record is made, or being made."""

    code = "nothing_failed"


@dataclass(frozen=True)
class Records:
    begin: Begin
    now: Now
    submissions: Submissions

    def look(self, actor: Actor, submission_id: str) -> FiledRecord | None:
        """None where nobody accepted the answers."""
        with self.begin() as tx:
            self.submissions.open(tx, actor, submission_id)
            return store.find(tx.db, submission_id)

    def retry(self, actor: Actor, submission_id: str) -> FiledRecord:
        with self.begin() as tx:
            found = self.submissions.open(tx, actor, submission_id)
            actor.require(Role.MANAGER)
            record = store.find(tx.db, submission_id, is_locked=True)
            if record is None or record.stage is not RecordStage.FAILED:
                raise NothingFailed
            now = self.now()
            waiting = replace(
                record, stage=RecordStage.WAITING, tries=0, problem="", changed_at=now
            )
            store.put(tx.db, waiting)
            outbox.enqueue(tx.db, JOB, submission_id=submission_id)
            tx.announce(f"{TOPIC}:{found.division_id}", "submissions.changed")
            entry = audit.Entry(now, actor.user_id, "mobile_admin.retry_record", submission_id)
            audit.append(tx.db, entry)
        return waiting
