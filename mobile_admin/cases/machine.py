"""The life of a case, pure: which step leads from which state to which [CA2].

접수 → 배정 → 방문중 → 조사완료 → 결정대기 → 시행 → 교부 → 편철 → 종결, with 보완, 반려 and 중지.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.errors import Conflict, Invalid
from mobile_admin.cases.model import Case
from mobile_admin.cases.model import CaseState as State
from mobile_admin.cases.model import CaseStep as Step

AT_WORK = frozenset({State.ASSIGNED, State.VISITING, State.SUPPLEMENT})
ASSIGNABLE = AT_WORK | {State.RECEIVED}
ENDED = frozenset({State.CLOSED, State.REJECTED})
MOVING = frozenset(State) - ENDED - {State.SUSPENDED}
STEPS: Mapping[Step, Mapping[State, State]] = {
    Step.ASSIGN: {
        State.RECEIVED: State.ASSIGNED,
        State.ASSIGNED: State.ASSIGNED,
        State.VISITING: State.ASSIGNED,
        State.SUPPLEMENT: State.SUPPLEMENT,
    },
    Step.WITHDRAW: {
        State.ASSIGNED: State.RECEIVED,
        State.VISITING: State.RECEIVED,
    },
    Step.START: {
        State.ASSIGNED: State.VISITING,
        State.VISITING: State.VISITING,
        State.SUPPLEMENT: State.VISITING,
    },
    Step.ABSENT: dict.fromkeys(AT_WORK, State.ASSIGNED),
    Step.DECLINE: dict.fromkeys(AT_WORK, State.ASSIGNED),
    Step.SURVEY: {
        **dict.fromkeys(AT_WORK, State.SURVEYED),
        State.SURVEYED: State.SURVEYED,
    },
    Step.SEND_BACK: {
        State.SURVEYED: State.SUPPLEMENT,
        State.DECIDING: State.SUPPLEMENT,
    },
    # Also what was sent back: its head may think better of it before it comes again.
    Step.ACCEPT: dict.fromkeys((State.SURVEYED, State.SUPPLEMENT), State.DECIDING),
    Step.ENFORCE: {State.DECIDING: State.ENFORCED},
    Step.DELIVER: {State.ENFORCED: State.DELIVERED},
    Step.FILE: {State.DELIVERED: State.FILED, State.ENFORCED: State.FILED},
    Step.CLOSE: {State.FILED: State.CLOSED, State.DELIVERED: State.CLOSED},
    Step.REJECT: {State.RECEIVED: State.REJECTED},
    Step.SUSPEND: dict.fromkeys(MOVING, State.SUSPENDED),
    Step.REOPEN: {State.REJECTED: State.RECEIVED},
    Step.CORRECT: dict.fromkeys((State.DELIVERED, State.FILED), State.ENFORCED),
    Step.RECALL: dict.fromkeys((State.ENFORCED, State.DELIVERED, State.FILED), State.DECIDING),
}
BY_HEAD = frozenset(
    {
        Step.SEND_BACK, Step.ACCEPT, Step.ENFORCE, Step.DELIVER, Step.FILE, Step.CLOSE,
        Step.REJECT, Step.SUSPEND, Step.RESUME, Step.REOPEN,
    }
)  # fmt: skip
BY_HOLDER = frozenset({Step.START, Step.ABSENT, Step.DECLINE})
NEEDS_REASON = frozenset({Step.SEND_BACK, Step.REJECT, Step.SUSPEND, Step.REOPEN})
SHORTEST_REASON = 2


class StepRefused(Conflict):
    """The case is not where this step begins; `state` is where it is, `may` what may follow."""

    code = "step_refused"


class CaseChanged(Conflict):
    """Somebody changed the case meanwhile: `rev`, `state` and `at` say what it is now."""

    code = "case_changed"


class ReasonMissing(Invalid):
    code = "reason_missing"


@dataclass(frozen=True)
class Move:
    """A step that somebody takes, `at` the server's time."""

    step: Step
    at: datetime
    reason: str = ""
    outcome: str = ""


def may_follow(case: Case) -> frozenset[Step]:
    found = {step for step, ways in STEPS.items() if case.state in ways}
    if case.state is State.SUSPENDED:
        found.add(Step.RESUME)
    return frozenset(found)


def after(case: Case, move: Move) -> Case:
    """The case after the step; raise StepRefused or ReasonMissing."""
    if move.step not in may_follow(case):
        raise StepRefused(
            state=case.state.value,
            step=move.step.value,
            may=sorted(step.value for step in may_follow(case) & BY_HEAD),
        )
    if move.step in NEEDS_REASON and len(move.reason) < SHORTEST_REASON:
        raise ReasonMissing(step=move.step.value)
    is_resuming = move.step is Step.RESUME
    after_it = (case.resumes_to if is_resuming else None) or STEPS.get(move.step, {}).get(
        case.state, State.RECEIVED
    )
    return replace(
        case,
        state=after_it,
        resumes_to=case.state if move.step is Step.SUSPEND else None,
        outcome=move.outcome or case.outcome,
        rev=case.rev + 1,
        updated_at=move.at,
    )


def check_rev(case: Case, seen: int) -> None:
    """Raise CaseChanged where the decision was made on another state of it [CA3]."""
    if case.rev != seen:
        at = case.updated_at.isoformat()
        raise CaseChanged(rev=case.rev, seen=seen, state=case.state.value, at=at)
