"""The agency's calendar over HTTP, for IT administrators."""

from datetime import date
from typing import Annotated

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.almanac.model import Month, OwnDay, Taken
from daas_broker.almanac.rules import LONGEST_NAME
from daas_broker.almanac.service import AgencyCalendar
from daas_broker.forecast.api import DayNameView
from kernel.http import Reply, current_actor, no_content, reply

TAG = Tag(name="desktop calendar", description="Days off and leave, for the forecast")
LONGEST_SHEET = 1_000_000  # characters: some 30,000 stretches of leave


class SpanQuery(BaseModel):
    """Both days are included; at most 92."""

    first: date
    last: date


class DayPath(BaseModel):
    day: date


class OwnDayBody(BaseModel):
    """`name` says why the agency is closed; without meaning where it works."""

    is_off: bool
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""


class LeaveSheetBody(BaseModel):
    """CSV: the name to sign in, first day, last day."""

    sheet: Annotated[str, Field(min_length=1, max_length=LONGEST_SHEET)]


class CalendarDayView(BaseModel):
    """`off` names why nobody is expected; `is_own` where the agency said so, also that it works on
    a holiday. `away` is how many are on leave."""

    day: date
    off: DayNameView | None
    is_own: bool
    away: int


class CalendarView(BaseModel):
    """The days about which there is something to tell, in order."""

    days: list[CalendarDayView]
    people: int

    @staticmethod
    def of(month: Month) -> "CalendarView":
        told = sorted({*month.off, *month.working, *month.away})
        return CalendarView(days=[_day(month, day) for day in told], people=month.people)


def _day(month: Month, day: date) -> CalendarDayView:
    off = month.off.get(day)
    is_own = day in month.working or (off is not None and off.is_own)
    name = DayNameView.of(off.name) if off else None
    return CalendarDayView(day=day, off=name, is_own=is_own, away=month.away.get(day, 0))


class TakenView(BaseModel):
    """`unknown` are the lines whose person nobody knows here."""

    leaves: int
    people: int
    unknown: list[int]

    @staticmethod
    def of(taken: Taken) -> "TakenView":
        return TakenView(leaves=taken.leaves, people=taken.people, unknown=list(taken.unknown))


def blueprint(calendar: AgencyCalendar) -> APIBlueprint:
    bp = APIBlueprint(
        "daas_calendar", __name__, url_prefix="/api/admin/desktop-calendar", abp_tags=[TAG]
    )

    @bp.get("", summary="Days off, and how many are away", responses={200: CalendarView})
    def show(query: SpanQuery) -> Reply:
        return reply(CalendarView.of(calendar.month(current_actor(), query.first, query.last)))

    @bp.put("/days/<day>", summary="The agency's own word on a day", responses={204: None})
    def set_day(path: DayPath, body: OwnDayBody) -> Reply:
        calendar.set_day(current_actor(), OwnDay(path.day, body.is_off, body.name))
        return no_content()

    @bp.delete("/days/<day>", summary="As the public calendar says", responses={204: None})
    def forget_day(path: DayPath) -> Reply:
        calendar.forget_day(current_actor(), path.day)
        return no_content()

    @bp.put("/leaves", summary="All leave that is known", responses={200: TakenView})
    def take_leaves(body: LeaveSheetBody) -> Reply:
        return reply(TakenView.of(calendar.take_leaves(current_actor(), body.sheet)))

    return bp
