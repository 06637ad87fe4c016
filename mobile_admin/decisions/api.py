"""Templates of decisions, and drafts of them, over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter

from kernel.actor import Role
from kernel.http import Reply, current_actor, reply
from mobile_admin.decisions import rules
from mobile_admin.decisions.model import By, Measure, Outcome, Template
from mobile_admin.decisions.service import Decisions, Draft
from mobile_admin.forms.api import FormVersionPath
from mobile_admin.submissions.api import SubmissionPath

TAG = Tag(name="field decisions", description="What may be decided, and what was")
_TEMPLATE: TypeAdapter[Template] = TypeAdapter(Template)


class PassageBody(BaseModel):
    head: str = Field(max_length=80)
    text: str = Field(max_length=2000)


class ShareBody(BaseModel):
    label: str = Field(max_length=80)
    paths: list[str] = Field(default=[], max_length=20)
    choice: str = Field(default="", max_length=100)


class OutcomeBody(BaseModel):
    id: str = Field(max_length=40)
    kind: Measure
    label: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=200)
    opening: str = Field(max_length=2000)
    basis: str = Field(max_length=500)
    closing: list[PassageBody] = Field(default=[], max_length=8)
    by: By = By.HEAD
    wants_due: bool = False
    wants_amount: bool = False
    when: str = Field(default="", max_length=100)


class DecisionWordsBody(BaseModel):
    shares: list[ShareBody]
    outcomes: list[OutcomeBody]
    recipient: str = Field(default="", max_length=500)
    address: str = Field(default="", max_length=500)
    measure: str = Field(default="", max_length=500)
    due: str = Field(default="", max_length=500)
    amount: str = Field(default="", max_length=500)
    is_personal: bool = True


class TemplateWishBody(DecisionWordsBody):
    """`seen` is the revision that was shown."""

    seen: int = Field(ge=0, le=100_000)


class DecisionTemplateBody(BaseModel):
    """`revision` is 0 where the version says nothing of its own and the usual holds."""

    template: DecisionWordsBody
    revision: int
    may_change: bool


class OfferedBody(OutcomeBody):
    """With the answers of this submission in its words."""

    is_mine: bool


class LabelledBody(BaseModel):
    label: str
    value: str


class RecipientBody(BaseModel):
    name: str = Field(max_length=100)
    address: str = Field(default="", max_length=200)


class DecisionLineBody(BaseModel):
    id: str
    seq: int
    kind: Measure
    label: str
    reason: str
    by: str
    at: AwareDatetime


class DecisionDraftBody(BaseModel):
    """`closed` is why nothing may be decided now: held, sent_back, set_aside, findings or
    corrected."""

    outcomes: list[OfferedBody]
    suggested: str
    shares: list[LabelledBody]
    recipient: RecipientBody
    is_personal: bool
    due: str
    amount: str
    closed: str
    made: list[DecisionLineBody]


def blueprint(decisions: Decisions) -> APIBlueprint:
    bp = APIBlueprint("mobile_decisions", __name__, url_prefix="/api/field", abp_tags=[TAG])
    of_version = "/forms/<form_key>/versions/<version>/decisions"

    @bp.get(of_version, summary="What may be decided", responses={200: DecisionTemplateBody})
    def read_template(path: FormVersionPath) -> Reply:
        actor = current_actor()
        found = decisions.template(actor, path.form_key, path.version)
        return reply(_template(*found, may_change=Role.MANAGER in actor.roles))

    @bp.put(of_version, summary="Say what may be", responses={200: DecisionTemplateBody})
    def set_template(path: FormVersionPath, body: TemplateWishBody) -> Reply:
        template = _TEMPLATE.validate_python(body.model_dump(exclude={"seen"}))
        key = (path.form_key, path.version)
        made = decisions.set_template(current_actor(), key, template, body.seen)
        return reply(_template(*made, may_change=True))

    @bp.get(
        "/submissions/<submission_id>/decision",
        summary="What a decision would say",
        responses={200: DecisionDraftBody},
    )
    def read_draft(path: SubmissionPath) -> Reply:
        return reply(_draft(decisions.draft(current_actor(), path.submission_id)))

    return bp


def _template(template: Template, revision: int, *, may_change: bool) -> DecisionTemplateBody:
    said = DecisionWordsBody.model_validate(_TEMPLATE.dump_python(template))
    return DecisionTemplateBody(template=said, revision=revision, may_change=may_change)


def _draft(draft: Draft) -> DecisionDraftBody:
    template, answers = draft.template, draft.answers
    shares = rules.shares_of(template.shares, answers)
    name, address = (
        rules.answer_at(path, answers) for path in (template.recipient, template.address)
    )
    due, amount = (rules.value_at(path, answers) for path in (template.due, template.amount))
    return DecisionDraftBody(
        outcomes=[_offered(o, draft) for o in template.outcomes],
        suggested=rules.suggested(template, answers),
        shares=[LabelledBody(label=label, value=value) for label, value in shares],
        recipient=RecipientBody(name=name[:100], address=address[:200]),
        is_personal=template.is_personal, due=due, amount=amount, closed=draft.closed,
        made=[
            DecisionLineBody(
                id=d.id, seq=d.seq, kind=d.kind, label=d.content.label, reason=d.reason, by=d.by,
                at=d.at,
            )
            for d in draft.made
        ],
    )  # fmt: skip


def _offered(outcome: Outcome, draft: Draft) -> OfferedBody:
    words = rules.names_of(draft.answers)
    said: dict[str, Any] = TypeAdapter(Outcome).dump_python(outcome)
    said["title"], said["opening"] = (
        rules.filled(outcome.title, words), rules.filled(outcome.opening, words),
    )  # fmt: skip
    return OfferedBody(**said, is_mine=outcome.id in draft.may)
