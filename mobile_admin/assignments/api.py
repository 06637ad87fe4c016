"""Assignments over HTTP: the office's board, and what an inspector has today."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.actor import UserId
from kernel.errors import Refused
from kernel.http import Reply, created, current_actor, no_content, reply
from mobile_admin.assignments.model import Assignment, Board, Ending, Held, Part, Visit, Wish
from mobile_admin.assignments.rules import MOST_AT_ONCE
from mobile_admin.assignments.service import Assignments
from mobile_admin.cases.api import (
    CaseBody,
    CasePath,
    PastCaseBody,
    SiteBody,
    SubjectBody,
    case_body,
    past_body,
    site_body,
    subject_body,
)
from mobile_admin.cases.machine import Move
from mobile_admin.cases.model import CaseState, CaseStep, Query

TAG = Tag(name="field assignments", description="Who has which case, and what they have today")
# A transaction may commit after a reading that began later: what is fetched overlaps.
OVERLAP = timedelta(minutes=2)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # nothing is older, and the overlap still has room


class BoardQuery(BaseModel):
    """`assignee` is a person's id, or `-` for nobody; `state` may stand several times."""

    state: list[CaseState] = Field(default_factory=list, max_length=12)
    text: str = Field(default="", max_length=200)
    kind: str = Field(default="", max_length=60)
    assignee: str = Field(default="", max_length=64)
    due_before: date | None = None
    site_id: str = Field(default="", max_length=64)


class AssignmentPath(BaseModel):
    assignment_id: str = Field(min_length=1, max_length=64)


class AssignWishBody(BaseModel):
    person_id: str = Field(min_length=1, max_length=64)
    planned_on: date
    planned_at: AwareDatetime | None = None
    seat: int = Field(default=0, ge=0, le=1000)
    form_key: str | None = Field(default=None, max_length=64)
    reason: str = Field(default="", max_length=1000)


class AssignBody(AssignWishBody):
    """`seen` is the lease_rev of the lead that was shown, 0 where there was none."""

    seen: int = Field(ge=0)


class SeenCaseBody(BaseModel):
    case_id: str = Field(min_length=1, max_length=64)
    seen: int = Field(ge=0)


class AssignManyBody(AssignWishBody):
    cases: list[SeenCaseBody] = Field(min_length=1, max_length=MOST_AT_ONCE)


class WithdrawQuery(BaseModel):
    seen: int = Field(ge=0)
    reason: str = Field(default="", max_length=1000)


class AssignmentBody(BaseModel):
    id: str
    case_id: str
    person_id: str
    part: Part
    lease_rev: int
    lease_until: AwareDatetime
    planned_on: date
    planned_at: AwareDatetime | None
    seat: int
    form_key: str | None
    assigned_at: AwareDatetime
    ended_at: AwareDatetime | None
    ending: Ending | None


class NamedAssignmentBody(AssignmentBody):
    name: str


class CaseAssignmentsBody(BaseModel):
    assignments: list[NamedAssignmentBody]


class AssignedBody(BaseModel):
    """Of one case among many: `code` where it was refused, with the refusal's facts."""

    case_id: str
    code: str | None
    facts: dict[str, Any]


class AssignedManyBody(BaseModel):
    results: list[AssignedBody]


class BoardCaseBody(BaseModel):
    case: CaseBody
    subject: SubjectBody
    site: SiteBody
    lead: NamedAssignmentBody | None


class StateCountBody(BaseModel):
    state: CaseState
    count: int


class BoardBody(BaseModel):
    """`counts` are of the whole division, whatever was asked for."""

    cases: list[BoardCaseBody]
    counts: list[StateCountBody]
    kinds: list[str]


class InspectorBody(BaseModel):
    id: str
    name: str
    post: str
    duty: str
    open: int
    today: int


class InspectorsBody(BaseModel):
    inspectors: list[InspectorBody]


class TodayQuery(BaseModel):
    """`since` is `at` of the answer before: only what changed after it is sent."""

    since: AwareDatetime | None = None


class FormToFillBody(BaseModel):
    key: str
    form_id: str
    title: str
    version: str
    sha256: str


class TodayVisitBody(BaseModel):
    """`sent_back` says what is wanted where the case was sent back."""

    assignment: AssignmentBody
    case: CaseBody
    subject: SubjectBody
    site: SiteBody
    form: FormToFillBody | None
    past: list[PastCaseBody]
    sent_back: str


class TodayBody(BaseModel):
    """`held` names all assignments that one has: an app drops those that are not in it."""

    day: date
    at: AwareDatetime
    visits: list[TodayVisitBody]
    held: list[str]


class ArrangeBody(BaseModel):
    """Assignments in the order of the way."""

    order: list[str] = Field(max_length=1000)


class ReportBody(BaseModel):
    """`step`: start, absent or decline."""

    step: CaseStep
    reason: str = Field(default="", max_length=1000)


def blueprint(assignments: Assignments) -> APIBlueprint:
    bp = APIBlueprint("mobile_assignments", __name__, url_prefix="/api/field", abp_tags=[TAG])
    _add_office(bp, assignments)
    _add_field(bp, assignments)
    return bp


