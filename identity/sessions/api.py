"""One's own sign-in sessions over HTTP."""

from datetime import datetime
from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from identity.sessions.model import SignInSession
from identity.sessions.service import Sessions
from kernel.actor import Actor, SessionId
from kernel.http import Reply, current_actor, no_content, reply
from kernel.settings import Zone

tag = Tag(name="sign-in", description="Signing in and the ways to do so")


class SignInSessionBody(BaseModel):
    id: str
    zone: Zone
    method: Literal["directory", "passkey", "break_glass", "single_sign_on", "mobile_id"]
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_current: bool


class SessionsBody(BaseModel):
    sessions: list[SignInSessionBody]


class SessionPath(BaseModel):
    session_id: str


def body_of(session: SignInSession, actor: Actor) -> SignInSessionBody:
    plain = ("id", "zone", "address", "agent", "created_at", "seen_at", "expires_at")
    return SignInSessionBody(
        method=session.method.value,
        is_current=session.id == actor.session_id,
        **{key: getattr(session, key) for key in plain},
    )


def blueprint(sessions: Sessions) -> APIBlueprint:
    bp = APIBlueprint("identity_sessions", __name__, url_prefix="/api/me", abp_tags=[tag])

    @bp.get("/sessions", summary="Where I am signed in", responses={200: SessionsBody})
    def list_sessions() -> Reply:
        actor = current_actor()
        found = [body_of(session, actor) for session in sessions.list_sessions(actor)]
        return reply(SessionsBody(sessions=found))

    @bp.post("/activity", summary="Say that somebody is at the page", responses={204: None})
    def note_activity() -> Reply:
        # Whoever types into a document or a desktop for hours asks nothing over HTTP. Like every
        # request, this one has been noted as a use of the session before it came here.
        return no_content()

    @bp.delete("/sessions/<session_id>", summary="End one of them", responses={204: None})
    def end_session(path: SessionPath) -> Reply:
        sessions.end_session(current_actor(), SessionId(path.session_id), "revoked")
        return no_content()

    return bp
