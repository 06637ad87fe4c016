"""The one place where HTTP and the domain meet.

Every endpoint is closed until it says `@public`: the guard asks who the caller is before a view or
a body parser runs. Unsafe methods must come from our own origin and, with a session, carry its
CSRF token; the one that says `@from_elsewhere` has neither.
"""

import hmac
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Any, Protocol, TypeVar

from flask import Response, current_app, g, jsonify, request
from flask.json.provider import DefaultJSONProvider
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from prometheus_client import CONTENT_TYPE_LATEST, Histogram
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from kernel.actor import Actor
from kernel.errors import (
    ConditionMissing,
    Conflict,
    Denied,
    Exhausted,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    Refused,
    Stale,
    TooFast,
    Unavailable,
)
from kernel.ids import fresh_id
from kernel.log import request_id
from kernel.metrics import exposition
from kernel.once import Once
from kernel.settings import Settings, Zone
from kernel.tokens import hash_token

log = logging.getLogger(__name__)
STATUS: dict[type[Refused], int] = {
    NotSignedIn: 401,
    Denied: 403,
    NotFound: 404,
    Invalid: 400,
    Conflict: 409,
    Gone: 410,
    Stale: 412,
    ConditionMissing: 428,
    TooFast: 429,
    Unavailable: 503,
    Exhausted: 507,
}
SAFE = {"GET", "HEAD", "OPTIONS"}
CSRF_HEADER = "X-Onmaru-CSRF"
ABSENT_HEADER = "X-Onmaru-Absent"  # the page asks by itself, nobody is at it
CLIENT_HEADER = "X-Onmaru-Client"  # the same: the address that somebody calls from
ZONE_HEADER = "X-Onmaru-Zone"  # set by the edge, which strips a client's own
UNREAD_BYTES, READ_BYTES = 1 << 20, 1 << 16  # more than a socket holds
Reply = tuple[Response, int]
View = TypeVar("View", bound=Callable[..., Any])
_seconds = Histogram("onmaru_http_seconds", "Time of one request", ["endpoint", "status"])


class WrongOrigin(Denied):
    code = "wrong_origin"


class UnknownZone(Denied):
    """No edge of ours says so."""

    code = "unknown_zone"


class CsrfMismatch(Denied):
    code = "csrf_mismatch"


@dataclass(frozen=True)
class SignedIn:
    actor: Actor
    csrf_hash: bytes


class Authenticate(Protocol):
    """Whose session cookie that is in that zone, shown from that address. `is_use` False leaves its
    idle time running."""

    def __call__(
        self, token: str, zone: Zone, *, address: str, is_use: bool = True
    ) -> SignedIn | None: ...


class RefusalBody(BaseModel):
    """How every refusal looks; further fields are the refusal's facts."""

    code: str
    message: str
    request_id: str


def public(view: View) -> View:
    """This endpoint answers strangers."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def from_elsewhere(view: View) -> View:
    """Pages of other sites may post here. What they post is believed for itself: nobody's session
    is looked at, and what it does to this browser waits for a request that the browser owns up to.
    """
    view.is_from_elsewhere = True  # type: ignore[attr-defined]
    return view


def asks_strangers() -> bool:
    """Whether the endpoint that was asked for is `@public`."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "is_public", False))


def current_zone() -> Zone:
    told = request.headers.get(ZONE_HEADER, Zone.WORK.value)
    try:
        return Zone(told)
    except ValueError as error:
        raise UnknownZone from error


def cookie_name(zone: Zone) -> str:
    # Cookies ignore ports, and the zones differ by port on one machine.
    return f"onmaru_{zone.value}"


def session_of(cookies: str, zone: Zone) -> str:
    """Of a `Cookie` header, for servers that have no Flask: the value of that zone's session
    cookie; empty where there is none. Werkzeug's reader takes eight times as long, and a gateway
    asks it of two hundred who come at once."""
    named = f"{cookie_name(zone)}="
    pairs = (pair.strip() for pair in cookies.split(";"))
    return next((pair.removeprefix(named) for pair in pairs if pair.startswith(named)), "")


def client_address() -> str:
    """As the edge saw it; `-` on a socket without the edge."""
    return request.headers.get(CLIENT_HEADER, request.remote_addr or "-")


def find_signed_in() -> SignedIn | None:
    """Whose session the request carries; for `@public` endpoints, which also answer strangers."""
    found: SignedIn | None = g.get("signed_in")
    return found


def signed_in() -> SignedIn:
    """Raise NotSignedIn for a stranger."""
    found = find_signed_in()
    if found is None:
        raise NotSignedIn
    return found


def current_actor() -> Actor:
    return signed_in().actor


def reply(body: BaseModel, status: int = 200) -> Reply:
    return jsonify(body.model_dump(mode="json")), status


def created(body: BaseModel) -> Reply:
    return reply(body, 201)


def no_content() -> Reply:
    return Response(), 204


