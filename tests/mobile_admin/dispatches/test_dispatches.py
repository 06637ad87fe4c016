"""What phones tell: any order, any repetition, many at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, func, select

from kernel.actor import Actor
from kernel.db import Tx
from kernel.ids import fresh_id
from mobile_admin.dispatches.api import sent_of
from mobile_admin.dispatches.model import Operation, Outcome, Standing
from mobile_admin.dispatches.store import operations, visits
from mobile_admin.submissions.store import submissions
from tests.mobile_admin.pockets.test_pockets import made
from tests.mobile_admin.submissions.test_openrosa import head, opened
from tests.mobile_admin.xforms.test_check import xml
from tests.support.world import SignedInClient, World

Op = dict[str, Any]
TICKS = count(1_900_000_000_000)
MOST_QUESTIONS = 6  # session; pocket, what is known; form; answers with visit and operation


def phone_id() -> str:
    """A UUIDv7 as a phone makes them: each sorts after the one before."""
    return f"{next(TICKS):012x}70008000{fresh_id()[-12:]}"


def op(world: World, kind: str, visit: str, **more: Any) -> Op:
    return {
        "id": phone_id(), "kind": kind, "visit_id": visit, "did_at": world.now().isoformat(),
        "offset_ms": 0, "uncertainty_ms": 40, **more,
    }  # fmt: skip


def visit_of(world: World) -> list[Op]:
    """Start, answers and end of one visit."""
    visit = fresh_id()
    place = {"lat": 37.5, "lon": 127.0, "accuracy_m": 12.5}
    return [
        op(world, "start", visit, place=place),
        op(world, "answers", visit, xml=xml().decode()),
        op(world, "end", visit, result="visited", note="정상"),
    ]


def told(client: SignedInClient, pocket: str, ops: list[Op]) -> list[dict[str, Any]]:
    answer = client.post("/api/field/dispatches", pocket_id=pocket, operations=ops)
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["receipts"]
    assert [each["op_id"] for each in found] == [each.get("id", "") for each in ops]
    return found


def outcomes(receipts: list[dict[str, Any]]) -> list[str]:
    return [each["outcome"] for each in receipts]


def state(world: World) -> list[Any]:
    """All that operations come to, without times of receipt."""
    with world.begin() as tx:
        seen = tx.db.execute(select(visits).order_by(visits.c.id)).all()
        sent = tx.db.execute(select(submissions.c.instance_id, submissions.c.standing)).all()
        done = tx.db.execute(select(operations.c.id, operations.c.outcome)).all()
    instances = {row[0] for row in sent}
    drop = visits.c.keys().index("submission_id")
    rows = [tuple(v for at, v in enumerate(row) if at != drop) for row in seen]
    has = [row[drop] is not None for row in seen]
    return [*rows, *has, sorted(instances), sorted(map(tuple, sent)), sorted(map(tuple, done))]


def forget(world: World) -> None:
    with world.begin() as tx:
        for table in (operations, visits, submissions):
            tx.db.execute(delete(table))


def test_a_visit_with_its_answers_is_taken_and_said_again_to_be_so(world: World) -> None:
    """[FO4]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket, ops = made(clerk), visit_of(world)
    first = told(clerk, pocket, ops)
    assert outcomes(first) == ["applied"] * 3
    again = told(clerk, pocket, ops)
    assert [(e["outcome"], e["was"]) for e in again] == [("duplicate", "applied")] * 3
    assert again[1]["submission_id"] == first[1]["submission_id"]
    [visit] = clerk.get("/api/field/dispatches/visits").get_json()["visits"]
    assert (visit["result"], visit["submission_id"]) == ("visited", first[1]["submission_id"])
    [line] = head(world).get("/api/field/submissions").get_json()["submissions"]
    assert line["sender"] == "clerk"


def test_an_operation_that_stands_twice_in_one_dispatch_counts_once(world: World) -> None:
    """[FO4]"""
    opened(world)
    clerk = world.as_user("clerk")
    ops = visit_of(world)
    found = told(clerk, made(clerk), [*ops, *ops])
    assert outcomes(found) == ["applied"] * 3 + ["duplicate"] * 3
    assert found[4]["submission_id"] == found[1]["submission_id"]


def test_answers_that_came_before_are_told_of_the_visit_that_names_them(world: World) -> None:
    """As from a phone whose browser lost what it had sent already [FO4] [FS1]."""
    opened(world)
    phone = world.as_user("clerk")
    pocket = made(phone)
    visit, same = fresh_id(), xml().decode()
    first, again = (op(world, "answers", visit, xml=same) for _ in range(2))
    receipts = told(phone, pocket, [first, again])
    assert [each["outcome"] for each in receipts] == ["applied", "applied"]
    assert receipts[0]["submission_id"] == receipts[1]["submission_id"]
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(submissions)) == 1
        assert tx.db.scalar(select(visits.c.answers_op)) == again["id"]


