"""Handing notices to citizens over HTTP: giving, and opening without a sign-in."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, client_address, created, current_actor, public, reply
from mobile_admin.handing.model import Arrival, Asks
from mobile_admin.handing.service import Handing
from mobile_admin.notices.api import NoticePath, rows_of, sent_pdf
from mobile_admin.notices.model import Notice, PaperState, Validity
from mobile_admin.notices.rules import PAGE, day_of
from mobile_admin.seals.codes import shown

TAG = Tag(name="notice links", description="Notices on their way to citizens")


class GiveBody(BaseModel):
    """`birth` is asked of whoever opens the link; where it is empty, six digits are made."""

    birth: str = Field(default="", max_length=20)


class GivenBody(BaseModel):
    address: str
    qr: list[str]
    asks: Asks
    code: str
    expires_at: AwareDatetime


class LinkBody(BaseModel):
    id: str
    asks: Asks
    tries_left: int
    made_at: AwareDatetime
    expires_at: AwareDatetime
    opened_at: AwareDatetime | None
    closed_at: AwareDatetime | None


class NoticeReceiptBody(BaseModel):
    act: Arrival
    at: AwareDatetime


class ArrivalBody(BaseModel):
    links: list[LinkBody]
    receipts: list[NoticeReceiptBody]


class OpenLinkBody(BaseModel):
    token: str = Field(min_length=20, max_length=80)
    answer: str = Field(max_length=20)


class TicketBody(BaseModel):
    ticket: str = Field(min_length=20, max_length=80)


class HeadedBody(BaseModel):
    head: str
    text: str


class CitizenNoticeBody(BaseModel):
    """The whole notice, for its citizen; `ticket` for the PDF, half an hour long."""

    ticket: str
    title: str
    label: str
    agency: str
    sender: str
    to: str
    number: str
    day: str
    opening: str
    shares: list[HeadedBody]
    closing: list[HeadedBody]
    contact: list[str]
    code: str
    verify: str
    is_ready: bool
    standing: Validity


def blueprint(handing: Handing) -> APIBlueprint:
    bp = APIBlueprint("mobile_handing", __name__, url_prefix="/api", abp_tags=[TAG])
    of_one = "/field/notices/<notice_id>/links"

    @bp.post(of_one, summary="Give a link", responses={201: GivenBody})
    def give(path: NoticePath, body: GiveBody) -> Reply:
        given = handing.give(current_actor(), path.notice_id, body.birth)
        return created(
            GivenBody(
                address=given.address, qr=rows_of(given.address), asks=given.link.asks,
                code=given.code, expires_at=given.link.expires_at,
            )
        )  # fmt: skip

    @bp.get(of_one, summary="Has it arrived", responses={200: ArrivalBody})
    def arrival(path: NoticePath) -> Reply:
        links, receipts = handing.arrival(current_actor(), path.notice_id)
        names = LinkBody.model_fields
        return reply(
            ArrivalBody(
                links=[LinkBody(**{name: getattr(link, name) for name in names}) for link in links],
                receipts=[NoticeReceiptBody(act=each.act, at=each.at) for each in receipts],
            )
        )

    _add_for_citizens(bp, handing)
    return bp


def _add_for_citizens(bp: APIBlueprint, handing: Handing) -> None:
    """For whoever is not signed in: the link and the answer prove who it is."""

    @bp.post("/citizen/notice", summary="Open a link", responses={200: CitizenNoticeBody})
    @public
    def open_link(body: OpenLinkBody) -> Reply:
        found, ticket = handing.open(client_address(), body.token, body.answer)
        return reply(_whole(handing, found, ticket))

    @bp.post("/citizen/notice/again", summary="As it is now", responses={200: CitizenNoticeBody})
    @public
    def look_again(body: TicketBody) -> Reply:
        return reply(_whole(handing, handing.look(body.ticket), body.ticket))

    @bp.post("/citizen/notice/document.pdf", summary="The sealed document")
    @public
    def read_pdf(body: TicketBody) -> Response:
        return sent_pdf(*handing.pdf(body.ticket))


def _whole(handing: Handing, notice: Notice, ticket: str) -> CitizenNoticeBody:
    paper = notice.paper
    sender = paper.sender
    contact = [sender.division, sender.address, sender.phone, sender.email, sender.homepage]
    return CitizenNoticeBody(
        ticket=ticket, title=paper.title, label=notice.label, agency=sender.agency,
        sender=sender.name, to=paper.to, number=paper.number, day=day_of(notice.issued_at),
        opening=paper.opening,
        shares=[HeadedBody(head=head, text=text) for head, text in paper.shares],
        closing=[HeadedBody(head=head, text=text) for head, text in paper.closing],
        contact=[each for each in contact if each], code=shown(notice.code),
        verify=f"{handing.notices.origin}{PAGE}/{notice.code}",
        is_ready=notice.state is PaperState.READY, standing=notice.standing,
    )  # fmt: skip
