"""Deciding and notices over HTTP."""

from datetime import date
from typing import Any
from urllib.parse import quote

import segno
from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.actor import Actor, Role
from kernel.http import Reply, created, current_actor, reply
from mobile_admin.decisions.api import RecipientBody
from mobile_admin.decisions.model import Provisional, Recipient, Wish
from mobile_admin.notices import rules
from mobile_admin.notices.model import Notice, PaperState, Validity
from mobile_admin.notices.service import Notices
from mobile_admin.seals.codes import shown
from mobile_admin.seals.sealing import SealLevel
from mobile_admin.submissions.api import SANDBOX, SubmissionPath

TAG = Tag(name="field notices", description="Official notices of what was decided in the field")


class ProvisionalBody(BaseModel):
    """The paper that was left at the door."""

    number: str = Field(max_length=60)
    at: AwareDatetime


class DecisionWishBody(BaseModel):
    """`id` is the caller's own, 32 hex digits: the same one again is the same decision."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    outcome_id: str = Field(max_length=40)
    seen: int = Field(ge=0, le=100_000)
    recipients: list[RecipientBody] = Field(max_length=20)
    grounds: str = Field(default="", max_length=2000)
    due: date | None = None
    amount: int | None = Field(default=None, ge=1, le=10**10)
    reason: str = Field(default="", max_length=500)
    provisional: ProvisionalBody | None = None


class NoticePath(BaseModel):
    notice_id: str = Field(min_length=1, max_length=64)


class NoticeReasonBody(BaseModel):
    reason: str = Field(max_length=500)


class NoticeLineBody(BaseModel):
    id: str
    submission_id: str
    registered: str
    number: str
    title: str
    label: str
    recipients: list[str]
    state: PaperState
    standing: Validity
    issued_at: AwareDatetime
    has_picture: bool
    provisional: str


class NoticesBody(BaseModel):
    notices: list[NoticeLineBody]
    may_end: bool


class NoticeEndingBody(BaseModel):
    at: AwareDatetime
    reason: str
    replaced_by: str | None


class OfficialNoticeBody(NoticeLineBody):
    """`qr` is the verification address as rows of 0 and 1; `level` is B-B without a time-stamp."""

    code: str
    address: str
    qr: list[str]
    sha256: str
    level: SealLevel | None
    level_note: str
    made_at: AwareDatetime | None
    node_id: str | None
    problem: str
    supersedes: str | None
    ending: NoticeEndingBody | None
    may_end: bool


class DecidedBody(BaseModel):
    id: str
    seq: int
    notices: list[NoticeLineBody]


def blueprint(notices: Notices) -> APIBlueprint:
    bp = APIBlueprint("mobile_notices", __name__, url_prefix="/api/field", abp_tags=[TAG])
    of_sent = "/submissions/<submission_id>"

    @bp.post(f"{of_sent}/decisions", summary="Decide and issue", responses={201: DecidedBody})
    def decide(path: SubmissionPath, body: DecisionWishBody) -> Reply:
        key = (body.id, _wish(body))
        decision, made = notices.decide(current_actor(), path.submission_id, key)
        lines = [NoticeLineBody(**_line(notice)) for notice in made]
        return created(DecidedBody(id=decision.id, seq=decision.seq, notices=lines))

    @bp.get(f"{of_sent}/notices", summary="Of one submission", responses={200: NoticesBody})
    def of_submission(path: SubmissionPath) -> Reply:
        actor = current_actor()
        return reply(_list(notices.of_submission(actor, path.submission_id), actor))

    @bp.get("/notices", summary="The latest first", responses={200: NoticesBody})
    def list_notices() -> Reply:
        actor = current_actor()
        return reply(_list(notices.list_latest(actor), actor))

    _add_for_one(bp, notices)
    return bp


def _add_for_one(bp: APIBlueprint, notices: Notices) -> None:
    one = "/notices/<notice_id>"

    @bp.get(one, summary="One notice", responses={200: OfficialNoticeBody})
    def read_notice(path: NoticePath) -> Reply:
        return _whole(notices, notices.look(current_actor(), path.notice_id))

    @bp.get(f"{one}/document.pdf", summary="The sealed document")
    def read_document(path: NoticePath) -> Response:
        notice, data = notices.pdf(current_actor(), path.notice_id)
        return sent_pdf(notice, data)

    @bp.get(f"{one}/picture", summary="Its first page, as PNG")
    def read_picture(path: NoticePath) -> Response:
        response = Response(notices.picture(current_actor(), path.notice_id), mimetype="image/png")
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.headers["Content-Security-Policy"] = SANDBOX
        return response

    @bp.post(f"{one}/cancel", summary="It is valid no longer", responses={200: OfficialNoticeBody})
    def cancel(path: NoticePath, body: NoticeReasonBody) -> Reply:
        return _whole(notices, notices.cancel(current_actor(), path.notice_id, body.reason))

    @bp.post(
        f"{one}/reissue", summary="The same, numbered anew", responses={200: OfficialNoticeBody}
    )
    def reissue(path: NoticePath, body: NoticeReasonBody) -> Reply:
        return _whole(notices, notices.reissue(current_actor(), path.notice_id, body.reason))

    @bp.post(f"{one}/retry", summary="Make its paper again", responses={200: OfficialNoticeBody})
    def retry(path: NoticePath) -> Reply:
        return _whole(notices, notices.retry(current_actor(), path.notice_id))


def sent_pdf(notice: Notice, data: bytes) -> Response:
    response = Response(data, mimetype="application/pdf")
    name = quote(rules.file_name(notice))
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def rows_of(text: str) -> list[str]:
    """A QR code as rows of 0 and 1."""
    return ["".join("1" if dark else "0" for dark in row) for row in segno.make(text).matrix]


def _wish(body: DecisionWishBody) -> Wish:
    left = body.provisional
    return Wish(
        body.outcome_id, body.seen, [Recipient(r.name, r.address) for r in body.recipients],
        body.grounds, body.due, body.amount, body.reason,
        Provisional(left.number, left.at) if left else None,
    )  # fmt: skip


def _list(found: list[Notice], actor: Actor) -> NoticesBody:
    lines = [NoticeLineBody(**_line(notice)) for notice in found]
    return NoticesBody(notices=lines, may_end=Role.MANAGER in actor.roles)


def _line(notice: Notice) -> dict[str, Any]:
    same = ("id", "submission_id", "label", "state", "standing", "issued_at")
    return {
        **{name: getattr(notice, name) for name in same},
        "registered": notice.number.registered,
        "number": notice.paper.number,
        "title": notice.paper.title,
        "recipients": list(notice.recipients),
        "has_picture": notice.has_picture,
        "provisional": notice.provisional.number if notice.provisional else "",
    }


def _whole(notices: Notices, notice: Notice) -> Reply:
    made, ending = notice.made, notice.ending
    address = f"{notices.origin}{rules.PAGE}/{notice.code}"
    return reply(
        OfficialNoticeBody(
            **_line(notice), code=shown(notice.code), address=address, qr=rows_of(address),
            sha256=made.sha256 if made else "", level=made.level if made else None,
            level_note=made.level_note if made else "", made_at=made.at if made else None,
            node_id=notice.node_id, problem=notice.problem, supersedes=notice.supersedes,
            ending=NoticeEndingBody(
                at=ending.at, reason=ending.reason, replaced_by=ending.replaced_by
            ) if ending else None,
            may_end=Role.MANAGER in current_actor().roles,
        )
    )  # fmt: skip
