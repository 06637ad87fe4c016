"""Signing in by a mobile ID over HTTP, as a browser does it."""

from dataclasses import dataclass
from typing import Any

import segno
from flask import Response, make_response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from identity.login.api import Replies, visit
from identity.mobile_id.model import Phase
from identity.mobile_id.rules import LIFETIME
from identity.mobile_id.service import MobileId
from identity.passkeys.api import tag
from kernel.http import Reply, cookie_name, current_zone, find_signed_in, public, reply
from kernel.tokens import Token

PATH = "/api/sign-in/mobile-id"


class MobileIdBody(BaseModel):
    """What people call the card; null where the agency has none."""

    title: str | None
    title_en: str | None


class MobileBeginBody(BaseModel):
    """`here`: the wallet is on the device that asks."""

    here: bool


class MobileBegunBody(BaseModel):
    """`link` opens the wallet; `code` is the same as rows of 0 and 1, for another device's camera.
    It holds for so many seconds."""

    link: str
    code: list[str]
    seconds: int


class MobilePhaseBody(BaseModel):
    phase: Phase


class MobileFinishBody(BaseModel):
    """`code` is what the wallet brought back on the same device; empty on another."""

    code: str = Field(default="", max_length=200)


@dataclass(frozen=True)
class _Cookie:
    """Of the browser that wants to come in; no other comes in by its attempt."""

    is_secure: bool

    @property
    def name(self) -> str:
        return f"{cookie_name(current_zone())}_mobile"

    @property
    def manner(self) -> dict[str, Any]:
        return {"path": PATH, "httponly": True, "samesite": "Strict", "secure": self.is_secure}

    def shown(self) -> Token:
        return Token(request.cookies.get(self.name, ""))


def blueprint(mobile: MobileId, replies: Replies) -> APIBlueprint:
    bp = APIBlueprint("identity_mobile_id", __name__, url_prefix=PATH, abp_tags=[tag])
    cookie = _Cookie(mobile.settings.scheme == "https")

    @bp.get("", summary="Whether there is one", responses={200: MobileIdBody})
    @public
    def offered() -> Reply:
        scheme = mobile.scheme
        if scheme is None:
            return reply(MobileIdBody(title=None, title_en=None))
        return reply(MobileIdBody(title=scheme.title, title_en=scheme.title_en))

    @bp.post("", summary="Begin with it", responses={200: MobileBegunBody})
    @public
    def begin(body: MobileBeginBody) -> Response:
        begun = mobile.begin_attempt(visit(), is_here=body.here)
        seconds = int(LIFETIME.total_seconds())
        code = ["".join("1" if dark else "0" for dark in row) for row in _matrix(begun.link)]
        response = make_response(
            reply(MobileBegunBody(link=begun.link, code=code, seconds=seconds))
        )
        response.set_cookie(cookie.name, begun.browser, max_age=seconds, **cookie.manner)
        return response

    @bp.get("/phase", summary="How far it is", responses={200: MobilePhaseBody})
    @public
    def phase() -> Reply:
        return reply(MobilePhaseBody(phase=mobile.phase(current_zone(), cookie.shown())))

    @bp.post("/finish", summary="Come in by it", responses={200: replies.BODY})
    @public
    def finish(body: MobileFinishBody) -> Response:
        opened = mobile.finish(visit(), cookie.shown(), body.code)
        mobile.login.replace(find_signed_in())
        response = replies.opened(opened)
        response.delete_cookie(cookie.name, path=PATH)
        return response

    return bp


def _matrix(link: str) -> Any:
    return segno.make(link, error="m", micro=False).matrix
