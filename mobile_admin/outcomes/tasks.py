"""A case follows its documents, told of them by the outbox."""

from dataclasses import dataclass

from kernel.actor import Actor, SessionId, UserId
from kernel.clock import Now
from kernel.db import Begin, Tx
from mobile_admin.cases import store as cases_store
from mobile_admin.cases.machine import Move
from mobile_admin.cases.model import Case
from mobile_admin.cases.rules import is_private
from mobile_admin.cases.service import Cases
from mobile_admin.handing import store as handing
from mobile_admin.notices import store as notices
from mobile_admin.notices.events import NoticeMoved
from mobile_admin.outcomes import rules
from mobile_admin.outcomes.rules import Act, Papers
from mobile_admin.works import store as works

OUTBOX = SessionId("outbox")  # no sign-in stands behind it


@dataclass(frozen=True)
class Follow:
    """Called again it does nothing twice."""

    begin: Begin
    now: Now
    cases: Cases

    def __call__(self, _event_id: int, news: NoticeMoved) -> None:
        act = Act(news.act)
        with self.begin() as tx:
            work = works.find(tx.db, news.submission_id)
            if work is None or not work.counts:
                return
            case = cases_store.find(tx.db, work.case_id, is_locked=True)
            history = cases_store.history(tx.db, work.case_id)
            if case is None or rules.is_told(history, act, news.number):
                return
            self._follow(tx, case, act, news)

    def _follow(self, tx: Tx, case: Case, act: Act, news: NoticeMoved) -> None:
        actor = Actor(UserId(news.by), OUTBOX)
        why = "" if is_private(news.reason) else news.reason
        said = f"{rules.told(act, news.number)} {why}".strip()
        steps = rules.following(case.state, act, self._papers(tx, news.submission_id))
        label = self._label(tx, news.submission_id)
        for step in steps:
            is_last = step is steps[-1]
            outcome = label if is_last else ""
            move = Move(step, self.now(), said if is_last else "", outcome)
            case = self.cases.move(tx, actor, case, move)
        if not steps:
            self.cases.remark(tx, actor, case, (rules.REMARK, said))

    def _papers(self, tx: Tx, submission_id: str) -> Papers:
        valid = [n for n in notices.of_submission(tx.db, submission_id) if not n.ending]
        received = [n for n in valid if handing.receipts_of(tx.db, n.id)]
        return Papers(len(valid), len(received))

    def _label(self, tx: Tx, submission_id: str) -> str:
        valid = [n for n in notices.of_submission(tx.db, submission_id) if not n.ending]
        return valid[0].label if valid else ""
