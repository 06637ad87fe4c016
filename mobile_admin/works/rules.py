"""Whose work it is, and what may be said of work that is not the holder's."""

from datetime import datetime

from kernel.errors import Conflict, Invalid
from mobile_admin.assignments.model import Assignment
from mobile_admin.cases.machine import AT_WORK
from mobile_admin.cases.model import Case, CaseState, CaseStep
from mobile_admin.dispatches.model import Kind, Operation, Result, Standing
from mobile_admin.works.model import Ruling, Wish, Work

SHORTEST_REASON = 2
TAKES_WORK = AT_WORK | {CaseState.SURVEYED}
DECIDED = frozenset({CaseState.ENFORCED, CaseState.DELIVERED, CaseState.FILED, CaseState.CLOSED})
ENDS = {Result.ABSENT: CaseStep.ABSENT, Result.REFUSED: CaseStep.DECLINE}


class RuledMeanwhile(Conflict):
    """Somebody else said what becomes of it: `ruling`, `rev` and `at`."""

    code = "ruled_meanwhile"


class NothingToRule(Conflict):
    """It is the holder's own work and counts by itself."""

    code = "nothing_to_rule"


class DecidedAlready(Conflict):
    """A document says what came of this work: it is cancelled before the work is sent back."""

    code = "decided_already"


class WhyMissing(Invalid):
    """Who sets work aside says why."""

    code = "reason_missing"


def check_review(case: Case, step: CaseStep) -> None:
    """Who sends back what was decided would wait for an answer that nobody is asked for [FR4]."""
    if step is CaseStep.SEND_BACK and case.state in DECIDED:
        raise DecidedAlready(state=case.state.value)


def standing_of(case: Case, under: Assignment, at: datetime) -> Standing:
    """Of work done `at` under this assignment, by the account of a phone [AS7]."""
    if case.state not in TAKES_WORK:
        return Standing.TAKEN
    if under.ended_at is None:
        return Standing.VALID
    return Standing.LATE if at <= under.ended_at else Standing.TAKEN


def step_of(state: CaseState, operation: Operation, *, is_over: bool) -> CaseStep | None:
    """Where a visit leads its case; `is_over` where it has ended before it began here, or another
    of the same assignment began after it [CA9]."""
    if is_over or state not in AT_WORK:
        return None
    if operation.kind is Kind.START:
        return None if state is CaseState.VISITING else CaseStep.START
    return ENDS.get(operation.result) if operation.result else None


def check(wish: Wish, there: Work) -> None:
    if there.standing is Standing.VALID:
        raise NothingToRule
    if wish.seen != there.rev:
        raise RuledMeanwhile(
            rev=there.rev, seen=wish.seen, ruling=there.ruling,
            at=there.ruled_at.isoformat() if there.ruled_at else None,
        )  # fmt: skip
    if wish.ruling is Ruling.SET_ASIDE and len(wish.reason) < SHORTEST_REASON:
        raise WhyMissing
