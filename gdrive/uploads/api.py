"""tus 1.0 over HTTP: creation, creation-with-upload, checksum, termination, expiration.

The answers are the protocol's own, so its statuses are here and not in kernel.http.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field
from werkzeug.exceptions import ClientDisconnected

from gdrive.access.api import PREFIX
from gdrive.files.model import Digest
from gdrive.files.ports import StageBusy
from gdrive.tree.model import NodeId
from gdrive.uploads.model import Checksum, OnConflict, Progress, UploadId, Wish
from gdrive.uploads.rules import ALGORITHMS, LARGEST_BYTES, ChecksumMismatch, TooLarge
from gdrive.uploads.service import Uploads
from kernel.errors import Invalid, Refused
from kernel.http import Reply, current_actor, reply

VERSION = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
NODE_HEADER = "Onmaru-Node"  # ours: which node an upload became
READ_BYTES = 2**20  # as much as gunicorn receives at once: less would be copied again and again
# tus.io/protocols/resumable-upload, core protocol and checksum.
STATUS: dict[type[Refused], int] = {StageBusy: 423, TooLarge: 413, ChecksumMismatch: 460}
View = TypeVar("View", bound=Callable[..., Any])


class TusVersionMissing(Invalid):
    code = "tus_version_missing"


class BadUploadHeader(Invalid):
    code = "bad_upload_header"


class WrongUploadType(Invalid):
    code = "wrong_upload_type"


class UploadPath(BaseModel):
    upload_id: str = Field(max_length=64)

    @property
    def id(self) -> UploadId:
        return UploadId(self.upload_id)


class UploadBody(BaseModel):
    """`node_id` is null until the upload became a file."""

    id: str
    name: str
    target_id: str
    offset_bytes: int
    length_bytes: int
    expires_at: datetime
    node_id: str | None


class UploadsBody(BaseModel):
    uploads: list[UploadBody]


def speaks_tus(view: View) -> View:
    """Checks the protocol's version and says refusals with the protocol's statuses."""

    @wraps(view)
    def run(**arguments: Any) -> Any:
        try:
            if request.headers.get("Tus-Resumable") != VERSION:
                raise TusVersionMissing
            answer = view(**arguments)
        except Refused as error:
            answer = _refused(error)
        answer.headers["Tus-Resumable"] = VERSION
        return answer

    return run  # type: ignore[return-value]


def _refused(error: Refused) -> Response:
    status = 412 if isinstance(error, TusVersionMissing) else STATUS.get(type(error))
    if status is None:
        raise error
    body = {**error.facts, "code": error.code, "message": str(error), "request_id": g.request_id}
    answer: Response = jsonify(body)
    answer.status_code = status
    answer.headers["Tus-Version"] = VERSION
    return answer


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isascii() or not value.isdigit() or len(value) > 18:  # noqa: PLR2004 - below 2**63
        raise BadUploadHeader(header=header)
    return int(value)


def _metadata() -> dict[str, str]:
    """`key base64,key base64` (tus §Upload-Metadata)."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except (Base64Error, UnicodeDecodeError) as error:
            raise BadUploadHeader(header="Upload-Metadata", key=key) from error
    return found


def _wish() -> Wish:
    found = _metadata()
    seen = found.get("seen")
    try:
        return Wish(
            target_id=NodeId(found["target_id"]),
            name=found["filename"],
            length_bytes=_number("Upload-Length"),
            on_conflict=OnConflict(found.get("on_conflict", OnConflict.REFUSE.value)),
            seen=int(seen) if seen else None,
            digest=_digest(found.get("sha256")),
        )
    except (KeyError, ValueError) as error:
        raise BadUploadHeader(header="Upload-Metadata") from error


def _digest(told: str | None) -> Digest | None:
    if told is not None and not re.fullmatch(r"[0-9a-f]{64}", told):
        raise BadUploadHeader(header="Upload-Metadata", key="sha256")
    return Digest(told) if told else None


def _checksum() -> Checksum | None:
    sent = request.headers.get("Upload-Checksum")
    if sent is None:
        return None
    algorithm, _, value = sent.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadUploadHeader(header="Upload-Checksum", known=list(ALGORITHMS))
    try:
        return Checksum(algorithm, b64decode(value, validate=True))
    except Base64Error as error:
        raise BadUploadHeader(header="Upload-Checksum") from error


