"""Two inspectors and one case: whose work counts, and that none of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from identity.people.store import divisions, people
from kernel.actor import Role
from kernel.ids import fresh_id
from mobile_admin.cases.machine import AT_WORK
from mobile_admin.cases.model import CaseState
from mobile_admin.cases.store import cases
from mobile_admin.dispatches.model import Clock, Kind, Operation, Result
from mobile_admin.works.rules import step_of
from mobile_admin.works.store import works
from tests.mobile_admin.cases.desk import Desk
from tests.mobile_admin.dispatches.test_dispatches import Op, op, outcomes, told
from tests.mobile_admin.pockets.test_pockets import made
from tests.mobile_admin.submissions.test_openrosa import Phone, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import SignedInClient, World


class Two:
    """A case that `clerk` has; `peer` may get it. Both have a phone."""

    def __init__(self, world: World) -> None:
        self.world, self.desk = world, Desk(world)
        form = opened(world)
        self.case = self.desk.case(form_key=form.id)["id"]
        self.given = self.desk.assign(self.case, "clerk").get_json()["id"]
        self.pocket = made(world.as_user("clerk"))

    def ops(self, assignment: str | None = None) -> list[Op]:
        visit, of = fresh_id(), {"assignment_id": assignment or self.given}
        return [
            op(self.world, "start", visit, **of),
            op(self.world, "answers", visit, xml=xml().decode(), **of),
            op(self.world, "end", visit, result="visited", **of),
        ]

    def send(self, ops: list[Op]) -> list[dict[str, Any]]:
        return told(self.world.as_user("clerk"), self.pocket, ops)

    def reassign(self) -> str:
        self.world.pass_time(timedelta(minutes=5))
        answer = self.desk.assign(self.case, "peer", seen=1, reason="병가")
        return str(answer.get_json()["id"])

    def works(self) -> list[dict[str, Any]]:
        path = f"/api/field/cases/{self.case}/works"
        return list(self.desk.head.get(path).get_json()["works"])

    def state(self) -> str:
        return str(self.desk.read(self.case)["case"]["state"])

    def rule(self, work: dict[str, Any], ruling: str, reason: str = "", seen: int = 0) -> Any:
        path = f"/api/field/works/{work['submission_id']}/ruling"
        return self.desk.head.post(path, ruling=ruling, reason=reason, seen=seen)

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.desk.head.get("/api/field/works").get_json()["works"])


def numbered(number: str) -> bytes:
    """Answers of an app that knows no assignments and names the case."""
    return xml().replace(b"<business>", f"<case_number>{number}</case_number><business>".encode())


def called(name: str) -> bytes:
    """Answers whose form makes a name of them."""
    end = b"</instanceID>"
    return xml().replace(end, end + f"<instanceName>{name}</instanceName>".encode())


def about(client: SignedInClient) -> list[dict[str, Any]]:
    lines = client.get("/api/field/submissions").get_json()["submissions"]
    return [line["about"] for line in lines]


def test_a_sent_form_says_of_which_case_it_is(world: World) -> None:
    """[FS10] The head goes on to the case, its sender reads where it was."""
    two = Two(world)
    two.send(two.ops())
    case = two.desk.read(two.case)
    named = {"name": case["subject"]["name"], "number": case["case"]["number"]}
    assert about(two.desk.head) == [{**named, "case_id": two.case}]
    assert about(world.as_user("clerk")) == [{**named, "case_id": None}]
    [work] = two.works()
    read = two.desk.head.get(f"/api/field/submissions/{work['submission_id']}").get_json()
    assert read["about"]["case_id"] == two.case


def test_who_names_a_case_that_was_never_theirs_is_not_told_that_there_is_one(world: World) -> None:
    """[FS10]"""
    desk = Desk(world)
    opened(world)
    case = desk.case()
    number = desk.read(case["id"])["case"]["number"]
    assert Phone(world).send(numbered(number)).status_code == 201
    assert about(world.as_user("clerk")) == [{"name": "", "number": "", "case_id": None}]
    [told] = about(desk.head)
    assert (told["name"], told["case_id"]) == (desk.read(case["id"])["subject"]["name"], case["id"])


def test_a_head_of_another_division_is_none_to_what_they_sent_once(world: World) -> None:
    """[FS10] Who was moved reads what they sent, and is told no more of its case than before."""
    desk = Desk(world)
    opened(world)
    number = desk.read(desk.case()["id"])["case"]["number"]
    assert Phone(world).send(numbered(number)).status_code == 201
    [line] = desk.head.get("/api/field/submissions").get_json()["submissions"]
    with world.begin() as tx:
        tx.db.execute(insert(divisions).values(id="afar", name="먼 과", parent_id=None))
        moved = {"division_id": "afar", "roles": [Role.MANAGER.value]}
        tx.db.execute(update(people).where(people.c.id == "clerk").values(**moved))
    read = world.as_user("clerk").get(f"/api/field/submissions/{line['id']}").get_json()
    assert read["about"] == {"name": "", "number": "", "case_id": None}


def test_what_another_app_sends_without_a_case_is_known_by_the_name_its_form_makes(
    world: World,
) -> None:
    """[FS10]"""
    opened(world)
    assert Phone(world).send(called("가온")).status_code == 201
    assert about(world.as_user("clerk")) == [{"name": "가온", "number": "", "case_id": None}]


def test_a_visit_that_nobody_planned_is_known_by_what_its_inspector_called_it(
    world: World,
) -> None:
    """[FS10] Whatever comes first."""
    opened(world)
    clerk = world.as_user("clerk")
    visit = fresh_id()
    start = op(world, "start", visit, title="새로 연 분식집")
    answers = op(world, "answers", visit, xml=xml().decode())
    told(clerk, made(clerk), [answers, start])
    assert about(clerk) == [{"name": "새로 연 분식집", "number": "", "case_id": None}]


def test_a_visit_without_a_name_is_known_by_the_one_that_its_form_makes(world: World) -> None:
    """[FS10]"""
    opened(world)
    clerk = world.as_user("clerk")
    visit, sent = fresh_id(), called("가온")
    ops = [op(world, "start", visit), op(world, "answers", visit, xml=sent.decode())]
    told(clerk, made(clerk), ops)
    assert [each["name"] for each in about(clerk)] == ["가온"]


def test_who_sends_the_same_again_does_not_rename_what_another_has_sent(world: World) -> None:
    """[FS10]"""
    opened(world)
    clerk, other = world.as_user("clerk"), world.as_user("other")
    sent = called("가온").decode()
    told(clerk, made(clerk), [op(world, "answers", fresh_id(), xml=sent)])
    visit = fresh_id()
    again = [op(world, "start", visit, title="딴 이름"), op(world, "answers", visit, xml=sent)]
    receipts = told(other, made(other), again)
    assert [each["outcome"] for each in receipts] == ["applied", "applied"]
    assert [each["name"] for each in about(clerk)] == ["가온"]


def test_the_holders_work_moves_the_case_and_a_review_moves_it_on(world: World) -> None:
    """[AS7]"""
    two = Two(world)
    start, answers, end = two.ops()
    two.send([start])
    assert two.state() == "visiting"
    two.send([answers, end])
    [work] = two.works()
    assert (two.state(), work["standing"], work["counts"]) == ("surveyed", "valid", True)
    review = f"/api/field/submissions/{work['submission_id']}/reviews"
    two.desk.head.post(review, verdict="sent_back", reason="사진을 다시", seen=0)
    assert two.state() == "supplement"
    [visit] = world.as_user("clerk").get("/api/field/today").get_json()["visits"]
    assert visit["sent_back"] == "사진을 다시"
    two.send(two.ops())
    assert (two.state(), [w["counts"] for w in two.works()]) == ("surveyed", [False, True])
    again = f"/api/field/submissions/{two.works()[1]['submission_id']}/reviews"
    two.desk.head.post(again, verdict="accepted", seen=0)
    assert two.state() == "deciding"
    steps = [e["step"] for e in two.desk.read(two.case)["history"]]
    assert steps == [
        "open", "assign", "start", "survey", "send_back", "start", "survey", "accept"
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["enforced", "delivered", "filed", "closed"])
def test_what_a_document_was_issued_upon_is_not_sent_back(world: World, state: str) -> None:
    """[FR4] It was noted, and nobody was asked for anything."""
    two = Two(world)
    two.send(two.ops())
    [work] = two.works()
    with world.begin() as tx:
        tx.db.execute(update(cases).values(state=state))
    review = f"/api/field/submissions/{work['submission_id']}/reviews"
    refused = two.desk.head.post(review, verdict="sent_back", reason="사진을 다시", seen=0)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "decided_already")
    assert two.desk.head.get(review).get_json()["reviews"] == []
    assert two.state() == state


def test_work_after_a_reassignment_is_held_and_shown_beside_the_other(world: World) -> None:
    """[AS7] [AS8] [AS9]"""
    two = Two(world)
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    receipts = two.send(two.ops())
    assert outcomes(receipts) == ["held"] * 3
    [held] = two.works()
    assert (two.state(), held["standing"], held["counts"]) == ("assigned", "taken", False)
    assert [w["sender"] for w in two.waiting()] == ["clerk"]
    assert ("person:peer", "field.work.held") in [(t, h) for t, h, _ in world.hints]


def test_accepted_it_counts_instead_and_set_aside_no_more(world: World) -> None:
    """[AS8] [AS9]"""
    two = Two(world)
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    [held] = two.works()
    peer = Phone(world, "peer")
    number = two.desk.read(two.case)["case"]["number"]
    named = numbered(number)
    assert peer.send(named, sign_png=b"s").status_code == 201
    assert [(w["sender"], w["counts"]) for w in two.works()] == [("clerk", False), ("peer", True)]
    silent = two.rule(held, "set_aside")
    assert (silent.status_code, silent.get_json()["code"]) == (400, "reason_missing")
    accepted = two.rule(held, "accepted", "먼저 다녀온 결과")
    assert accepted.get_json()["counts"] is True
    assert [w["counts"] for w in two.works()] == [True, False]
    assert two.waiting() == []
    two.rule(held, "set_aside", "담당자 결과로 정함", seen=1)
    assert [w["counts"] for w in two.works()] == [False, True]
    steps = [(e["step"], e["reason"]) for e in two.desk.read(two.case)["history"]][-4:]
    assert steps == [
        ("work_held", ""), ("survey", ""), ("work_accepted", "먼저 다녀온 결과"),
        ("work_set_aside", "담당자 결과로 정함"),
    ]  # fmt: skip
    acts = [act for _, act, _ in world.audited()]
    assert "mobile_admin.work_accepted_case" in acts
    assert ("person:clerk", "field.work.ruled") in [(t, h) for t, h, _ in world.hints]


def test_what_was_done_in_time_and_came_late_waits_without_moving_the_case(world: World) -> None:
    """[AS7]"""
    two = Two(world)
    ops = two.ops()
    two.reassign()
    assert outcomes(two.send(ops)) == ["applied"] * 3
    [late] = two.works()
    assert (two.state(), late["standing"], late["counts"]) == ("assigned", "late", False)
    two.rule(late, "accepted")
    assert two.state() == "surveyed"


def test_work_for_a_case_that_takes_none_any_more_is_held(world: World) -> None:
    """[AS7]"""
    two = Two(world)
    two.desk.step(two.case, "suspend", "영업 중단")
    assert outcomes(two.send(two.ops())) == ["held"] * 3
    assert (two.state(), len(two.waiting())) == ("suspended", 1)


def test_of_two_who_rule_at_once_one_is_told(world: World) -> None:
    """[AS8] [AS9]"""
    two = Two(world)
    two.reassign()
    world.pass_time(timedelta(minutes=1))
    two.send(two.ops())
    [held] = two.works()
    rulings = ("accepted", "set_aside", "accepted", "set_aside")
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(two.rule, held, ruling, "이유 있음") for ruling in rulings]
    answers = [each.result() for each in asked]
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    refused = next(a.get_json() for a in answers if a.status_code == 409)
    assert (refused["code"], refused["rev"]) == ("ruled_meanwhile", 1)


def test_the_holders_own_work_is_not_ruled_on_and_nobody_else_sees_it(world: World) -> None:
    """[AS9] [CA6]"""
    two = Two(world)
    two.send(two.ops())
    [work] = two.works()
    assert two.rule(work, "accepted").get_json()["code"] == "nothing_to_rule"
    clerk = world.as_user("clerk")
    assert clerk.get("/api/field/works").status_code == 403
    path = f"/api/field/works/{work['submission_id']}/ruling"
    assert clerk.post(path, ruling="set_aside", reason="이유", seen=0).status_code == 404


def test_two_works_of_a_case_do_not_count_even_past_the_program(world: World) -> None:
    """[AS8]"""
    two = Two(world)
    two.send(two.ops())
    two.send(two.ops())
    with pytest.raises(IntegrityError), world.begin() as tx:
        tx.db.execute(update(works).values(counts=True))


def test_nobody_there_gives_the_case_back_whatever_comes_first(world: World) -> None:
    """[AS7] [FO5]"""
    two = Two(world)
    start, _, end = two.ops()
    end = {**end, "result": "absent", "note": "문이 닫혀 있음"}
    two.send([end])
    two.send([start])
    assert two.state() == "assigned"
    last = two.desk.read(two.case)["history"][-1]
    assert (last["step"], last["reason"]) == ("absent", "문이 닫혀 있음")
    private = two.ops()[2] | {"result": "refused", "note": "900101-1234567 이라고 함"}
    assert outcomes(two.send([private])) == ["applied"]
    assert two.desk.read(two.case)["history"][-1]["reason"] == ""
    assert outcomes(two.send([two.ops("nobodys")[0]])) == ["rejected"]


def test_a_number_that_there_is_not_keeps_the_answers_as_they_are(world: World) -> None:
    """[AS7]"""
    two = Two(world)
    named = numbered("1999-1")
    assert Phone(world, "peer").send(named, sign_png=b"s").status_code == 201
    assert two.works() == []
    number = two.desk.read(two.case)["case"]["number"]
    foreign = xml().replace(
        b"<business>", f"<case_number>{number}</case_number><business>".encode()
    )
    assert Phone(world, "peer").send(foreign, sign_png=b"s").status_code == 201
    assert [(w["standing"], w["lease_rev"]) for w in two.works()] == [("taken", 0)]


@pytest.mark.parametrize("state", [state for state in CaseState if state not in AT_WORK])
@pytest.mark.parametrize("result", [None, *Result])
def test_nothing_from_the_door_moves_a_case_that_is_not_with_its_inspector(
    state: CaseState, result: Result | None
) -> None:
    """[CA9]"""
    kind = Kind.END if result else Kind.START
    said = operation(kind, result)
    assert step_of(state, said, is_over=False) is None


def operation(kind: Kind, result: Result | None) -> Operation:
    now = datetime(2030, 1, 7, tzinfo=UTC)
    return Operation(fresh_id(), kind, fresh_id(), None, now, Clock(0, 0), result=result)


def test_a_start_that_comes_after_its_end_opens_nothing(world: World) -> None:
    """[CA9]"""
    two = Two(world)
    start, _, over = two.ops()
    absent = {**over, "result": "absent"}
    two.send([absent])
    assert two.state() == "assigned"
    two.send([start])
    assert two.state() == "assigned"


def test_a_visit_before_another_says_nothing_of_the_one_that_goes_on(world: World) -> None:
    """[CA9]"""
    two = Two(world)
    first, _, over = two.ops()
    two.send([first])
    world.pass_time(timedelta(minutes=10))
    second, *_ = two.ops()
    two.send([second, {**over, "result": "absent"}])
    assert two.state() == "visiting"
