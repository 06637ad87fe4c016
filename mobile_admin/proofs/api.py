"""The public side of notices: no sign-in, and nothing of what stands in them [NV1]."""

from base64 import b64encode

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, client_address, public, reply
from mobile_admin.decisions.rules import PROVISIONAL
from mobile_admin.notices.model import PaperState, Validity
from mobile_admin.proofs.model import Judgement, Looked
from mobile_admin.proofs.rules import LARGEST
from mobile_admin.proofs.service import Proofs
from mobile_admin.seals.codes import shown
from mobile_admin.seals.sealing import SealLevel

TAG = Tag(name="notices", description="For whoever holds a notice of the agency")


class CodePath(BaseModel):
    code: str = Field(min_length=1, max_length=80)


class PublicNoticeBody(BaseModel):
    """`replaced_by` is a code. `asked_as` is empty, or the number of the paper left at the door."""

    code: str
    title: str
    agency: str
    division: str
    sender: str
    registered: str
    issued_at: AwareDatetime
    standing: Validity
    ended_at: AwareDatetime | None
    replaced_by: str
    is_ready: bool
    level: SealLevel | None
    asked_as: str


class CheckedCopyBody(BaseModel):
    judgement: Judgement
    is_other: bool
    standing: Validity


class MarkKeyBody(BaseModel):
    """Ed25519, 32 bytes in base64."""

    key: str


def blueprint(proofs: Proofs) -> APIBlueprint:
    bp = APIBlueprint("mobile_proofs", __name__, url_prefix="/api/d", abp_tags=[TAG])

    @bp.get("/keys/mark", summary="What marks are checked by", responses={200: MarkKeyBody})
    @public
    def mark_key() -> Reply:
        return reply(MarkKeyBody(key=b64encode(proofs.ring.public_key).decode()))

    @bp.get("/<code>", summary="Is it valid", responses={200: PublicNoticeBody})
    @public
    def look(path: CodePath) -> Reply:
        return reply(_body(proofs.look(client_address(), path.code), path.code))

    @bp.post("/<code>/check", summary="Is this PDF the document", responses={200: CheckedCopyBody})
    @public
    def check(path: CodePath) -> Reply:
        copy = request.stream.read(LARGEST + 1)
        found = proofs.check(client_address(), path.code, copy)
        return reply(
            CheckedCopyBody(
                judgement=found.judgement, is_other=found.is_other,
                standing=found.notice.standing,
            )
        )  # fmt: skip

    return bp


def _body(looked: Looked, asked: str) -> PublicNoticeBody:
    notice = looked.notice
    sender = notice.paper.sender
    return PublicNoticeBody(
        code=shown(notice.code), title=notice.paper.title, agency=sender.agency,
        division=sender.division, sender=sender.name, registered=notice.number.registered,
        issued_at=notice.issued_at, standing=notice.standing,
        ended_at=notice.ending.at if notice.ending else None,
        replaced_by=shown(looked.replaced_by) if looked.replaced_by else "",
        is_ready=notice.state is PaperState.READY,
        level=notice.made.level if notice.made else None,
        asked_as=asked if asked.startswith(PROVISIONAL) else "",
    )  # fmt: skip
