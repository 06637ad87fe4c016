"""Calls for help over HTTP: the user's side under the desktop, the helpers' under /api/admin."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId
from daas_broker.helpdesk.model import Answer, Asking, Call, HelpId, Seat, Wish
from daas_broker.helpdesk.rules import ANSWER_TIME
from daas_broker.helpdesk.service import HelpDesk
from identity.people.model import Person
from kernel.http import Reply, client_address, created, current_actor, no_content, reply

TAG = Tag(name="desktop help", description="Calls for help, and watching with the user's consent")
Short = Annotated[str, Field(max_length=200)]
StepName = Literal[
    "waiting", "taken", "watch_asked", "watching", "control_asked", "controlling", "closed"
]


class DesktopPath(BaseModel):
    desktop_id: str


class HelpPath(BaseModel):
    help_id: str


class HelpMishap(BaseModel):
    """Something the user's page saw go wrong; `what` is a code, never what was typed."""

    at: datetime
    what: Short


class HelpContextBody(BaseModel):
    """What the user's page knows of itself. Lengths are bounded, nothing else is kept."""

    browser: Short = ""
    screen: Short = ""
    language: Short = ""
    latency_ms: Annotated[int | None, Field(ge=0, le=600_000)] = None
    phase: Short = ""
    mishaps: Annotated[list[HelpMishap], Field(max_length=10)] = []


class HelpAskBody(BaseModel):
    note: Annotated[str, Field(max_length=500)] = ""
    context: HelpContextBody = HelpContextBody()


class HelpWishBody(BaseModel):
    wish: Literal["watch", "control"]


class HelpAnswerBody(HelpWishBody):
    """`helper_id` is whom the question named: another may have asked since."""

    yes: bool
    helper_id: Annotated[str, Field(max_length=64)] = ""


class HelpOfferBody(BaseModel):
    """`reason` is shown to the user in the question."""

    desktop_id: str
    reason: Annotated[str, Field(min_length=2, max_length=500)]


class HelpCloseBody(BaseModel):
    outcome: Annotated[str, Field(max_length=500)] = ""


class HelperView(BaseModel):
    id: str
    name: str
    post: str
    division: str

    @staticmethod
    def of(person: Person | None) -> "HelperView | None":
        if person is None:
            return None
        return HelperView(
            id=person.id, name=person.name, post=person.post, division=person.division
        )


class HelpSeatView(BaseModel):
    pool: str
    image: str
    protocol: Literal["rich", "light"]
    desktop_state: str
    address: str
    agent: str

    @staticmethod
    def of(seat: Seat | None) -> "HelpSeatView | None":
        return HelpSeatView(**vars(seat)) if seat else None


class OwnHelpView(BaseModel):
    """A call as the one who made it sees it; `answer_by` is null where nothing is asked."""

    id: str
    step: StepName
    step_at: datetime
    asked_at: datetime
    note: str
    is_offered: bool
    helper: HelperView | None
    answer_by: datetime | None

    @staticmethod
    def of(call: Call) -> "OwnHelpView":
        return OwnHelpView(**_common(call))


class OwnHelpReply(BaseModel):
    help: OwnHelpView | None


class CallView(OwnHelpView):
    """A call as helpers see it."""

    desktop_id: str
    zone: Literal["work", "internet", "guest"]
    person: HelperView | None
    seat: HelpSeatView | None
    context: HelpContextBody
    closed_at: datetime | None
    outcome: str

    @staticmethod
    def of(call: Call) -> "CallView":
        return CallView(
            **_common(call),
            desktop_id=call.help.desktop_id,
            zone=call.help.zone.value,
            person=HelperView.of(call.person),
            seat=HelpSeatView.of(call.seat),
            context=HelpContextBody.model_validate(call.help.context),
            closed_at=call.help.closed_at,
            outcome=call.help.outcome,
        )


class CallsView(BaseModel):
    waiting: list[CallView]
    closed: list[CallView]


class WatchTicketView(BaseModel):
    """For `Sec-WebSocket-Protocol: onmaru.display, onmaru.ticket.<ticket>` within 30 s, once."""

    ticket: str
    path: str


def _common(call: Call) -> dict[str, Any]:
    found = call.help
    is_question = found.step.value.endswith("_asked")
    return {
        "id": found.id,
        "step": found.step.value,
        "step_at": found.step_at,
        "asked_at": found.asked_at,
        "note": found.note,
        "is_offered": found.is_offered,
        "helper": HelperView.of(call.helper),
        "answer_by": _answer_by(found.step_at) if is_question else None,
    }


def _answer_by(asked_at: datetime) -> datetime:
    return asked_at + timedelta(seconds=ANSWER_TIME.total_seconds())