def _chunks() -> Iterator[bytes]:
    """What arrives, until the sender is done or gone: what came is kept either way [UP1]."""
    while True:
        try:
            data = request.stream.read(READ_BYTES)
        except (ClientDisconnected, OSError):
            return
        if not data:
            return
        yield data


def _progress(progress: Progress, status: int) -> Response:
    upload = progress.upload
    answer = Response(status=status)
    answer.headers["Upload-Offset"] = str(progress.offset_bytes)
    answer.headers["Upload-Length"] = str(upload.length_bytes)
    answer.headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    if upload.node_id is not None:
        answer.headers[NODE_HEADER] = upload.node_id
    return answer


def upload_body(progress: Progress) -> UploadBody:
    upload = progress.upload
    return UploadBody(
        id=upload.id,
        name=upload.name,
        target_id=upload.target_id,
        offset_bytes=progress.offset_bytes,
        length_bytes=upload.length_bytes,
        expires_at=upload.expires_at,
        node_id=upload.node_id,
    )


def add_routes(bp: APIBlueprint, uploads: Uploads) -> None:
    _add_beginning(bp, uploads)
    _add_going_on(bp, uploads)


def _add_beginning(bp: APIBlueprint, uploads: Uploads) -> None:
    # Flask would answer OPTIONS itself, and tus wants more said than the methods.
    silent: dict[str, Any] = {"provide_automatic_options": False}

    @bp.post("/uploads", summary="Begin an upload (tus creation)", responses={201: None}, **silent)
    @speaks_tus
    def create_upload() -> Response:
        """Upload-Metadata: target_id, filename, on_conflict (refuse, rename, version), seen,
        sha256."""
        actor = current_actor()
        progress = uploads.create_upload(actor, _wish())
        if request.content_type == OFFSET_TYPE and not progress.upload.is_finished:
            progress = uploads.append(actor, progress.upload.id, 0, _chunks(), _checksum())
        answer = _progress(progress, 201)
        answer.headers["Location"] = f"{PREFIX}/uploads/{progress.upload.id}"
        return answer

    @bp.get("/uploads", summary="My unfinished uploads", responses={200: UploadsBody}, **silent)
    def list_uploads() -> Reply:
        found = uploads.list_unfinished(current_actor())
        return reply(UploadsBody(uploads=[upload_body(progress) for progress in found]))

    @bp.route("/uploads", methods=["OPTIONS"], **silent)
    def describe() -> Response:
        answer = Response(status=204)
        answer.headers["Tus-Resumable"] = answer.headers["Tus-Version"] = VERSION
        answer.headers["Tus-Extension"] = EXTENSIONS
        answer.headers["Tus-Max-Size"] = str(LARGEST_BYTES)
        answer.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
        return answer


def _add_going_on(bp: APIBlueprint, uploads: Uploads) -> None:
    @bp.get(
        "/uploads/<upload_id>", summary="Where to go on (tus HEAD)", responses={200: UploadBody}
    )
    @speaks_tus
    def look_up(path: UploadPath) -> Response:
        progress = uploads.look_up(current_actor(), path.id)
        answer = _progress(progress, 200)
        answer.set_data(upload_body(progress).model_dump_json())
        answer.content_type = "application/json"
        return answer

    @bp.patch("/uploads/<upload_id>", summary="Send bytes (tus PATCH)", responses={204: None})
    @speaks_tus
    def append(path: UploadPath) -> Response:
        if request.content_type != OFFSET_TYPE:
            raise WrongUploadType(expected=OFFSET_TYPE)
        offset = _number("Upload-Offset")
        progress = uploads.append(current_actor(), path.id, offset, _chunks(), _checksum())
        return _progress(progress, 204)

    @bp.delete("/uploads/<upload_id>", summary="Give an upload up", responses={204: None})
    @speaks_tus
    def cancel(path: UploadPath) -> Response:
        uploads.cancel(current_actor(), path.id)
        return Response(status=204)
