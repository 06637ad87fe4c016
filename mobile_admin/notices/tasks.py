"""The worker's part: from a number to a sealed paper in the drive."""

import logging
from dataclasses import dataclass, replace
from hashlib import sha256

from kernel import outbox
from kernel.actor import Actor, SessionId
from kernel.clock import Now
from kernel.db import Begin, Tx
from kernel.errors import Refused
from kernel.resume import Resume
from mobile_admin.notices import rules, store
from mobile_admin.notices.model import GOING, Made, Notice, PaperState
from mobile_admin.notices.ports import Printer, SealBook
from mobile_admin.notices.service import JOB, TOPIC
from mobile_admin.printing.page import html_of
from mobile_admin.seals.examining import examine
from mobile_admin.seals.mark import Mark, signed
from mobile_admin.seals.ring import Ring
from mobile_admin.seals.sealing import Sealed
from mobile_admin.submissions import store as submissions
from mobile_admin.submissions.ports import AttachmentFiles

log = logging.getLogger(__name__)
WORKER = SessionId("notices")  # no sign-in stands behind it


class SealBroken(Exception):
    """The seal that was just put does not hold; nothing of it is kept."""


@dataclass(frozen=True)
class Make:
    """The job; called again it does nothing twice."""

    begin: Begin
    now: Now
    printer: Printer
    ring: Ring
    files: AttachmentFiles
    origin: str
    book: SealBook

    def __call__(self, notice_id: str) -> None:
        taken = self._take(notice_id)
        if taken is not None and not self._make(taken):
            return
        with self.begin() as tx:
            found = store.find(tx.db, notice_id)
            pdf = store.pdf(tx.db, notice_id)
            has_picture = store.picture(tx.db, notice_id) is not None
        if found is None or pdf is None:
            return
        if not has_picture:
            self._draw(found, pdf)
        if found.node_id is None:
            self._file(found, pdf)

    def _take(self, notice_id: str) -> Notice | None:
        with self.begin() as tx:
            found = store.find(tx.db, notice_id, is_locked=True)
            if found is None or not rules.may_take(found, self.now()):
                return None
            return self._put(tx, replace(found, state=PaperState.PRINTING, tries=found.tries + 1))

    def _make(self, notice: Notice) -> bool:
        try:
            pdf = self.printer.pdf(*self._wish(notice))
            with self.begin() as tx:
                self._put(tx, replace(notice, state=PaperState.SEALING))
            sealed = self._sealed(notice, pdf)
        except Exception as error:
            log.exception("notice %s", notice.id)
            self._failed(notice, f"{type(error).__name__}: {error}"[:300])
            return False
        self._keep(notice, sealed)
        return True

    def _wish(self, notice: Notice) -> tuple[str, list[tuple[str, str, bytes]]]:
        with self.begin() as tx:
            source = store.source(tx.db, notice.id)
            answers = submissions.xml(tx.db, notice.submission_id)
        files = [
            (rules.NOTICE_JSON, "등록 정보", source),
            (rules.SUBMISSION_XML, "현장조사표의 답", answers),
        ]
        return html_of(replace(notice.paper, qr=self.address(notice))), files

    def address(self, notice: Notice) -> str:
        """What the square on the paper says; the mark stays on the phone, as a fragment does."""
        office = notice.number.office_code
        mark = Mark(notice.code, notice.source_sha256, notice.issued_at, office)
        return f"{self.origin}{rules.PAGE}/{notice.code}#{signed(mark, self.ring.mark_key)}"

    def _sealed(self, notice: Notice, pdf: bytes) -> Sealed:
        """ "Sealed" is said when it was looked at as a stranger would [NO10]."""
        seal = self.ring.seal(notice.paper.sender.agency, self.now())
        sealed = seal.seal(pdf)
        found = examine(sealed.pdf, seal.file.roots, self.now())
        if not (found.is_whole and found.is_trusted):
            raise SealBroken(found.problem or "not trusted")
        return sealed

    def _keep(self, notice: Notice, sealed: Sealed) -> None:
        digest = sha256(sealed.pdf).hexdigest()
        made = Made(digest, len(sealed.pdf), sealed.level, sealed.note, self.now())
        with self.begin() as tx:
            found = store.find(tx.db, notice.id, is_locked=True)
            if found is not None and found.state in GOING:
                store.put_made(tx.db, notice.id, made, sealed.pdf)
                self.book.enter(tx, notice, made)
                tx.announce(f"{TOPIC}:{notice.division_id}", "notices.changed")

    def _failed(self, notice: Notice, problem: str) -> None:
        is_last = notice.tries >= rules.MOST_TRIES
        state = PaperState.FAILED if is_last else PaperState.WAITING
        with self.begin() as tx:
            self._put(tx, replace(notice, state=state, problem=problem))
            if not is_last:
                outbox.enqueue(tx.db, JOB, notice_id=notice.id)

    def _put(self, tx: Tx, notice: Notice) -> Notice:
        moved = replace(notice, changed_at=self.now())
        store.put_state(tx.db, moved)
        topic = f"{TOPIC}:{notice.division_id}"
        tx.announce(topic, "notices.changed")
        return moved

    def _draw(self, notice: Notice, pdf: bytes) -> None:
        """A notice without its picture is a notice."""
        try:
            png = self.printer.picture(pdf)
        except Exception:
            log.exception("picture of notice %s", notice.id)
            return
        with self.begin() as tx:
            store.put_picture(tx.db, notice.id, png)
            tx.announce(f"{TOPIC}:{notice.division_id}", "notices.changed")

    def _file(self, notice: Notice, pdf: bytes) -> None:
        """Into the drive of the division of whoever decided; a full drive is tried again later."""
        actor = Actor(notice.by, WORKER)
        folder = f"통지서 {notice.number.year}"
        try:
            with self.files.keep(actor, [pdf]) as kept, self.begin() as tx:
                store.find(tx.db, notice.id, is_locked=True)
                node_id = kept.add(tx, folder, rules.file_name(notice), None)
                store.put_file(tx.db, notice.id, node_id)
                tx.announce(f"{TOPIC}:{notice.division_id}", "notices.changed")
        except Refused as refused:
            log.warning("notice %s is not in the drive: %s", notice.id, refused)


def resume_papers(begin: Begin, now: Now) -> Resume:
    """Papers that nobody ended: a worker died, or the drive was full."""
    return Resume(
        begin, "field-notices", JOB, "notice_id",
        lambda db: [notice.id for notice in store.unfinished(db, now() - rules.STUCK)],
    )  # fmt: skip