def own_blueprint(helpdesk: HelpDesk) -> APIBlueprint:
    bp = APIBlueprint("daas_own_help", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.get("/<desktop_id>/help", summary="One's open call", responses={200: OwnHelpReply})
    def find_help(path: DesktopPath) -> Reply:
        found = helpdesk.find_own(current_actor(), DesktopId(path.desktop_id))
        return reply(OwnHelpReply(help=OwnHelpView.of(found) if found else None))

    @bp.post("/<desktop_id>/help", summary="Ask for help", responses={201: OwnHelpView})
    def ask_help(path: DesktopPath, body: HelpAskBody) -> Reply:
        asking = Asking(body.note.strip(), body.context.model_dump(mode="json"))
        call = helpdesk.ask_help(current_actor(), DesktopId(path.desktop_id), asking)
        return created(OwnHelpView.of(call))

    @bp.post(
        "/<desktop_id>/help/answer",
        summary="Say yes or no to the helper's question",
        responses={200: OwnHelpView},
    )
    def answer_help(path: DesktopPath, body: HelpAnswerBody) -> Reply:
        said = Answer(Wish(body.wish), body.yes, body.helper_id)
        call = helpdesk.answer(current_actor(), DesktopId(path.desktop_id), said)
        return reply(OwnHelpView.of(call))

    @bp.post(
        "/<desktop_id>/help/stop",
        summary="End the control, or the watching, at once",
        responses={200: OwnHelpView},
    )
    def stop_help(path: DesktopPath, body: HelpWishBody) -> Reply:
        call = helpdesk.stop_own(current_actor(), DesktopId(path.desktop_id), Wish(body.wish))
        return reply(OwnHelpView.of(call))

    @bp.delete("/<desktop_id>/help", summary="Take the call back", responses={204: None})
    def close_help(path: DesktopPath) -> Reply:
        helpdesk.close_own(current_actor(), DesktopId(path.desktop_id))
        return no_content()

    return bp


def blueprint(helpdesk: HelpDesk) -> APIBlueprint:
    bp = APIBlueprint("daas_helpdesk", __name__, url_prefix="/api/admin/helpdesk", abp_tags=[TAG])

    @bp.get("", summary="Calls for help, and those closed lately", responses={200: CallsView})
    def list_calls() -> Reply:
        waiting, closed = helpdesk.list_calls(current_actor())
        return reply(
            CallsView(
                waiting=[CallView.of(call) for call in waiting],
                closed=[CallView.of(call) for call in closed],
            )
        )

    @bp.post("", summary="Offer help to who sits at a desktop", responses={201: CallView})
    def offer_help(body: HelpOfferBody) -> Reply:
        desktop = DesktopId(body.desktop_id)
        return created(CallView.of(helpdesk.offer(current_actor(), desktop, body.reason.strip())))

    @bp.get("/<help_id>", summary="One call", responses={200: CallView})
    def get_call(path: HelpPath) -> Reply:
        return reply(CallView.of(helpdesk.get_call(current_actor(), HelpId(path.help_id))))

    @bp.post("/<help_id>/take", summary="Take a call", responses={200: CallView})
    def take_call(path: HelpPath) -> Reply:
        return reply(CallView.of(helpdesk.take(current_actor(), HelpId(path.help_id))))

    @bp.post("/<help_id>/put-back", summary="Back into the queue", responses={200: CallView})
    def put_back(path: HelpPath) -> Reply:
        return reply(CallView.of(helpdesk.put_back(current_actor(), HelpId(path.help_id))))

    @bp.post("/<help_id>/close", summary="Close a call", responses={204: None})
    def close_call(path: HelpPath, body: HelpCloseBody) -> Reply:
        helpdesk.close(current_actor(), HelpId(path.help_id), body.outcome.strip())
        return no_content()

    return bp


def watching_blueprint(helpdesk: HelpDesk) -> APIBlueprint:
    bp = APIBlueprint("daas_watching", __name__, url_prefix="/api/admin/helpdesk", abp_tags=[TAG])

    @bp.post(
        "/<help_id>/ask",
        summary="Ask the user to be allowed to watch or to control",
        responses={200: CallView},
    )
    def ask_user(path: HelpPath, body: HelpWishBody) -> Reply:
        call = helpdesk.ask(current_actor(), HelpId(path.help_id), Wish(body.wish))
        return reply(CallView.of(call))

    @bp.post(
        "/<help_id>/stop",
        summary="End the control, or the watching, at once",
        responses={200: CallView},
    )
    def stop_call(path: HelpPath, body: HelpWishBody) -> Reply:
        call = helpdesk.stop(current_actor(), HelpId(path.help_id), Wish(body.wish))
        return reply(CallView.of(call))

    @bp.post(
        "/<help_id>/tickets",
        summary="The right to open the helper's stream, once",
        responses={201: WatchTicketView},
    )
    def issue_watch_ticket(path: HelpPath) -> Reply:
        token, desktop = helpdesk.issue_ticket(
            current_actor(), HelpId(path.help_id), client_address()
        )
        return created(WatchTicketView(ticket=token, path=f"/display/{desktop}/watch"))

    return bp
