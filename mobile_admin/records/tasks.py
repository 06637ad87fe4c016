"""The worker's part: from accepted answers to a paper in the division's drive."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from identity.people import store as people
from kernel import outbox
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import NotFound
from kernel.resume import Resume
from mobile_admin.cases import store as cases
from mobile_admin.forms import store as forms
from mobile_admin.notices.ports import Printer
from mobile_admin.records import rules, store
from mobile_admin.records.model import FiledRecord, RecordStage, Sheet, Told
from mobile_admin.records.ports import Pictures
from mobile_admin.records.service import JOB
from mobile_admin.reviews.events import SubmissionReviewed
from mobile_admin.reviews.model import Verdict
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.model import Attachment
from mobile_admin.submissions.ports import AttachmentFiles
from mobile_admin.submissions.service import TOPIC, Submissions
from mobile_admin.works import store as works
from mobile_admin.xforms.values import SEOUL
from mobile_admin.xforms.words import within

log = logging.getLogger(__name__)
WORKER = SessionId("records")  # no sign-in stands behind it


@dataclass(frozen=True)
class Want:
    """Accepted answers want a record; heard twice it is wanted once [EX8]."""

    begin: Begin
    now: Now

    def __call__(self, _event_id: int, news: SubmissionReviewed) -> None:
        if news.verdict != Verdict.ACCEPTED.value:
            return
        with self.begin() as tx:
            sent = submissions.find(tx.db, news.submission_id)
            there = store.find(tx.db, news.submission_id, is_locked=True)
            if sent is None or (there is not None and there.seq >= news.seq):
                return
            wanted = FiledRecord(
                sent.id, sent.division_id, news.seq, UserId(news.by), RecordStage.WAITING, "", 0,
                self.now(), there.node_id if there else None,
            )  # fmt: skip
            store.put(tx.db, wanted)
            outbox.enqueue(tx.db, JOB, submission_id=sent.id)


@dataclass(frozen=True)
class MakeRecord:
    """The job; called again it does nothing twice."""

    begin: Begin
    now: Now
    printer: Printer
    submissions: Submissions
    files: AttachmentFiles
    pictures: Pictures

    def __call__(self, submission_id: str) -> None:
        with self.begin() as tx:
            found = store.find(tx.db, submission_id, is_locked=True)
            taken = rules.taken(found, self.now()) if found else None
            if taken is None:
                return
            taken = self._put(tx, taken)
        if taken.stage is RecordStage.FAILED:
            return
        try:
            self._make(taken)
        except Exception as error:
            log.exception("record of %s", submission_id)
            self._failed(taken, f"{type(error).__name__}: {error}"[:300])

    def _make(self, record: FiledRecord) -> None:
        with self.begin() as tx:
            sheet = self._sheet(tx, record)
            xml = submissions.xml(tx.db, record.submission_id)
            files = submissions.files(tx.db, record.submission_id)
        small, late = self._small(files)
        html = rules.html_of(replace(sheet, shown=tuple(small), late=late))
        source = (rules.SOURCE, "보낸 그대로의 답", xml)
        pdf = self.printer.pdf(html, [source], list(small.values()))
        actor = Actor(record.by, WORKER)
        with self.files.keep(actor, [pdf]) as kept, self.begin() as tx:
            found = store.find(tx.db, record.submission_id, is_locked=True)
            if found is None or not rules.is_wanted(found, record):
                return  # accepted anew meanwhile: that one is made as well
            folder = f"조사 기록 {sheet.received[:4]}"
            name = rules.name_of(sheet, record.submission_id)
            node_id = kept.add(tx, folder, name, record.node_id)
            self._put(tx, replace(found, stage=RecordStage.FILED, problem="", node_id=node_id))

    def _small(self, files: Iterable[Attachment]) -> tuple[dict[str, bytes], tuple[str, ...]]:
        """By the file's name, only of bytes that are those which were announced; and the names
        of those that no time was left for [EX8]."""
        found: dict[str, bytes] = {}
        wanted = rules.to_show(files)
        until = self.now() + rules.DRAWING
        for at, file in enumerate(wanted):
            if self.now() >= until:
                return found, tuple(each.name for each in wanted[at:])
            data = self.files.read(file.sha256)
            made = self.pictures.small(data) if data else None
            if made:
                found[file.name] = made
        return found, ()

    def _sheet(self, tx: Tx, record: FiledRecord) -> Sheet:
        sent = submissions.find(tx.db, record.submission_id)
        form = forms.find(tx.db, sent.form_key) if sent else None
        if sent is None or form is None:
            raise NotFound
        work = works.find(tx.db, sent.id)
        case = cases.find(tx.db, work.case_id) if work else None
        known = people.by_ids(tx.db, {sent.person_id, record.by})
        answers = self.submissions.answers(tx, sent)
        return Sheet(
            form.title, case.number if case else "", known[sent.person_id].name,
            _moment(sent.received_at), known[record.by].name, sent.version, len(sent.findings),
            tuple(
                Told(within(a.turn, a.label or a.path), a.shown, a.value if a.is_file else "")
                for a in answers
            ),
            tuple((f.name, f.sha256) for f in submissions.files(tx.db, sent.id)),
        )  # fmt: skip

    def _failed(self, record: FiledRecord, problem: str) -> None:
        is_last = record.tries >= rules.MOST_TRIES
        stage = RecordStage.FAILED if is_last else RecordStage.WAITING
        with self.begin() as tx:
            found = store.find(tx.db, record.submission_id, is_locked=True)
            if found is None or not rules.is_wanted(found, record) or found.tries != record.tries:
                return  # made, accepted anew, or begun by another worker: this try says nothing
            self._put(tx, replace(record, stage=stage, problem=problem))
            if not is_last:
                outbox.enqueue(tx.db, JOB, submission_id=record.submission_id)

    def _put(self, tx: Tx, record: FiledRecord) -> FiledRecord:
        moved = replace(record, changed_at=self.now())
        store.put(tx.db, moved)
        tx.announce(f"{TOPIC}:{record.division_id}", "submissions.changed")
        return moved


def resume_records(begin: Begin, now: Now) -> Resume:
    """Records that nobody ended [EX9]."""
    return Resume(
        begin, "field-records", JOB, "submission_id",
        lambda db: store.undone(db, now() - rules.STUCK),
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
