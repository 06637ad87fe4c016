"""A case goes where its documents went."""

from typing import Any

from hypothesis import given as holds
from hypothesis import strategies as st

from mobile_admin.cases.machine import STEPS
from mobile_admin.cases.model import CaseState as State
from mobile_admin.cases.model import CaseStep as Step
from mobile_admin.outcomes.rules import Act, Papers, following
from tests.mobile_admin.handing.test_links import given, opened
from tests.mobile_admin.notices.office import SENDER, correction, decided, wish, work
from tests.mobile_admin.submissions.test_openrosa import head
from tests.mobile_admin.works.test_works import Two
from tests.support.world import World


def decidable(world: World) -> tuple[Two, str]:
    """A case whose answers have come, and their submission."""
    two = Two(world)
    assert head(world).put("/api/field/sender", **SENDER).status_code == 200
    two.send(two.ops())
    return two, str(two.works()[0]["submission_id"])


def news(world: World) -> None:
    world.deliver_events()
    world.deliver_events()  # what was told once may be told twice


def end(world: World, notice: dict[str, Any], act: str) -> Any:
    answer = head(world).post(f"/api/field/notices/{notice['id']}/{act}", reason="잘못 냄")
    assert answer.status_code in {200, 201}, answer.text
    return answer.get_json()


def read_by_citizen(world: World, notice: dict[str, Any]) -> None:
    work(world)
    link = given(world, notice, "1980-01-02")
    assert opened(world, link, "19800102").status_code == 200
    news(world)


def test_a_notice_takes_its_case_along_until_it_is_received(world: World) -> None:
    """[CA7]"""
    two, submission = decidable(world)
    [notice] = decided(world, submission, correction())["notices"]
    news(world)
    assert two.state() == "enforced"
    shown = two.desk.read(two.case)
    assert (shown["case"]["outcome"], shown["may"]) == (
        "시정명령", ["deliver", "file", "suspend"],
    )  # fmt: skip
    assert notice["registered"] in shown["history"][-1]["reason"]
    assert [e["step"] for e in shown["history"]][-3:] == ["survey", "accept", "enforce"]
    read_by_citizen(world, notice)
    assert two.state() == "delivered"


def test_each_who_is_named_must_have_received_it(world: World) -> None:
    """[CA7]"""
    two, submission = decidable(world)
    both = [{"name": "정다온", "address": ""}, {"name": "윤슬", "address": ""}]
    first, second = decided(world, submission, correction(recipients=both))["notices"]
    news(world)
    read_by_citizen(world, first)
    assert two.state() == "enforced"
    read_by_citizen(world, second)
    assert two.state() == "delivered"


def test_a_correction_is_to_be_handed_over_again(world: World) -> None:
    """[CA7]"""
    two, submission = decidable(world)
    [notice] = decided(world, submission, correction())["notices"]
    news(world)
    read_by_citizen(world, notice)
    again = wish("fit", seen=1, reason="다시 보니 적합함")
    [new] = decided(world, submission, again)["notices"]
    news(world)
    shown = two.desk.read(two.case)
    assert (shown["case"]["state"], shown["case"]["outcome"]) == ("enforced", "적합")
    read_by_citizen(world, new)
    end(world, new, "reissue")
    news(world)
    assert two.state() == "enforced"
    steps = [e["step"] for e in two.desk.read(two.case)["history"]]
    assert (steps.count("correct"), steps.count("deliver")) == (2, 2)


def test_cancelled_without_another_it_is_to_be_decided_again(world: World) -> None:
    """[CA8]"""
    two, submission = decidable(world)
    [notice] = decided(world, submission, correction())["notices"]
    news(world)
    end(world, notice, "cancel")
    news(world)
    last = two.desk.read(two.case)["history"][-1]
    assert (two.state(), last["step"], "잘못 냄" in last["reason"]) == ("deciding", "recall", True)


def test_a_closed_case_stays_and_tells_of_the_cancelling(world: World) -> None:
    """[CA8]"""
    two, submission = decidable(world)
    [notice] = decided(world, submission, correction())["notices"]
    news(world)
    for step in ("deliver", "file", "close"):
        assert two.desk.step(two.case, step).status_code == 200
    end(world, notice, "cancel")
    news(world)
    last = two.desk.read(two.case)["history"][-1]
    assert (two.state(), last["step"]) == ("closed", "notice")


@holds(st.sampled_from(State), st.sampled_from(Act), st.integers(0, 3), st.integers(0, 3))
def test_whatever_is_told_the_machine_has_a_way_for_it(
    state: State, act: Act, valid: int, received: int
) -> None:
    """[CA7] [CA8] [CA9]"""
    at = state
    for step in following(state, act, Papers(valid, min(received, valid))):
        assert at in STEPS[step]
        at = STEPS[step][at]
    if state in {State.CLOSED, State.REJECTED, State.SUSPENDED}:
        assert at is state
    if at is not state:
        assert (act is Act.CANCELLED) == (at is State.DECIDING) == (valid == 0)
        assert following(at, act, Papers(valid, min(received, valid))) == () or step is Step.ENFORCE