def create_api(
    settings: Settings,
    authenticate: Authenticate,
    *,
    title: str,
    version: str,
    once: Once | None = None,
) -> OpenAPI:
    """An application with the guard, refusals as JSON, request ids, metrics and a health page;
    where `once` is given, what is told again under one key is done once."""
    app = OpenAPI(
        title,
        info=Info(title=title, version=version),
        doc_ui=False,
        static_folder=None,
        validation_error_status=400,
        validation_error_model=RefusalBody,
        validation_error_callback=_invalid_body,
        responses={str(code): RefusalBody for code in (400, 401, 403, 404, 409, 429, 503)},
    )
    app.json = Json(app)
    app.before_request(_begin_request)
    app.before_request(_guard(settings, authenticate))
    app.after_request(_finish_request)
    if once is not None:
        app.before_request(_done_once(once))
        app.after_request(once.keep)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)
    _add_probes(app)
    return app


class Json(DefaultJSONProvider):
    """Hangul as it is; what is nested deeper than anybody reads is no JSON [HT4]."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _begin_request() -> None:
    g.request_id = request.headers.get("X-Request-Id", "")[:64] or fresh_id()
    request_id.set(g.request_id)
    g.started = monotonic()


def _guard(settings: Settings, authenticate: Authenticate) -> Callable[[], None]:
    def guard() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        is_public = asks_strangers()
        zone = g.zone = current_zone()
        g.signed_in = None
        if getattr(view, "is_from_elsewhere", False):
            return
        cookie = request.cookies.get(cookie_name(zone), "")
        is_use = ABSENT_HEADER not in request.headers
        if cookie:
            address = client_address()
            g.signed_in = authenticate(cookie, zone, address=address, is_use=is_use)
        if g.signed_in is None and view is not None and not is_public:
            raise NotSignedIn
        if request.method not in SAFE:
            _refuse_foreign_writes(settings.origin(zone), g.signed_in, check_csrf=not is_public)

    return guard


def _refuse_foreign_writes(own: str, who: SignedIn | None, *, check_csrf: bool) -> None:
    if request.headers.get("Origin", own) != own:
        raise WrongOrigin
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise WrongOrigin
    if who is None or not check_csrf:
        return
    token = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(hash_token(token), who.csrf_hash):
        raise CsrfMismatch


def _done_once(once: Once) -> Callable[[], Response | None]:
    def answered() -> Response | None:
        who = find_signed_in()
        if who is None or request.method in SAFE:
            return None
        return once.begin(who.actor.session_id)

    return answered


def _finish_request(response: Response) -> Response:
    _read_to_end()
    seconds = monotonic() - g.started
    _seconds.labels(request.endpoint or "-", str(response.status_code)).observe(seconds)
    response.headers["X-Request-Id"] = g.request_id
    response.headers[ZONE_HEADER] = g.get("zone", "")  # the sign-in page shows it to strangers
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _read_to_end() -> None:
    """A body that a refusal did not look at. The server reads 64 KiB of it and then closes a line
    that the edge takes for open, and whose request comes next on it is lost. Where more than this
    is unread the edge is still sending, and keeps no such line itself."""
    if request.content_length:
        with suppress(HTTPException):  # the browser has gone: there is no more to read
            left = UNREAD_BYTES
            while left > 0 and (piece := request.stream.read(min(left, READ_BYTES))):
                left -= len(piece)


def _invalid_body(error: ValidationError) -> Response:
    fields = [
        {"field": ".".join(str(part) for part in e["loc"]), "problem": e["type"]}
        for e in error.errors(include_url=False, include_input=False)
    ]
    response, status = refused(Invalid(fields=fields))
    response.status_code = status
    return response


def refusal_of(error: Refused) -> tuple[dict[str, Any], int]:
    """What is said of it, and its status; also where the request is over and goes on elsewhere."""
    kinds = type(error).__mro__
    status = next((STATUS[kind] for kind in kinds if kind in STATUS), 500)
    told = {"code": error.code, "message": str(error), "request_id": request_id.get()}
    return {**error.facts, **told}, status


def refused(error: Refused) -> Reply:
    body, status = refusal_of(error)
    return jsonify(body), status


def _http_error(error: HTTPException) -> Response | Reply:
    if isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    code = HTTPStatus(status).phrase.lower().replace(" ", "_")
    return jsonify(code=code, message=error.description, request_id=g.request_id), status


def _bug(error: Exception) -> Reply:
    log.error("unhandled", exc_info=error)
    return jsonify(code="bug", message="internal error", request_id=g.request_id), 500


def _add_probes(app: OpenAPI) -> None:
    @app.get("/healthz", doc_ui=False)
    @public
    def healthz() -> Reply:
        return jsonify(ok=True), 200

    @app.get("/metrics", doc_ui=False)
    @public
    def metrics() -> Response:
        # The edge does not route here; only the machine itself can ask.
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
