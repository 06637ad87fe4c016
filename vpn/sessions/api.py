"""Sessions over HTTP: what opens one comes from inside the tunnel."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from identity.login.model import Visit
from identity.login.service import Login
from kernel.errors import Invalid
from kernel.http import (
    ABSENT_HEADER,
    Reply,
    client_address,
    created,
    current_actor,
    current_zone,
    find_signed_in,
    no_content,
    public,
    reply,
)
from kernel.settings import Zone
from vpn.devices.api import TAG
from vpn.policy.api import ReachedView, ZoneName
from vpn.policy.model import Proof
from vpn.policy.rules import denied_by, lacking
from vpn.sessions.model import TunnelSession, TunnelSessionId, Wish
from vpn.sessions.rules import idle_at as idle_at_of
from vpn.sessions.service import Prove, TunnelSessions

BEARER = "access_token"  # RFC 6750 2.3: in the address, as an external office sends it
# What one needs to sign in, to see who one is, and to open a session or report a loss.
PORTAL = ("/api/gvpn", "/api/session", "/api/sign-in", "/api/sign-out", "/api/me")


class ProofMissing(Invalid):
    """Either a password or a passkey's answer."""

    code = "proof_missing"


class TunnelProofBody(BaseModel):
    password: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    credential: dict[str, Any] | None = None


class TunnelOpenBody(TunnelProofBody):
    """`leaves`: a session of this device in the other zone ends in the same moment."""

    zone: ZoneName
    leaves: bool = False


class TunnelSessionView(BaseModel):
    """`country` is of `endpoint`, ISO 3166, and null but in the list of past ones. `idle_at` is
    when it ends unless it is used until then; null once it has ended."""

    id: str
    device_id: str
    zone: ZoneName
    endpoint: str
    proof: Literal["password", "passkey"]
    policy: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    country: str | None = None
    idle_at: datetime | None = None

    @staticmethod
    def of(session: TunnelSession, country: str | None = None) -> "TunnelSessionView":
        idle_at = idle_at_of(session) if session.ended_at is None else None
        facts = {**vars(session), "country": country, "idle_at": idle_at}
        return TunnelSessionView.model_validate(facts, extra="ignore")


class TunnelZoneView(BaseModel):
    """`misses` say what is still lacking although a passkey is used; `denied_by` names the policy
    that keeps out whatever else is there; `opens_at` is when waiting would help."""

    zone: ZoneName
    allowed: bool
    minutes: int
    misses: list[str]
    denied_by: str
    opens_at: datetime | None


class TunnelHereView(BaseModel):
    """`device_id` is null where the request does not come through the tunnel. `is_held` while an
    alarm says that its key is at two places."""

    device_id: str | None
    is_held: bool
    session: TunnelSessionView | None
    zones: list[TunnelZoneView]
    reaches: list[ReachedView]


OUTSIDE = TunnelHereView(device_id=None, is_held=False, session=None, zones=[], reaches=[])


class TunnelSessionsView(BaseModel):
    sessions: list[TunnelSessionView]


class TunnelSessionPath(BaseModel):
    session_id: str


def blueprint(sessions: TunnelSessions, login: Login) -> APIBlueprint:
    bp = APIBlueprint("vpn_sessions", __name__, url_prefix="/api/gvpn", abp_tags=[TAG])

    @bp.get("/session", summary="Where I am and may go", responses={200: TunnelHereView})
    def here() -> Reply:
        found = sessions.here(current_actor(), client_address())
        if found is None:
            return reply(OUTSIDE)
        zones = [
            {
                "zone": zone.value,
                "allowed": verdict.is_allowed,
                "minutes": verdict.minutes,
                "misses": list(lacking(verdict)),
                "denied_by": denied_by(verdict),
                "opens_at": found.opens_at[zone],
            }
            for zone, verdict in found.verdicts.items()
        ]
        open_ = TunnelSessionView.of(found.session) if found.session else None
        return reply(
            TunnelHereView.model_validate(
                {
                    "device_id": found.device.id,
                    "is_held": found.is_held,
                    "session": open_,
                    "zones": zones,
                    "reaches": ReachedView.each(found.reaches),
                }
            )
        )

    @bp.get("/left", summary="How long the device that asks still has", doc_ui=False)
    @public
    def left() -> Response:
        found = sessions.left(client_address())
        text = f"left={found.ends}\nidle={found.idle}\n" if found else "left=0\n"
        return Response(text, content_type="text/plain; charset=utf-8")

    @bp.post("/session", summary="Open a session", responses={201: TunnelSessionView})
    def open_session(body: TunnelOpenBody) -> Reply:
        proof, prove = proving(login, body)
        actor, wish = current_actor(), Wish(Zone(body.zone), proof, body.leaves)
        return created(TunnelSessionView.of(sessions.open(actor, client_address(), wish, prove)))

    @bp.post("/session/extend", summary="Extend it", responses={200: TunnelSessionView})
    def extend(body: TunnelProofBody) -> Reply:
        proof, prove = proving(login, body)
        longer = sessions.extend(current_actor(), client_address(), proof, prove)
        return reply(TunnelSessionView.of(longer))

    _add_open_and_past(bp, sessions)
    return bp


def _add_open_and_past(bp: APIBlueprint, sessions: TunnelSessions) -> None:
    @bp.post("/session/keep", summary="I am still there", responses={200: TunnelSessionView})
    def keep() -> Reply:
        return reply(TunnelSessionView.of(sessions.keep(current_actor(), client_address())))

    @bp.get("/sessions", summary="My sessions", responses={200: TunnelSessionsView})
    def history() -> Reply:
        found = sessions.history(current_actor())
        views = [TunnelSessionView.of(one, sessions.country(one)) for one in found]
        return reply(TunnelSessionsView(sessions=views))

    @bp.delete("/sessions/<session_id>", summary="End a session", responses={204: None})
    def end(path: TunnelSessionPath) -> Reply:
        sessions.end(current_actor(), TunnelSessionId(path.session_id), "by_person")
        return no_content()


def door(sessions: TunnelSessions) -> Callable[[], None]:
    """For all requests, before each: a device in quarantine asks the portal and nothing else."""

    def refuse_quarantined() -> None:
        who = find_signed_in()
        is_program = request.authorization is not None or BEARER in request.args
        if is_program or (who is not None and ABSENT_HEADER not in request.headers):
            sessions.note_use(client_address())
        if any(f"{request.path}/".startswith(f"{place}/") for place in PORTAL):
            return
        if who is not None:
            sessions.refuse_quarantined(who.actor, client_address())
        elif is_program:
            # A secret of its own instead of a cookie.
            sessions.refuse_unopened(current_zone(), client_address())

    return refuse_quarantined


def proving(login: Login, body: TunnelProofBody) -> tuple[Proof, Prove]:
    """The passkey where there is one; both count and lock as at sign-in [VS2]."""
    actor = current_actor()
    visit = Visit(current_zone(), client_address(), request.headers.get("User-Agent", "")[:200])
    if (credential := body.credential) is not None:
        return Proof.PASSKEY, lambda: login.confirm_passkey(actor, visit, credential)
    if (password := body.password) is not None:
        return Proof.PASSWORD, lambda: login.confirm_password(actor, visit, password)
    raise ProofMissing
