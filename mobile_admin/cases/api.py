"""Cases over HTTP, for the office."""

from datetime import date
from typing import Any, TypeVar

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, reply
from mobile_admin.cases.machine import BY_HEAD, Move, may_follow
from mobile_admin.cases.model import (
    Case,
    CaseState,
    CaseStep,
    CaseWish,
    Dossier,
    Entry,
    Site,
    SiteWish,
    Subject,
    SubjectKind,
    SubjectWish,
)
from mobile_admin.cases.service import Cases

TAG = Tag(name="field cases", description="What is to be looked at, where, and how far it is")
LONG, SHORT = 2000, 200
Shape = TypeVar("Shape", bound=BaseModel)


class CasePath(BaseModel):
    case_id: str = Field(min_length=1, max_length=64)


class SubjectPath(BaseModel):
    subject_id: str = Field(min_length=1, max_length=64)


class SitePath(BaseModel):
    site_id: str = Field(min_length=1, max_length=64)


class TextQuery(BaseModel):
    text: str = Field(default="", max_length=SHORT)


class SubjectWishBody(BaseModel):
    """`code` is the division's own number; resident numbers are refused in every field."""

    code: str = Field(min_length=1, max_length=60)
    name: str = Field(min_length=1, max_length=SHORT)
    kind: SubjectKind = SubjectKind.FACILITY
    note: str = Field(default="", max_length=LONG)


class ChangeSubjectBody(SubjectWishBody):
    """`seen` is the subject's `updated_at` that was shown when this was decided."""

    seen: AwareDatetime


class SiteWishBody(BaseModel):
    """WGS 84 degrees and metres."""

    road_address: str = Field(min_length=1, max_length=SHORT)
    detail: str = Field(default="", max_length=SHORT)
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000)


class RegisterSiteBody(BaseModel):
    subject: SubjectWishBody
    site: SiteWishBody


class ChangeSiteBody(SiteWishBody):
    """`seen` is the place's `updated_at` that was shown when this was decided."""

    seen: AwareDatetime


class CaseWishBody(BaseModel):
    kind: str = Field(min_length=1, max_length=60)
    form_key: str | None = Field(default=None, max_length=64)
    legal_basis: str = Field(default="", max_length=SHORT)
    note: str = Field(default="", max_length=LONG)
    due_on: date | None = None


class OpenCaseBody(CaseWishBody):
    site_id: str = Field(min_length=1, max_length=64)


class ChangeCaseBody(CaseWishBody):
    """`seen` is the case's `rev` that was shown when this was decided."""

    seen: int = Field(ge=1)


class StepBody(BaseModel):
    step: CaseStep
    reason: str = Field(default="", max_length=1000)
    outcome: str = Field(default="", max_length=60)
    seen: int = Field(ge=1)


class SubjectBody(BaseModel):
    id: str
    code: str
    name: str
    kind: SubjectKind
    note: str
    updated_at: AwareDatetime


class SiteBody(BaseModel):
    id: str
    road_address: str
    detail: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    updated_at: AwareDatetime


class KnownSiteBody(BaseModel):
    subject: SubjectBody
    site: SiteBody


class KnownSitesBody(BaseModel):
    sites: list[KnownSiteBody]


class CaseBody(BaseModel):
    id: str
    number: str
    kind: str
    form_key: str | None
    legal_basis: str
    note: str
    due_on: date | None
    state: CaseState
    outcome: str
    rev: int
    opened_at: AwareDatetime
    updated_at: AwareDatetime


class PastCaseBody(BaseModel):
    """What was decided at the same place before."""

    id: str
    number: str
    kind: str
    outcome: str
    state: CaseState
    at: AwareDatetime


class CaseEntryBody(BaseModel):
    seq: int
    step: str
    before: CaseState
    after: CaseState
    by: str
    at: AwareDatetime
    reason: str


class WholeCaseBody(BaseModel):
    case: CaseBody
    subject: SubjectBody
    site: SiteBody
    history: list[CaseEntryBody]
    past: list[PastCaseBody]
    may: list[CaseStep]


