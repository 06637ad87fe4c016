"""The protocol itself, under /wopi/files: what an office asks, in its words and status codes.

Source: the WOPI REST reference (Microsoft), with Collabora's own headers of PutFile.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Response, g, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.errors import (
    Conflict,
    Denied,
    Exhausted,
    NotFound,
    Refused,
    Stale,
    TooFast,
    Unavailable,
)
from kernel.http import RefusalBody, Reply, current_zone, public
from kernel.settings import Settings, Zone
from weboffice.wopi import rules
from weboffice.wopi.model import Call, Mode, Proof
from weboffice.wopi.rules import Verb, moment
from weboffice.wopi.service import Relative, Seen, Wopi, Writing

CHUNK = 1 << 16
LOCK, OLD_LOCK = "X-WOPI-Lock", "X-WOPI-OldLock"
VERSION, OVERRIDE = "X-WOPI-ItemVersion", "X-WOPI-Override"
REASON = "X-WOPI-LockFailureReason"
CHANGED = 1010  # Collabora's own: the page asks which of the two to keep
_DEFAULT_PORTS = {"http": 80, "https": 443}
_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (rules.TokenRefused, 401),
    (rules.ProofRefused, 500),  # as the specification says
    (rules.TooLarge, 413),
    (rules.LargerThanExpected, 412),
    (rules.NotOffered, 501),
    (rules.BadLock, 400),
    (rules.BadName, 400),
    (rules.BadInfo, 400),
    (Conflict, 409),
    (Stale, 409),
    (TooFast, 429),
    (Exhausted, 507),
    (Unavailable, 503),
    (NotFound, 404),
    (Denied, 404),  # "File unknown/User unauthorized"
)


class FilePath(BaseModel):
    file_id: str = Field(min_length=1, max_length=64)


def blueprint(wopi: Wopi, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("weboffice_wopi", __name__, url_prefix="/wopi/files")
    bp.register_error_handler(Refused, _refused)
    host = _Host(wopi, settings)

    @bp.get("/<file_id>", doc_ui=False)
    @public
    def check_file_info(path: FilePath) -> Reply:
        return host.check_file_info(host.call(path.file_id))

    @bp.post("/<file_id>", doc_ui=False)
    @public
    def act(path: FilePath) -> Reply:
        return host.act(host.call(path.file_id))

    @bp.get("/<file_id>/contents", doc_ui=False)
    @public
    def get_file(path: FilePath) -> Response:
        return host.get_file(host.call(path.file_id))

    @bp.post("/<file_id>/contents", doc_ui=False)
    @public
    def put_file(path: FilePath) -> Reply:
        return host.put_file(host.call(path.file_id))

    return bp


class _Host:
    def __init__(self, wopi: Wopi, settings: Settings) -> None:
        self._wopi = wopi
        self._origins = _spellings(settings.origin(Zone.WORK))
        self._page = f"{settings.origin(Zone.WORK)}/office/wopi"
        self._origin = settings.origin(Zone.WORK)
        self._acts: dict[str, Callable[[Call], Reply]] = {
            "LOCK": self._lock,
            "GET_LOCK": self._get_lock,
            "REFRESH_LOCK": lambda call: self._turn(call, Verb.REFRESH),
            "UNLOCK": lambda call: self._turn(call, Verb.UNLOCK),
            "PUT_RELATIVE": self._put_relative,
            "RENAME_FILE": self._rename,
            "PUT_USER_INFO": self._put_user_info,
            "DELETE": self._delete,
        }

    def call(self, file_id: str) -> Call:
        if current_zone() is not Zone.WORK:
            raise NotFound
        token = request.args.get("access_token", "")
        if not token:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            token = token if scheme.lower() == "bearer" else ""
        head = request.headers.get
        raw = request.environ.get("RAW_URI") or request.full_path
        return Call(
            file_id,
            token[:256],
            Proof(
                token,
                tuple(origin + raw for origin in self._origins),
                head("X-WOPI-TimeStamp", ""),
                head("X-WOPI-Proof", ""),
                head("X-WOPI-ProofOld", ""),
            ),
        )

    def check_file_info(self, call: Call) -> Reply:
        return jsonify(self._info(self._wopi.look(call))), 200

    def _info(self, seen: Seen) -> dict[str, Any]:
        """Flags that we leave out are false to an office."""
        file = seen.file
        return {
            "BaseFileName": file.name,
            "OwnerId": file.owner_id,
            "Size": file.size_bytes,
            "UserId": seen.person_id,
            "UserFriendlyName": seen.person,
            "Version": str(file.version),
            "LastModifiedTime": moment(file.changed_at),
            "UserCanWrite": seen.may_write,
            "ReadOnly": not seen.may_write,
            "UserCanRename": seen.may_write,
            "UserCanNotWriteRelative": not file.may_add_beside,
            "SupportsLocks": True,
            "SupportsGetLock": True,
            "SupportsExtendedLockLength": True,
            "SupportsUpdate": True,
            "SupportsRename": True,
            "SupportsDeleteFile": True,
            "SupportsUserInfo": True,
            "UserInfo": seen.info,
            "PostMessageOrigin": self._origin,
            "ClosePostMessage": True,
            "CloseUrl": f"{self._origin}/drive/f/{file.id}",
            "HostEditUrl": f"{self._page}/{file.id}",
            "HostViewUrl": f"{self._page}/{file.id}",
        }

    def get_file(self, call: Call) -> Response:
        most = request.headers.get("X-WOPI-MaxExpectedSize", "")
        is_number = most.isascii() and most.isdigit()
        file, chunks = self._wopi.read(call, int(most) if is_number else None)
        response = Response(chunks, content_type="application/octet-stream")
        response.content_length = file.size_bytes
        response.headers[VERSION] = str(file.version)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def put_file(self, call: Call) -> Reply:
        if request.headers.get(OVERRIDE, "PUT") != "PUT":
            raise rules.NotOffered
        rules.check_size(request.content_length or 0)
        lock, typed = request.headers.get(LOCK, ""), _own_header("IsModifiedByUser") != "false"
        file = self._wopi.write(call, Writing(lock, _own_header("Timestamp"), typed), _body())
        return _told({"LastModifiedTime": moment(file.changed_at)}, {VERSION: str(file.version)})

    def act(self, call: Call) -> Reply:
        found = self._acts.get(request.headers.get(OVERRIDE, ""))
        if found is None:
            self._wopi.look(call)  # a stranger is told nothing, not even this
            raise rules.NotOffered
        return found(call)

    def _lock(self, call: Call) -> Reply:
        return self._turn(call, Verb.RELOCK if OLD_LOCK in request.headers else Verb.LOCK)

    def _turn(self, call: Call, verb: Verb) -> Reply:
        head = request.headers.get
        version = self._wopi.turn(call, verb, head(LOCK, ""), head(OLD_LOCK, ""))
        return _told({}, {VERSION: str(version)})

    def _get_lock(self, call: Call) -> Reply:
        return _told({}, {LOCK: self._wopi.lock_of(call)})

    def _put_relative(self, call: Call) -> Reply:
        head = request.headers.get
        wish, exact = head("X-WOPI-SuggestedTarget"), head("X-WOPI-RelativeTarget")
        if wish is not None and exact is not None:
            raise rules.NotOffered  # as the specification says: they exclude each other
        rules.check_size(request.content_length or 0)
        if wish is not None:
            made = self._wopi.suggest(call, rules.from_utf7(wish), _body())
        elif exact is not None:
            overwrite = head("X-WOPI-OverwriteRelativeTarget", "").lower() == "true"
            name = rules.from_utf7(exact)
            made = self._wopi.put_beside(call, name, _body(), overwrite=overwrite)
        else:
            raise rules.BadName(reason="missing")
        return _told(self._relative(made))

    def _relative(self, made: Relative) -> dict[str, str]:
        page = f"{self._page}/{made.file.id}"
        url = f"{self._wopi.file_url(made.file.id)}?access_token={made.token}"
        found = {"Name": made.file.name, "Url": url, "HostViewUrl": page}
        return found | ({"HostEditUrl": page} if made.mode is Mode.EDIT else {})

    def _rename(self, call: Call) -> Reply:
        stem = rules.from_utf7(request.headers.get("X-WOPI-RequestedName", ""))
        file = self._wopi.rename(call, stem, request.headers.get(LOCK, ""))
        name, dot, _ = file.name.rpartition(".")
        return _told({"Name": name if dot else file.name})

    def _put_user_info(self, call: Call) -> Reply:
        self._wopi.remember(call, request.stream.read(rules.LONGEST_INFO + 1))
        return _told({})

    def _delete(self, call: Call) -> Reply:
        self._wopi.delete(call)
        return _told({})


def _spellings(origin: str) -> tuple[str, ...]:
    """An office may leave a scheme's own port out of the address that it signs."""
    parts = urlsplit(origin)
    if parts.port != _DEFAULT_PORTS.get(parts.scheme):
        return (origin,)
    return origin, f"{parts.scheme}://{parts.hostname}"