def test_one_sheet_costs_few_questions_of_the_database(world: World) -> None:
    """With sign-in, look-up and checks: ten thousand may come at once after an outage."""
    opened(world)
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    told(clerk, pocket, visit_of(world))  # the form is read
    sheet = op(world, "answers", fresh_id(), xml=xml().decode())
    asked: list[str] = []
    with listening(world.engine, asked.append):
        assert outcomes(told(clerk, pocket, [sheet])) == ["applied"]
    assert len(asked) <= MOST_QUESTIONS, asked


@contextmanager
def listening(engine: Engine, tell: Callable[[str], None]) -> Iterator[None]:
    def asked(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        tell(statement)

    event.listen(engine, "before_cursor_execute", asked)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", asked)


def test_in_every_order_a_visit_comes_to_the_same(world: World) -> None:
    """[FO5]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket, ops = made(clerk), visit_of(world)
    later = op(world, "end", ops[0]["visit_id"], result="absent", note="다시 보니")
    seen = []
    for order in permutations([*ops, later]):
        told(clerk, pocket, list(order))
        seen.append(state(world))
        forget(world)
    assert all(each == seen[0] for each in seen)
    assert "absent" in str(seen[0]), "the later end holds"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_in_any_order_and_with_any_repetition_operations_come_to_the_same(
    world: World, data: st.DataObject
) -> None:
    """[FO4] [FO5]"""
    clerk = world.as_user("clerk")
    pocket = ready(world, clerk)
    ops = [each for _ in range(3) for each in visit_of(world)]
    told(clerk, pocket, ops)
    wanted = state(world)
    forget(world)
    sent = data.draw(st.lists(st.sampled_from(ops), max_size=12)) + data.draw(st.permutations(ops))
    while sent:
        size = data.draw(st.integers(1, len(sent)))
        told(clerk, pocket, sent[:size])
        sent = sent[size:]
    assert state(world) == wanted


def ready(world: World, clerk: SignedInClient) -> str:
    """A pocket and an open form, made at the first example; each begins with nothing sent."""
    found = clerk.get("/api/field/pockets").get_json()["pockets"]
    if found:
        forget(world)
        return str(found[0]["id"])
    opened(world)
    return made(clerk)


@pytest.mark.parametrize("at_once", [8, 32])
def test_many_at_once_are_one_operation_and_one_submission(world: World, at_once: int) -> None:
    """[FO4]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket, ops = made(clerk), visit_of(world)
    clients = [world.sign_in("clerk") for _ in range(4)]

    def send(number: int) -> list[str]:
        return outcomes(told(clients[number % 4], pocket, ops))

    with ThreadPoolExecutor(at_once) as pool:
        found = Counter(each for answer in pool.map(send, range(at_once)) for each in answer)
    assert found == {"applied": 3, "duplicate": 3 * (at_once - 1)}
    with world.begin() as tx:
        rows = [
            tx.db.scalar(select(func.count()).select_from(table))
            for table in (operations, visits, submissions)
        ]
    assert rows == [3, 1, 1]


def test_what_is_wrong_with_one_operation_stops_no_other(world: World) -> None:
    """[FO4]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket, good = made(clerk), visit_of(world)
    visit = fresh_id()
    bad = [
        {"id": "x"},
        {"no": "id"},
        op(world, "fly", visit),
        op(world, "start", visit, place={"lat": 1e9, "lon": 0, "accuracy_m": 1}),
        op(world, "start", visit, xml="<data/>"),
        op(world, "answers", visit, xml="<data id='x'"),
        op(world, "answers", visit, xml='<!DOCTYPE d [<!ENTITY a "b">]><data id="a">&a;</data>'),
        op(world, "answers", visit, xml=xml().decode().replace("food_hygiene", "no_such_form")),
        op(world, "end", visit),
        op(world, "start", visit, assignment_id="nobody's"),
        op(world, "start", visit, did_at=(world.now() + timedelta(days=9)).isoformat()),
        op(world, "end", visit, result="visited", secret="1"),
    ]
    mixed = [
        each for pair in zip(bad, [*good, *([None] * 9)], strict=True) for each in pair if each
    ]
    answer = clerk.post("/api/field/dispatches", pocket_id=pocket, operations=mixed)
    found = {e["op_id"]: e for e in answer.get_json()["receipts"]}
    assert [found[each["id"]]["outcome"] for each in good] == ["applied"] * 3
    assert {found[each.get("id", "")]["outcome"] for each in bad} == {"rejected"}
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(operations)) == 3
    assert ("clerk", "mobile_admin.dispatch", "refused") in world.audited()


def test_the_same_id_with_other_contents_is_a_conflict_and_changes_nothing(world: World) -> None:
    """[FO4]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    start, answers, end = visit_of(world)
    told(clerk, pocket, [start, answers, end])
    before = state(world)
    receipts = told(
        clerk, pocket,
        [
            {**start, "note": "x"},
            {**answers, "xml": xml().decode()},
            {**end, "result": "refused"},
            op(world, "answers", start["visit_id"], xml=answers["xml"].replace("정다온", "한바다")),
        ],
    )  # fmt: skip
    assert [(e["outcome"], e["code"]) for e in receipts] == [
        ("conflict", "other_operation"), ("conflict", "other_operation"),
        ("conflict", "other_operation"), ("conflict", "other_content"),
    ]  # fmt: skip
    assert state(world) == before


def test_nobody_writes_into_the_visit_or_the_pocket_of_another(world: World) -> None:
    """[FO3] [FO4]"""
    opened(world)
    clerk, other = world.as_user("clerk"), world.as_user("other")
    pocket, [start, answers, end] = made(clerk), visit_of(world)
    told(clerk, pocket, [start])
    foreign = other.post("/api/field/dispatches", pocket_id=pocket, operations=[answers])
    assert foreign.status_code == 404
    own = made(other)
    assert [(e["outcome"], e["code"]) for e in told(other, own, [start, end])] == [
        ("conflict", "other_operation"), ("conflict", "other_visit"),
    ]  # fmt: skip
    assert other.get("/api/field/dispatches/visits").get_json()["visits"] == []


def test_a_revoked_phone_is_told_so_before_anything_is_taken(world: World) -> None:
    """[FO2]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket = made(clerk)
    clerk.delete(f"/api/field/pockets/{pocket}")
    answer = clerk.post("/api/field/dispatches", pocket_id=pocket, operations=visit_of(world))
    assert (answer.status_code, answer.get_json()["code"]) == (410, "pocket_revoked")
    with world.begin() as tx:
        assert tx.db.scalar(select(func.count()).select_from(operations)) == 0


def test_a_wrong_clock_is_corrected_kept_as_it_was_and_flagged(world: World) -> None:
    """[FO7]"""
    opened(world)
    clerk = world.as_user("clerk")
    pocket, visit = made(clerk), fresh_id()
    wrong = world.now() - timedelta(days=2)
    late = op(world, "start", visit, did_at=wrong.isoformat(), offset_ms=2 * 86_400_000)
    told(clerk, pocket, [late])
    with world.begin() as tx:
        row = tx.db.execute(select(operations)).one()
    [seen] = clerk.get("/api/field/dispatches/visits").get_json()["visits"]
    assert (row.did_at, row.is_clock_off) == (wrong, True)
    assert datetime.fromisoformat(seen["started_at"]) == world.now()


@dataclass(frozen=True)
class Given:
    """mobile_admin.dispatches.ports.Assignments, with one answer."""

    whose: Standing | None
    noted: list[Standing] = field(default_factory=list)

    def standing(
        self, _tx: Tx, _actor: Actor, _assignment: str, _at: datetime, /
    ) -> Standing | None:
        return self.whose

    def note(self, _tx: Tx, _actor: Actor, _done: Operation, standing: Standing, /) -> None:
        self.noted.append(standing)


@pytest.mark.parametrize(
    ("whose", "outcome", "standing"),
    [
        (Standing.VALID, Outcome.APPLIED, "received"),
        (Standing.LATE, Outcome.APPLIED, "received"),
        (Standing.TAKEN, Outcome.HELD, "held"),
        (None, Outcome.REJECTED, None),
    ],
)
def test_work_for_a_visit_that_became_another_s_is_kept_and_held(
    world: World, whose: Standing | None, outcome: Outcome, standing: str | None
) -> None:
    """[FO6]"""
    opened(world)
    clerk, given = world.as_user("clerk"), Given(whose)
    pocket = made(clerk)
    dispatches = replace(world.workplace.field.dispatches, assignments=given)
    raw = op(world, "answers", phone_id(), xml=xml().decode(), assignment_id="a1")
    [receipt] = list(dispatches.take(clerk.actor, pocket, [sent_of(raw)]))
    assert receipt.outcome is outcome
    with world.begin() as tx:
        assert tx.db.scalar(select(submissions.c.standing)) == standing
    assert given.noted == ([whose] if whose else [])


def test_an_empty_dispatch_tells_the_time(world: World) -> None:
    """[FO7]"""
    clerk = world.as_user("clerk")
    answer = clerk.post("/api/field/dispatches", pocket_id=made(clerk), operations=[])
    assert datetime.fromisoformat(answer.get_json()["now"]) == world.now()


def test_more_than_two_hundred_are_too_many(world: World) -> None:
    clerk = world.as_user("clerk")
    many = [op(world, "start", fresh_id()) for _ in range(201)]
    answer = clerk.post("/api/field/dispatches", pocket_id=made(clerk), operations=many)
    assert answer.status_code == 400
