"""Figures over HTTP."""

from datetime import date

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, reply
from mobile_admin.assignments.api import StateCountBody
from mobile_admin.cases.model import CaseState
from mobile_admin.figures.model import Drawn
from mobile_admin.figures.service import Figures
from mobile_admin.forms.api import FormPath

TAG = Tag(name="field figures", description="Cases and answers in numbers")


class SpanQuery(BaseModel):
    days: int = Field(default=30, ge=1, le=366)


class DailyLineBody(BaseModel):
    step: str
    counts: list[int]


class CaseFiguresBody(BaseModel):
    states: list[StateCountBody]
    days: list[date]
    lines: list[DailyLineBody]


class ChoiceShareBody(BaseModel):
    value: str
    label: str
    count: int


class SpreadBody(BaseModel):
    least: float
    middle: float
    most: float


class AskedBody(BaseModel):
    """`shares` are choices, or parts of the scale in their order."""

    path: str
    label: str
    answered: int
    drawn: Drawn
    spread: SpreadBody | None
    shares: list[ChoiceShareBody]


class FormFiguresBody(BaseModel):
    """`counted` are the latest that were looked at, of `total`."""

    title: str
    total: int
    counted: int
    days: list[date]
    sent: list[int]
    questions: list[AskedBody]


def blueprint(figures: Figures) -> APIBlueprint:
    bp = APIBlueprint("mobile_figures", __name__, url_prefix="/api/field/figures", abp_tags=[TAG])

    @bp.get("/cases", summary="By state and by day", responses={200: CaseFiguresBody})
    def read_case_figures(query: SpanQuery) -> Reply:
        found = figures.of_cases(current_actor(), query.days)
        return reply(
            CaseFiguresBody(
                states=[StateCountBody(state=s, count=found.states.get(s, 0)) for s in CaseState],
                days=list(found.days),
                lines=[DailyLineBody(step=k, counts=list(v)) for k, v in found.lines.items()],
            )
        )

    @bp.get("/forms/<form_key>", summary="Answers by choice", responses={200: FormFiguresBody})
    def read_form_figures(path: FormPath, query: SpanQuery) -> Reply:
        found = figures.of_form(current_actor(), path.form_key, query.days)
        return reply(
            FormFiguresBody(
                title=found.title, total=found.total, counted=found.counted,
                days=list(found.days), sent=list(found.sent),
                questions=[
                    AskedBody(
                        path=q.path, label=q.label, answered=q.answered, drawn=q.drawn,
                        spread=SpreadBody(**vars(q.spread)) if q.spread else None,
                        shares=[ChoiceShareBody(**vars(share)) for share in q.shares],
                    )
                    for q in found.questions
                ],
            )
        )  # fmt: skip

    return bp