def _add_office(bp: APIBlueprint, assignments: Assignments) -> None:
    @bp.get("/board", summary="The office's board", responses={200: BoardBody})
    def read_board(query: BoardQuery) -> Reply:
        wanted = Query(
            frozenset(query.state), query.text.strip(), query.kind, query.assignee,
            query.due_before, query.site_id,
        )  # fmt: skip
        return reply(_board(assignments.board(current_actor(), wanted)))

    @bp.get("/inspectors", summary="Whom cases may be given", responses={200: InspectorsBody})
    def list_inspectors() -> Reply:
        found = assignments.inspectors(current_actor())
        return reply(InspectorsBody(inspectors=[InspectorBody(**vars(each)) for each in found]))

    @bp.get("/cases/<case_id>/assignments", summary="All that it ever had",
            responses={200: CaseAssignmentsBody})  # fmt: skip
    def list_assignments(path: CasePath) -> Reply:
        found = assignments.of_case(current_actor(), path.case_id)
        return reply(CaseAssignmentsBody(assignments=[_named(*each) for each in found]))

    @bp.put("/cases/<case_id>/lead", summary="Assign or reassign", responses={200: AssignmentBody})
    def assign_case(path: CasePath, body: AssignBody) -> Reply:
        given = assignments.assign(current_actor(), path.case_id, _wish(body, body.seen))
        return reply(AssignmentBody(**_facts(given)))

    @bp.delete("/cases/<case_id>/lead", summary="Withdraw", responses={200: CaseBody})
    def withdraw_case(path: CasePath, query: WithdrawQuery) -> Reply:
        case = assignments.withdraw(current_actor(), path.case_id, query.seen, query.reason)
        return reply(case_body(case))

    @bp.post("/assignments", summary="Assign many at once", responses={201: AssignedManyBody})
    def assign_many(body: AssignManyBody) -> Reply:
        wishes = [(each.case_id, _wish(body, each.seen)) for each in body.cases]
        found = assignments.assign_many(current_actor(), wishes)
        return created(AssignedManyBody(results=[_assigned(*each) for each in found]))


def _add_field(bp: APIBlueprint, assignments: Assignments) -> None:
    @bp.get("/today", summary="What one has today; If-None-Match", responses={200: TodayBody})
    def read_today(query: TodayQuery) -> Response:
        since = max(query.since, LONG_AGO) - OVERLAP if query.since else None
        found = assignments.today(current_actor(), since)
        body = TodayBody(
            day=found.day, at=found.at, visits=[_visit(v) for v in found.visits],
            held=list(found.held),
        )  # fmt: skip
        tag = sha256(body.model_dump_json(exclude={"at"}).encode()).hexdigest()[:32]
        response = Response(body.model_dump_json(), content_type="application/json")
        response.set_etag(tag)
        response.headers["Cache-Control"] = "private, no-cache"
        response.make_conditional(request)
        return response

    @bp.put("/today/order", summary="One's own way", responses={204: None})
    def arrange_today(body: ArrangeBody) -> Reply:
        assignments.arrange(current_actor(), body.order)
        return no_content()

    @bp.post("/assignments/<assignment_id>/reports", summary="From the door",
             responses={200: CaseBody})  # fmt: skip
    def report_visit(path: AssignmentPath, body: ReportBody) -> Reply:
        move = Move(body.step, assignments.now(), body.reason)
        return reply(case_body(assignments.report(current_actor(), path.assignment_id, move)))


def _wish(body: AssignWishBody, seen: int) -> Wish:
    return Wish(
        UserId(body.person_id), body.planned_on, seen, body.planned_at, body.seat, body.form_key,
        body.reason,
    )  # fmt: skip


def _facts(assignment: Assignment) -> dict[str, Any]:
    return {name: getattr(assignment, name) for name in AssignmentBody.model_fields}


def _named(assignment: Assignment, name: str) -> NamedAssignmentBody:
    return NamedAssignmentBody(**_facts(assignment), name=name)


def _assigned(case_id: str, found: Assignment | Refused) -> AssignedBody:
    if isinstance(found, Refused):
        return AssignedBody(case_id=case_id, code=found.code, facts=found.facts)
    return AssignedBody(case_id=case_id, code=None, facts={})


def _board(board: Board) -> BoardBody:
    return BoardBody(
        cases=[_held(each) for each in board.cases],
        counts=[StateCountBody(state=s, count=board.counts.get(s, 0)) for s in CaseState],
        kinds=list(board.kinds),
    )


def _held(held: Held) -> BoardCaseBody:
    return BoardCaseBody(
        case=case_body(held.dossier.case),
        subject=subject_body(held.dossier.subject),
        site=site_body(held.dossier.site),
        lead=_named(held.lead, held.lead_name) if held.lead else None,
    )


def _visit(visit: Visit) -> TodayVisitBody:
    return TodayVisitBody(
        assignment=AssignmentBody(**_facts(visit.assignment)),
        case=case_body(visit.dossier.case),
        subject=subject_body(visit.dossier.subject),
        site=site_body(visit.dossier.site),
        form=FormToFillBody(**vars(visit.form)) if visit.form else None,
        past=[past_body(case) for case in visit.past],
        sent_back=visit.reason,
    )
