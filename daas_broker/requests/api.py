"""Requests for pools over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import PoolId
from daas_broker.pools.model import Kind
from daas_broker.requests.model import Desk, Named, Offer, Request, RequestId, RequestStage, Wish
from daas_broker.requests.rules import LONGEST, MOST_DAYS
from daas_broker.requests.service import Requests
from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="desktop requests", description="Asking for a pool, and answering")
Reason = Annotated[str, Field(max_length=LONGEST)]


class DesktopRequestBody(BaseModel):
    pool_id: Annotated[str, Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30
    reason: Reason


class RequestPath(BaseModel):
    request_id: str


class DesktopAnswerBody(BaseModel):
    """Why not is always said; to an approval it may be."""

    answer: Reason = ""


class DesktopOfferView(BaseModel):
    """A pool that takes requests; `is_open` where one may use it already."""

    pool_id: str
    name: str
    zone: Literal["internet", "work"]
    image_title: str
    kind: Kind
    memory_mib: int
    cpus: float
    homes: bool
    is_open: bool

    @staticmethod
    def of(offer: Offer) -> "DesktopOfferView":
        return DesktopOfferView(
            pool_id=offer.pool_id,
            name=offer.name,
            zone="work" if offer.zone is Zone.WORK else "internet",
            image_title=offer.image_title,
            kind=offer.kind,
            memory_mib=offer.size.memory_mib,
            cpus=offer.size.cpus,
            homes=offer.homes,
            is_open=offer.is_open,
        )


class DesktopRequestView(BaseModel):
    """`is_news`: answered, and who asked has not looked since; `is_gone`: the pool was removed."""

    id: str
    pool_id: str
    pool: str
    person: str
    division: str
    days: int
    reason: str
    stage: RequestStage
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str
    until: datetime | None
    is_news: bool
    is_gone: bool

    @staticmethod
    def of(named: Named) -> "DesktopRequestView":
        one = named.request
        return DesktopRequestView(
            id=one.id,
            pool_id=one.wish.pool_id,
            pool=named.pool,
            person=named.person,
            division=named.division,
            days=one.wish.days,
            reason=one.wish.reason,
            stage=one.stage,
            asked_at=one.asked_at,
            decided_by=named.decided_by,
            decided_at=one.decided_at,
            answer=one.answer,
            until=one.until,
            is_news=one.is_news,
            is_gone=named.is_gone,
        )


class DesktopRequestDeskView(BaseModel):
    """`usual_seconds` is how long the last answers took, in the middle; null before the first."""

    offers: list[DesktopOfferView]
    mine: list[DesktopRequestView]
    usual_seconds: int | None

    @staticmethod
    def of(desk: Desk) -> "DesktopRequestDeskView":
        return DesktopRequestDeskView(
            offers=[DesktopOfferView.of(one) for one in desk.offers],
            mine=[DesktopRequestView.of(one) for one in desk.mine],
            usual_seconds=None if desk.usual is None else round(desk.usual.total_seconds()),
        )


class DesktopRequestsView(BaseModel):
    requests: list[DesktopRequestView]


class DesktopDecidedView(BaseModel):
    stage: RequestStage
    until: datetime | None

    @staticmethod
    def of(request: Request) -> "DesktopDecidedView":
        return DesktopDecidedView(stage=request.stage, until=request.until)


class DesktopAskedView(BaseModel):
    id: str


def blueprint(requests: Requests) -> APIBlueprint:
    bp = APIBlueprint("daas_requests", __name__, url_prefix="/api/desktop-requests", abp_tags=[TAG])

    @bp.get(
        "",
        summary="What may be asked for, and one's requests",
        responses={200: DesktopRequestDeskView},
    )
    def desk() -> Reply:
        return reply(DesktopRequestDeskView.of(requests.desk(current_actor())))

    @bp.post("", summary="Ask for a pool", responses={201: DesktopAskedView})
    def ask(body: DesktopRequestBody) -> Reply:
        wish = Wish(PoolId(body.pool_id), body.days, body.reason)
        return created(DesktopAskedView(id=requests.ask(current_actor(), wish).id))

    @bp.delete("/<request_id>", summary="Withdraw it", responses={204: None})
    def withdraw(path: RequestPath) -> Reply:
        requests.withdraw(current_actor(), RequestId(path.request_id))
        return no_content()

    @bp.post("/looked", summary="The answers were seen", responses={204: None})
    def look() -> Reply:
        requests.look(current_actor())
        return no_content()

    return bp


def admin_blueprint(requests: Requests) -> APIBlueprint:
    bp = APIBlueprint(
        "daas_all_requests", __name__, url_prefix="/api/admin/desktop-requests", abp_tags=[TAG]
    )

    @bp.get("", summary="Everybody's requests", responses={200: DesktopRequestsView})
    def list_all() -> Reply:
        found = requests.all(current_actor())
        return reply(DesktopRequestsView(requests=[DesktopRequestView.of(one) for one in found]))

    @bp.post("/<request_id>/approve", summary="Approve", responses={200: DesktopDecidedView})
    def approve(path: RequestPath, body: DesktopAnswerBody) -> Reply:
        made = requests.approve(current_actor(), RequestId(path.request_id), body.answer)
        return reply(DesktopDecidedView.of(made))

    @bp.post(
        "/<request_id>/refuse", summary="Refuse, and say why", responses={200: DesktopDecidedView}
    )
    def refuse(path: RequestPath, body: DesktopAnswerBody) -> Reply:
        made = requests.refuse(current_actor(), RequestId(path.request_id), body.answer)
        return reply(DesktopDecidedView.of(made))

    @bp.post("/<request_id>/end", summary="Take it back early", responses={200: DesktopDecidedView})
    def end(path: RequestPath, body: DesktopAnswerBody) -> Reply:
        made = requests.end(current_actor(), RequestId(path.request_id), body.answer)
        return reply(DesktopDecidedView.of(made))

    return bp
