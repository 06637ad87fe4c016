"""Exports over HTTP: a zip of CSV for people, OData for programs.

A program that knows no session shows a device's name and secret by HTTP Basic, as ODK Collect does.
"""

import json
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import urlencode

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field

from kernel.actor import Actor
from kernel.errors import NotSignedIn, Refused
from kernel.http import STATUS, client_address, current_actor, find_signed_in, public
from kernel.settings import Settings, Zone
from mobile_admin.devices.service import Devices
from mobile_admin.exports import machine, rules
from mobile_admin.exports.service import Exports
from mobile_admin.forms.api import FormPath

TAG = Tag(name="field exports", description="Answers for spreadsheets and other programs")
CHUNK = 1 << 16
VERSION = {"OData-Version": "4.0", "Cache-Control": "private, no-store"}


class TablePath(FormPath):
    table: str = Field(min_length=1, max_length=400)


class RowsQuery(BaseModel):
    """OData's own names; `$filter` by the date of submission."""

    model_config = ConfigDict(populate_by_name=True)
    top: int | None = Field(default=None, alias="$top", ge=0, le=1_000_000)
    skip: int = Field(default=0, alias="$skip", ge=0, le=1_000_000_000)
    count: bool = Field(default=False, alias="$count")
    filter: str = Field(default="", alias="$filter", max_length=1000)
    expand: str = Field(default="", alias="$expand", max_length=10)


class ArchiveQuery(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    filter: str = Field(default="", alias="$filter", max_length=1000)


def blueprint(exports: Exports, devices: Devices, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("mobile_exports", __name__, url_prefix="/api/field/odata", abp_tags=[TAG])
    bp.register_error_handler(Refused, _refused)
    origin = f"{settings.origin(Zone.WORK)}/api/field/odata"

    def asker() -> Actor:
        found = find_signed_in()
        return found.actor if found else _by_device(devices)

    @bp.get("/<form_key>.zip", summary="One CSV a table", doc_ui=True)
    def read_archive(path: FormPath, query: ArchiveQuery) -> Response:
        wanted = rules.parsed(query.filter)
        name, file = exports.archive(current_actor(), path.form_key, wanted)
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}.zip"}
        return Response(_chunks(file), content_type="application/zip", headers=told)

    @bp.get("/<form_key>.svc", summary="What there is to read")
    @public
    def read_services(path: FormPath) -> Response:
        book = exports.book(asker(), path.form_key)
        return _json(machine.services(f"{origin}/{path.form_key}.svc", book))

    @bp.get("/<form_key>.svc/$metadata", summary="Its shape, as CSDL")
    @public
    def read_metadata(path: FormPath) -> Response:
        told = machine.metadata(exports.book(asker(), path.form_key))
        return Response(told, content_type="application/xml", headers=VERSION)

    @bp.get("/<form_key>.svc/<table>", summary="Rows of a table")
    @public
    def read_rows(path: TablePath, query: RowsQuery) -> Response:
        return _rows(exports, asker(), (f"{origin}/{path.form_key}.svc", path), query)

    return bp


def _rows(exports: Exports, actor: Actor, at: tuple[str, TablePath], query: RowsQuery) -> Response:
    base, path = at
    size = min(query.top if query.top is not None else rules.MOST_PAGE, rules.MOST_PAGE)
    part = slice(query.skip, query.skip + size)
    wanted = rules.parsed(query.filter)
    book, page = exports.page(actor, path.form_key, path.table, part, wanted)
    # Who asks for a part gets that part; who asks for all is led through it.
    goes_on = page.has_more and (query.top is None or query.top > size)
    link = f"{base}/{path.table}?{_next(query, part.stop)}" if goes_on else ""
    found = machine.rows(base, book, page, is_counted=query.count, next_link=link)
    if query.expand == "*" and not page.table.at:
        found = machine.with_repeats(book, page, found)
    return _json(found)


def _next(query: RowsQuery, skip: int) -> str:
    told: dict[str, Any] = {"$skip": skip}
    if query.top is not None:
        told["$top"] = query.top - (skip - query.skip)
    if query.count:
        told["$count"] = "true"
    told |= {f"${k}": v for k in ("filter", "expand") if (v := getattr(query, k))}
    return urlencode(told)


def _by_device(devices: Devices) -> Actor:
    told = request.authorization
    if told is None or told.type != "basic":
        raise NotSignedIn
    actor, _ = devices.sign_in(told.username or "", told.password or "", client_address())
    return actor


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(CHUNK), b"")


def _json(found: dict[str, Any]) -> Response:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json; odata.metadata=minimal", headers=VERSION)


def _refused(error: Refused) -> Response:
    """OData's own shape of an error (JSON Format 4.01 §21.1), and what Excel asks a name upon."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    told = {"error": {"code": error.code, "message": f"{error} {error.facts or ''}".strip()}}
    response = Response(json.dumps(told, default=str), status, content_type="application/json")
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = 'Basic realm="Onmaru", charset="UTF-8"'
    return response
