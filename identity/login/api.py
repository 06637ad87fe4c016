"""Signing in and out over HTTP. The session's token travels in a cookie that no script can read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask import Response, make_response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as BaseResponse

from identity.login.model import Leaving, Opened, SignInRecord, Visit
from identity.login.service import Login
from identity.passkeys.api import OptionsBody, tag
from identity.people.api import PreferencesBody
from identity.people.model import Person
from identity.people.service import People
from identity.sessions.model import SignInSession
from identity.sessions.service import csrf_token
from kernel.actor import Role
from kernel.http import (
    Reply,
    client_address,
    cookie_name,
    current_actor,
    current_zone,
    find_signed_in,
    no_content,
    public,
    reply,
)
from kernel.settings import Settings, Zone

AGENT_LENGTH = 200


class PasswordBody(BaseModel):
    user_name: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class ConfirmBody(BaseModel):
    password: str = Field(min_length=1, max_length=1000)


class SessionEndBody(BaseModel):
    """Null where nobody was signed out, or they did it themselves."""

    reason: (
        Literal["alarm", "not_me", "device_lost", "password_misused", "left_directory",
                "device_removed", "device_refused", "revoked", "too_old"]
        | None
    )  # fmt: skip


class SignedOutBody(BaseModel):
    """`title` is where the browser stays signed in, null where nowhere; `onward` leads out of there
    where an administrator wrote that down [SO5]."""

    title: str | None
    onward: str | None


class AssertionBody(BaseModel):
    credential: dict[str, Any]


class MeBody(BaseModel):
    id: str
    user_name: str
    name: str
    name_en: str
    post: str
    division_id: str
    division: str
    roles: list[Role]


class AgencyBody(BaseModel):
    name: str
    name_en: str


class SessionBody(BaseModel):
    """`csrf` belongs in the header X-Onmaru-CSRF of every unsafe request."""

    person: MeBody
    zone: Zone
    csrf: str
    preferences: PreferencesBody
    agency: AgencyBody
    demo: bool


class SignInRecordBody(BaseModel):
    at: datetime
    outcome: Literal["done", "half", "refused"]
    method: Literal["directory", "passkey", "break_glass", "single_sign_on", "mobile_id"]
    zone: Zone
    address: str
    agent: str
    is_new_place: bool


class SignInRecordsBody(BaseModel):
    sign_ins: list[SignInRecordBody]


@dataclass(frozen=True)
class Replies:
    BODY = SessionBody
    people: People
    settings: Settings

    def session(self, person: Person, csrf: str) -> SessionBody:
        agency = self.people.agency()
        return SessionBody(
            person=_me(person),
            zone=current_zone(),
            csrf=csrf,
            preferences=PreferencesBody.of(self.people.preferences_of(person.id)),
            agency=AgencyBody(name=agency.name, name_en=agency.name_en),
            demo=self.settings.demo,
        )

    def opened(self, opened: Opened) -> Response:
        response = make_response(reply(self.session(opened.person, csrf_token(opened.token))))
        set_session_cookie(response, opened, self.settings)
        return response


def set_session_cookie(response: BaseResponse, opened: Opened, settings: Settings) -> None:
    """Out of reach for scripts and for other sites [SI10]."""
    response.set_cookie(
        cookie_name(opened.session.zone),
        opened.token,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.scheme == "https",
    )


def blueprint(
    login: Login, replies: Replies, leaving: Callable[[SignInSession], Leaving | None]
) -> APIBlueprint:
    """`leaving` tells where somebody stays signed in who signs out here."""
    bp = APIBlueprint("identity_login", __name__, url_prefix="/api", abp_tags=[tag])

    @bp.post("/sign-in", summary="Sign in with a password", responses={200: SessionBody})
    @public
    def sign_in(body: PasswordBody) -> Response:
        opened = login.with_password(visit(), body.user_name, body.password)
        login.replace(find_signed_in())
        return replies.opened(opened)

    @bp.post(
        "/sign-in/passkey/options", summary="Begin with a passkey", responses={200: OptionsBody}
    )
    @public
    def begin_passkey() -> Reply:
        return reply(OptionsBody(public_key=login.begin_passkey(visit())))

    @bp.post("/sign-in/passkey", summary="Sign in with a passkey", responses={200: SessionBody})
    @public
    def sign_in_by_passkey(body: AssertionBody) -> Response:
        opened = login.with_passkey(visit(), body.credential)
        login.replace(find_signed_in())
        return replies.opened(opened)

    @bp.post("/sign-out", summary="End this session", responses={200: SignedOutBody})
    def sign_out() -> Response:
        left = leaving(login.sign_out(current_actor()))
        told = (left.title, left.onward) if left else (None, None)
        response = make_response(reply(SignedOutBody(title=told[0], onward=told[1])))
        response.delete_cookie(cookie_name(current_zone()), path="/")
        return response

    @bp.get("/session", summary="Who is signed in", responses={200: SessionBody})
    def session() -> Reply:
        token = request.cookies[cookie_name(current_zone())]
        person = replies.people.get_person(current_actor().user_id)
        return reply(replies.session(person, csrf_token(token)))

    @bp.get("/session/end", summary="Why I was signed out", responses={200: SessionEndBody})
    @public
    def session_end() -> Reply:
        token = request.cookies.get(cookie_name(current_zone()), "")
        reason = login.sessions.end_reason(token, current_zone(), client_address())
        return reply(SessionEndBody.model_validate({"reason": reason}))

    @bp.get("/me/sign-ins", summary="My last sign-ins", responses={200: SignInRecordsBody})
    def sign_ins() -> Reply:
        found = login.list_sign_ins(current_actor())
        return reply(SignInRecordsBody(sign_ins=[_record(record) for record in found]))

    _add_confirming(bp, login)
    return bp


def _add_confirming(bp: APIBlueprint, login: Login) -> None:
    @bp.post("/me/confirm", summary="Prove once more who is here", responses={204: None})
    def confirm(body: ConfirmBody) -> Reply:
        login.confirm_password(current_actor(), visit(), body.password)
        return no_content()

    @bp.post("/me/confirm/passkey", summary="The same with a passkey", responses={204: None})
    def confirm_by_passkey(body: AssertionBody) -> Reply:
        login.confirm_passkey(current_actor(), visit(), body.credential)
        return no_content()


def visit() -> Visit:
    """Where this request comes from."""
    agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH]
    return Visit(current_zone(), client_address(), agent)


def _me(person: Person) -> MeBody:
    plain = ("id", "user_name", "name", "name_en", "post", "division_id", "division")
    return MeBody(roles=sorted(person.roles), **{key: getattr(person, key) for key in plain})


def _record(record: SignInRecord) -> SignInRecordBody:
    return SignInRecordBody(
        at=record.at,
        outcome=record.outcome.value,
        method=record.method.value,
        zone=record.visit.zone,
        address=record.visit.address,
        agent=record.visit.agent,
        is_new_place=record.is_new_place,
    )