def _own_header(name: str) -> str:
    """One of Collabora's own, under its present or its former name; empty from another office."""
    head = request.headers.get
    return head(f"X-COOL-WOPI-{name}", "") or head(f"X-LOOL-WOPI-{name}", "")


def _body() -> Any:
    return iter(lambda: request.stream.read(CHUNK), b"")


def _told(body: dict[str, str], headers: dict[str, str] | None = None) -> Reply:
    response = jsonify(body)
    response.headers.update(headers or {})
    return response, 200


def _refused(error: Refused) -> Reply:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    body = RefusalBody(code=error.code, message=str(error), request_id=g.request_id).model_dump()
    response = jsonify(body)
    if isinstance(error, rules.LockMismatch):
        response.headers[LOCK] = error.held
        response.headers[REASON] = str(error)
    if isinstance(error, rules.NameInUse):
        response.headers["X-WOPI-ValidRelativeTarget"] = rules.to_utf7(error.free)
        if error.held:
            response.headers[LOCK] = error.held
    if isinstance(error, rules.BadName):
        response.headers["X-WOPI-InvalidFileNameError"] = str(error.facts.get("reason", ""))
    if isinstance(error, rules.ChangedElsewhere):
        response = jsonify({**body, "COOLStatusCode": CHANGED, "LOOLStatusCode": CHANGED})
    return response, status
