"""Dispatches over HTTP: operations of one phone, in their order, each answered for itself."""

from typing import Any

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kernel.clock import Now
from kernel.http import Reply, current_actor, reply
from mobile_admin.dispatches.model import (
    Clock,
    Kind,
    Operation,
    Outcome,
    Place,
    Receipt,
    Result,
    Visit,
)
from mobile_admin.dispatches.rules import (
    LARGEST_DISPATCH,
    MOST_OPERATIONS,
    DispatchTooLarge,
    digest_of,
)
from mobile_admin.dispatches.service import Dispatches, Sent
from mobile_admin.xforms.safe import LARGEST_ANSWERS

TAG = Tag(name="field dispatches", description="What phones of the field tell")
ID = r"^[0-9a-f]{32}$"
MOST_MS = 10 * 365 * 86_400_000


class OperationPlaceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    accuracy_m: float = Field(ge=0, le=1e7, allow_inf_nan=False)


class OperationBody(BaseModel):
    """`did_at` is the phone's own time; `offset_ms` is server minus phone as last measured."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=ID)
    kind: Kind
    visit_id: str = Field(pattern=ID)
    assignment_id: str | None = Field(default=None, max_length=64)
    did_at: AwareDatetime
    offset_ms: int = Field(ge=-MOST_MS, le=MOST_MS)
    uncertainty_ms: int = Field(ge=0, le=86_400_000)
    place: OperationPlaceBody | None = None
    result: Result | None = None
    note: str = Field(default="", max_length=2000)
    title: str = Field(default="", max_length=200)
    xml: str = Field(default="", max_length=LARGEST_ANSWERS)


class DispatchBody(BaseModel):
    """`operations` are OperationBody; one that is not is refused alone."""

    pocket_id: str = Field(pattern=ID)
    operations: list[dict[str, Any]] = Field(max_length=MOST_OPERATIONS)


class ReceiptBody(BaseModel):
    op_id: str
    outcome: Outcome
    was: Outcome | None
    code: str
    submission_id: str | None


class ReceiptsBody(BaseModel):
    """`now` is the server's clock: a phone measures its own by it."""

    receipts: list[ReceiptBody]
    now: AwareDatetime


class ToldVisitBody(BaseModel):
    id: str
    assignment_id: str | None
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    result: Result | None
    note: str
    submission_id: str | None
    is_held: bool


class ToldVisitsBody(BaseModel):
    visits: list[ToldVisitBody]


def blueprint(dispatches: Dispatches, now: Now) -> APIBlueprint:
    bp = APIBlueprint(
        "mobile_dispatches", __name__, url_prefix="/api/field/dispatches", abp_tags=[TAG]
    )

    @bp.post("", summary="What a phone has done", responses={200: ReceiptsBody})
    def take_dispatch(body: DispatchBody) -> Reply:
        if (request.content_length or 0) > LARGEST_DISPATCH:
            raise DispatchTooLarge(largest=LARGEST_DISPATCH)
        sent = [sent_of(raw) for raw in body.operations]
        receipts = [
            _receipt(each) for each in dispatches.take(current_actor(), body.pocket_id, sent)
        ]
        return reply(ReceiptsBody(receipts=receipts, now=now()))

    @bp.get("/visits", summary="One's own of the last week", responses={200: ToldVisitsBody})
    def list_visits() -> Reply:
        found = [_visit(visit) for visit in dispatches.visits(current_actor())]
        return reply(ToldVisitsBody(visits=found))

    return bp


def sent_of(raw: dict[str, Any]) -> Sent:
    """What is no operation keeps its id, to be answered."""
    op_id = str(raw.get("id", ""))[:64]
    try:
        body = OperationBody.model_validate(raw)
    except ValidationError:
        return Sent(op_id, None, "")
    operation = Operation(
        body.id, body.kind, body.visit_id, body.assignment_id, body.did_at,
        Clock(body.offset_ms, body.uncertainty_ms),
        Place(**body.place.model_dump()) if body.place else None,
        body.result, body.note, body.xml, body.title,
    )  # fmt: skip
    return Sent(op_id, operation, digest_of(raw))


def _receipt(receipt: Receipt) -> ReceiptBody:
    return ReceiptBody(**vars(receipt))


def _visit(visit: Visit) -> ToldVisitBody:
    return ToldVisitBody(**{name: getattr(visit, name) for name in ToldVisitBody.model_fields})
