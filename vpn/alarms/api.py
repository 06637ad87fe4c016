"""Alarms over HTTP: one's own under /api/gvpn, everybody's for administrators."""

from datetime import datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, no_content, reply
from vpn.alarms.model import AlarmId
from vpn.alarms.service import Alarms, AlarmView

TAG = Tag(name="tunnel alarms", description="What should be looked at")


class TunnelAlarmPath(BaseModel):
    alarm_id: str


class TunnelAlarmSeen(BaseModel):
    """`place` is an address; `country` ISO 3166, null where it is not known."""

    at: datetime
    place: str
    country: str | None


class TunnelAlarmView(BaseModel):
    """Open until it has an `outcome`. `is_theirs` is its person's answer, null before."""

    id: str
    kind: Literal["failures", "clone", "travel", "cookie", "removals"]
    what: Literal["proof", "sign_in", "code", "password"] | None
    person_id: str | None
    person: str
    division: str
    device_id: str | None
    device: str
    seen: list[TunnelAlarmSeen]
    raised_at: datetime
    last_at: datetime
    times: int
    is_theirs: bool | None
    closed_at: datetime | None
    closed_by: str
    outcome: Literal["cut", "dismissed"] | None
    reason: str

    @staticmethod
    def of(view: AlarmView) -> "TunnelAlarmView":
        alarm, cause, person = view.alarm, view.alarm.cause, view.person
        plain = ("id", "raised_at", "last_at", "times", "is_theirs", "closed_at", "reason")
        facts = {
            **{key: getattr(alarm, key) for key in plain},
            "kind": cause.kind.value,
            "what": cause.what.value if cause.what else None,
            "person_id": cause.person_id,
            "person": person.name if person else "",
            "division": person.division if person else "",
            "device_id": cause.device_id,
            "device": view.device.name if view.device else "",
            "seen": [vars(seen) for seen in cause.seen],
            "closed_by": view.closed_by.name if view.closed_by else "",
            "outcome": alarm.outcome.value if alarm.outcome else None,
        }
        return TunnelAlarmView.model_validate(facts)


class TunnelAlarmsView(BaseModel):
    alarms: list[TunnelAlarmView]

    @staticmethod
    def of(found: list[AlarmView]) -> "TunnelAlarmsView":
        return TunnelAlarmsView(alarms=[TunnelAlarmView.of(view) for view in found])


class AlarmAnswerBody(BaseModel):
    is_me: bool


class DismissalBody(BaseModel):
    reason: Annotated[str, Field(max_length=500)]


def blueprint(alarms: Alarms) -> APIBlueprint:
    bp = APIBlueprint("vpn_alarms", __name__, url_prefix="/api/gvpn/alarms", abp_tags=[TAG])

    @bp.get("", summary="Alarms about me", responses={200: TunnelAlarmsView})
    def list_mine() -> Reply:
        return reply(TunnelAlarmsView.of(alarms.list_mine(current_actor())))

    @bp.post("/<alarm_id>/answer", summary="Was it me?", responses={204: None})
    def answer(path: TunnelAlarmPath, body: AlarmAnswerBody) -> Reply:
        alarms.answer(current_actor(), AlarmId(path.alarm_id), is_me=body.is_me)
        return no_content()

    return bp


def admin_blueprint(alarms: Alarms) -> APIBlueprint:
    bp = APIBlueprint(
        "vpn_admin_alarms", __name__, url_prefix="/api/admin/gvpn/alarms", abp_tags=[TAG]
    )

    @bp.get("", summary="Everybody's alarms", responses={200: TunnelAlarmsView})
    def list_all() -> Reply:
        return reply(TunnelAlarmsView.of(alarms.list_all(current_actor())))

    @bp.post("/<alarm_id>/dismiss", summary="Set an alarm aside", responses={204: None})
    def dismiss(path: TunnelAlarmPath, body: DismissalBody) -> Reply:
        alarms.dismiss(current_actor(), AlarmId(path.alarm_id), body.reason)
        return no_content()

    @bp.post("/<alarm_id>/cut", summary="Cut what the alarm is about", responses={204: None})
    def cut(path: TunnelAlarmPath) -> Reply:
        alarms.cut(current_actor(), AlarmId(path.alarm_id))
        return no_content()

    return bp
