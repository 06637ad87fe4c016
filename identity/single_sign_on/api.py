"""Single sign-on over HTTP: out to the provider and back, and a session's cookie at the end."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as BaseResponse

from identity.login.api import set_session_cookie, visit
from identity.passkeys.api import tag
from identity.single_sign_on import rules
from identity.single_sign_on.ports import SignOnRefused
from identity.single_sign_on.service import SingleSignOn
from kernel.errors import Refused, TooFast
from kernel.http import (
    Reply,
    cookie_name,
    current_zone,
    find_signed_in,
    from_elsewhere,
    public,
    reply,
)
from kernel.settings import Settings
from kernel.tokens import Token

SHOWN = ("attempts_left", "retry_after")
STATE_LENGTH = 200
MINUTES = 10  # to prove who one is elsewhere


class SingleSignOnBody(BaseModel):
    """`title` is what people call it; null where there is none."""

    title: str | None


class BeginBody(BaseModel):
    to: str = Field(default="/", max_length=500)


class BegunBody(BaseModel):
    address: str


class ReturnQuery(BaseModel):
    """OpenID Connect Core §3.1.2.5 and .6; what else a provider adds is not read. `refused` is
    from ourselves: what was posted was not believed."""

    state: str = Field(default="", max_length=STATE_LENGTH)
    code: str = Field(default="", max_length=4000)
    refused: bool = False


def blueprint(single: SingleSignOn, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("identity_single_sign_on", __name__, url_prefix="/api", abp_tags=[tag])

    @bp.get("/sign-in/single", summary="Whether there is one", responses={200: SingleSignOnBody})
    @public
    def offered() -> Reply:
        return reply(SingleSignOnBody(title=single.title))

    @bp.post("/sign-in/single", summary="Begin with it", responses={200: BegunBody})
    @public
    def begin(body: BeginBody) -> Response:
        address, token = single.begin(visit())
        response = make_response(reply(BegunBody(address=address)))
        kept = f"{token} {rules.place_within(body.to)}"
        response.set_cookie(_cookie(), kept, max_age=MINUTES * 60, **_manner(settings))
        return response

    @bp.get("/sign-in/single/return", summary="Back from it", responses={303: None})
    @public
    def come_back(query: ReturnQuery) -> Response:
        token, _, place = request.cookies.get(_cookie(), "").partition(" ")
        place = rules.place_within(place)
        try:
            if query.refused:  # and written down when it was posted
                raise SignOnRefused
            opened = single.finish(visit(), Token(token), query.state, query.code)
        except Refused as refused:
            response = redirect(f"/sign-in?{_told(refused, place)}", 303)
        else:
            single.login.replace(find_signed_in())
            response = redirect(place, 303)
            set_session_cookie(response, opened, settings)
        response.delete_cookie(_cookie(), path=rules.RETURN)
        return response  # type: ignore[return-value]  # werkzeug's, which Flask's is

    _add_posting(bp, single)
    return bp


def _add_posting(bp: APIBlueprint, single: SingleSignOn) -> None:
    """For a provider whose answer the browser posts (SAML 2.0 Bindings §3.5.4)."""

    @bp.post("/sign-in/single/answer", summary="What it posts", responses={303: None})
    @public
    @from_elsewhere
    def answer() -> BaseResponse:
        """No cookie comes with a post from another site: the browser is asked for it by the
        redirection, which it follows as it would come from any other provider [SO1]."""
        posted = request.form.get("SAMLResponse", "")
        state = request.form.get("RelayState", "")[:STATE_LENGTH]
        try:
            back = {"state": state, "code": single.receive(visit(), posted)}
        except SignOnRefused:
            back = {"state": state, "refused": "true"}
        except TooFast as refused:  # it is the whole page of whoever came
            return redirect(f"/sign-in?{_told(refused, '/')}", 303)
        return redirect(f"{rules.RETURN}?{urlencode(back)}", 303)

    @bp.get("/sign-in/single/metadata", summary="Who we are to it", responses={200: None})
    @public
    def metadata() -> Response:
        return Response(single.description(), content_type="application/samlmetadata+xml")


def _told(refused: Refused, place: str) -> str:
    """What the page of signing in says, and where it goes on to."""
    shown = {name: refused.facts[name] for name in SHOWN if name in refused.facts}
    return urlencode({"refused": refused.code, **shown, "to": place})


def _cookie() -> str:
    return f"{cookie_name(current_zone())}_single"


def _manner(settings: Settings) -> dict[str, Any]:
    """Lax: the way back from the provider is a navigation from another site."""
    is_secure = settings.scheme == "https"
    return {"path": rules.RETURN, "httponly": True, "samesite": "Lax", "secure": is_secure}
