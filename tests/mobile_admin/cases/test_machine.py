from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.cases.machine import (
    ENDED,
    NEEDS_REASON,
    STEPS,
    CaseChanged,
    Move,
    ReasonMissing,
    StepRefused,
    after,
    check_rev,
    may_follow,
)
from mobile_admin.cases.model import Case
from mobile_admin.cases.model import CaseState as State
from mobile_admin.cases.model import CaseStep as Step

NOW = datetime(2026, 11, 26, tzinfo=UTC)
WHOLE_LIFE = (
    (Step.ASSIGN, State.ASSIGNED), (Step.START, State.VISITING), (Step.SURVEY, State.SURVEYED),
    (Step.SEND_BACK, State.SUPPLEMENT), (Step.START, State.VISITING),
    (Step.SURVEY, State.SURVEYED), (Step.ACCEPT, State.DECIDING), (Step.ENFORCE, State.ENFORCED),
    (Step.DELIVER, State.DELIVERED), (Step.FILE, State.FILED), (Step.CLOSE, State.CLOSED),
)  # fmt: skip


def case(state: State = State.RECEIVED) -> Case:
    back = State.VISITING if state is State.SUSPENDED else None
    return Case(
        "c", "div", "2026-00001", "위생점검", "s", "t", None, "", "", date(2026, 12, 1), state,
        back, "", 1, NOW, NOW,
    )  # fmt: skip


def test_a_case_goes_its_whole_way() -> None:
    """[CA2]"""
    at = case()
    for step, state in WHOLE_LIFE:
        at = after(at, Move(step, NOW, "이유가 있음"))
        assert at.state is state
    assert (at.rev, may_follow(at)) == (1 + len(WHOLE_LIFE), frozenset())


@given(st.lists(st.sampled_from(sorted(Step)), max_size=30))
def test_no_order_of_steps_leads_anywhere_that_the_machine_does_not_name(
    steps: list[Step],
) -> None:
    """[CA2]"""
    at = case()
    for step in steps:
        before = at
        if step not in may_follow(at):
            with pytest.raises(StepRefused):
                after(at, Move(step, NOW, "이유"))
            continue
        at = after(at, Move(step, NOW, "이유"))
        assert at.rev == before.rev + 1
        assert (at.state is State.SUSPENDED) == (at.resumes_to is not None)
        if step is Step.RESUME:
            assert at.state is before.resumes_to
        else:
            assert STEPS[step][before.state] is at.state


@given(st.sampled_from([s for s in State if s not in {*ENDED, State.SUSPENDED}]))
def test_what_was_suspended_goes_on_where_it_stood(state: State) -> None:
    """[CA2]"""
    resting = after(case(state), Move(Step.SUSPEND, NOW, "영업 중단"))
    assert after(resting, Move(Step.RESUME, NOW)).state is state


@pytest.mark.parametrize("step", sorted(NEEDS_REASON))
def test_who_turns_something_down_says_why(step: Step) -> None:
    """[CA2]"""
    state = next(iter(STEPS[step]))
    with pytest.raises(ReasonMissing):
        after(case(state), Move(step, NOW, "-"))


def test_a_decision_on_another_state_of_the_case_is_told_what_happened() -> None:
    """[CA3]"""
    check_rev(case(), 1)
    with pytest.raises(CaseChanged) as refused:
        check_rev(case(State.VISITING), 2)
    assert refused.value.facts["state"] == "visiting"