def blueprint(cases: Cases) -> APIBlueprint:
    bp = APIBlueprint("mobile_cases", __name__, url_prefix="/api/field", abp_tags=[TAG])

    _add_places(bp, cases)

    @bp.post("/cases", summary="Open a case", responses={201: CaseBody})
    def open_case(body: OpenCaseBody) -> Reply:
        return created(case_body(cases.open_case(current_actor(), body.site_id, _wish(body))))

    @bp.get("/cases/<case_id>", summary="All of one case", responses={200: WholeCaseBody})
    def read_case(path: CasePath) -> Reply:
        actor = current_actor()
        dossier, told = cases.read(actor, path.case_id)
        return reply(_whole(dossier, told, list(cases.past(actor, path.case_id))))

    @bp.put("/cases/<case_id>", summary="Change what it says", responses={200: CaseBody})
    def change_case(path: CasePath, body: ChangeCaseBody) -> Reply:
        changed = cases.change(current_actor(), path.case_id, _wish(body), body.seen)
        return reply(case_body(changed))

    @bp.post("/cases/<case_id>/steps", summary="Move it on", responses={200: CaseBody})
    def step_case(path: CasePath, body: StepBody) -> Reply:
        move = Move(body.step, cases.now(), body.reason, body.outcome)
        return reply(case_body(cases.step(current_actor(), path.case_id, move, body.seen)))

    return bp


def _add_places(bp: APIBlueprint, cases: Cases) -> None:
    @bp.get("/sites", summary="Known places", responses={200: KnownSitesBody})
    def list_sites(query: TextQuery) -> Reply:
        found = cases.find_sites(current_actor(), query.text)
        known = [KnownSiteBody(subject=subject_body(a), site=site_body(b)) for a, b in found]
        return reply(KnownSitesBody(sites=known))

    @bp.post("/sites", summary="A subject and its place", responses={201: SiteBody})
    def register_site(body: RegisterSiteBody) -> Reply:
        subject, site = SubjectWish(**vars(body.subject)), SiteWish(**vars(body.site))
        return created(site_body(cases.register_site(current_actor(), subject, site)))

    @bp.put("/sites/<site_id>", summary="Correct a place", responses={200: SiteBody})
    def change_site(path: SitePath, body: ChangeSiteBody) -> Reply:
        wish = SiteWish(**body.model_dump(exclude={"seen"}))
        found = cases.change_site(current_actor(), path.site_id, wish, body.seen)
        return reply(site_body(found))

    @bp.put("/subjects/<subject_id>", summary="Correct a subject", responses={200: SubjectBody})
    def change_subject(path: SubjectPath, body: ChangeSubjectBody) -> Reply:
        wish = SubjectWish(**body.model_dump(exclude={"seen"}))
        found = cases.change_subject(current_actor(), path.subject_id, wish, body.seen)
        return reply(subject_body(found))


def _wish(body: CaseWishBody) -> CaseWish:
    return CaseWish(body.kind, body.form_key, body.legal_basis, body.note, body.due_on)


def case_body(case: Case) -> CaseBody:
    return _same(CaseBody, case)


def subject_body(subject: Subject) -> SubjectBody:
    return _same(SubjectBody, subject)


def site_body(site: Site) -> SiteBody:
    return _same(SiteBody, site)


def past_body(case: Case) -> PastCaseBody:
    return PastCaseBody(
        id=case.id, number=case.number, kind=case.kind, outcome=case.outcome, state=case.state,
        at=case.updated_at,
    )  # fmt: skip


def _same(body: type[Shape], of: Any) -> Shape:
    return body(**{name: getattr(of, name) for name in body.model_fields})


def _whole(dossier: Dossier, told: list[tuple[Entry, str]], past: list[Case]) -> WholeCaseBody:
    return WholeCaseBody(
        case=case_body(dossier.case),
        subject=subject_body(dossier.subject),
        site=site_body(dossier.site),
        history=[
            CaseEntryBody(
                seq=e.seq, step=e.step, before=e.before, after=e.after, by=name, at=e.at,
                reason=e.reason,
            )
            for e, name in told
        ],
        past=[past_body(case) for case in past],
        may=sorted(may_follow(dossier.case) & BY_HEAD),
    )  # fmt: skip
