"""Works over HTTP, for the office: side by side, and what becomes of what is held."""

from typing import Any, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, current_actor, reply
from mobile_admin.cases.api import CasePath
from mobile_admin.submissions.api import SubmissionPath
from mobile_admin.works.model import OwnHeld, Ruling, SentBack, Shown, Waiting, Wish, Work
from mobile_admin.works.service import Works

TAG = Tag(name="field works", description="What was done for a case, and whether it counts")


class RulingBody(BaseModel):
    """`seen` is the work's `rev` that was shown."""

    ruling: Ruling
    reason: str = Field(default="", max_length=1000)
    seen: int = Field(ge=0)


class WorkBody(BaseModel):
    submission_id: str
    case_id: str
    lease_rev: int
    standing: Literal["valid", "late", "taken"]
    done_at: AwareDatetime | None
    counts: bool
    rev: int
    ruling: Ruling | None
    reason: str
    ruled_at: AwareDatetime | None


class ShownWorkBody(WorkBody):
    title: str
    version: str
    sender: str
    ruler: str
    received_at: AwareDatetime
    findings: int
    files: list[str]


class CaseWorksBody(BaseModel):
    works: list[ShownWorkBody]


class WaitingWorkBody(WorkBody):
    number: str
    subject: str
    sender: str
    received_at: AwareDatetime


class WaitingWorksBody(BaseModel):
    works: list[WaitingWorkBody]


class OwnHeldBody(WorkBody):
    """`counts` says whether an accepted one is still what holds for its case. Of a valid one, which
    is the holder's, `ruling` is null: the head ruled on somebody else's, who, when and why."""

    number: str
    subject: str
    title: str
    received_at: AwareDatetime
    ruler: str


class OwnHeldWorksBody(BaseModel):
    works: list[OwnHeldBody]


class SentBackFileBody(BaseModel):
    name: str
    sha256: str
    size_bytes: int


class SentBackWorkBody(BaseModel):
    """`form_key` and `version` are those that it was filled in with; `reason` is what is wanted."""

    case_id: str
    submission_id: str
    form_key: str
    version: str
    files: list[SentBackFileBody]
    reason: str
    by: str
    at: AwareDatetime


class SentBackWorksBody(BaseModel):
    works: list[SentBackWorkBody]


def blueprint(works: Works) -> APIBlueprint:
    bp = APIBlueprint("mobile_works", __name__, url_prefix="/api/field", abp_tags=[TAG])

    @bp.get("/cases/<case_id>/works", summary="Side by side", responses={200: CaseWorksBody})
    def list_works(path: CasePath) -> Reply:
        found = works.of_case(current_actor(), path.case_id)
        return reply(CaseWorksBody(works=[_shown(each) for each in found]))

    @bp.get("/works", summary="What waits for the head", responses={200: WaitingWorksBody})
    def list_waiting() -> Reply:
        found = works.waiting(current_actor())
        return reply(WaitingWorksBody(works=[_waiting(each) for each in found]))

    @bp.get("/works/sent-back", summary="One's own, to be corrected",
            responses={200: SentBackWorksBody})  # fmt: skip
    def list_sent_back() -> Reply:
        found = works.sent_back(current_actor())
        return reply(SentBackWorksBody(works=[_sent_back(each) for each in found]))

    @bp.get("/works/own-held", summary="What became of one's own that was held",
            responses={200: OwnHeldWorksBody})  # fmt: skip
    def list_own_held() -> Reply:
        found = works.own_held(current_actor())
        return reply(OwnHeldWorksBody(works=[_own_held(each) for each in found]))

    @bp.post("/works/<submission_id>/ruling", summary="Accept or set aside",
             responses={200: WorkBody})  # fmt: skip
    def rule_work(path: SubmissionPath, body: RulingBody) -> Reply:
        wish = Wish(body.ruling, body.reason, body.seen)
        ruled = works.rule(current_actor(), path.submission_id, wish)
        return reply(WorkBody(**_facts(ruled)))

    return bp


def _facts(work: Work) -> dict[str, Any]:
    return {name: getattr(work, name) for name in WorkBody.model_fields}


def _shown(shown: Shown) -> ShownWorkBody:
    sent = shown.submission
    return ShownWorkBody(
        **_facts(shown.work), title=shown.title, version=sent.version, sender=shown.sender,
        ruler=shown.ruler, received_at=sent.received_at, findings=len(sent.findings),
        files=list(shown.files),
    )  # fmt: skip


def _waiting(each: Waiting) -> WaitingWorkBody:
    return WaitingWorkBody(
        **_facts(each.work), number=each.number, subject=each.subject, sender=each.sender,
        received_at=each.received_at,
    )  # fmt: skip


def _own_held(each: OwnHeld) -> OwnHeldBody:
    return OwnHeldBody(
        **_facts(each.work), number=each.number, subject=each.subject, title=each.title,
        received_at=each.received_at, ruler=each.ruler,
    )  # fmt: skip


def _sent_back(found: SentBack) -> SentBackWorkBody:
    sent = found.submission
    return SentBackWorkBody(
        case_id=found.case_id, submission_id=sent.id, form_key=sent.form_key,
        version=sent.version,
        files=[
            SentBackFileBody(name=f.name, sha256=f.sha256, size_bytes=f.size_bytes)
            for f in found.files
        ],
        reason=found.reason, by=found.by, at=found.at,
    )  # fmt: skip
