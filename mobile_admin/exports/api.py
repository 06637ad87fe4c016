"""Exports over HTTP: a zip of CSV for people, OData for programs.

A program that knows no session shows a device's name and secret by HTTP Basic, as ODK Collect does.
"""

from collections.abc import Iterator
from typing import IO

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field

from kernel.actor import Actor
from kernel.errors import NotFound, NotSignedIn, Refused
from kernel.http import client_address, current_actor, current_zone, find_signed_in, public
from kernel.settings import Settings, Zone
from mobile_admin.devices.service import Devices
from mobile_admin.exports import asking
from mobile_admin.exports.reading import Reading, RowsQuery, refused
from mobile_admin.exports.service import Exports
from mobile_admin.exports.shape import OWN
from mobile_admin.forms.api import FormPath

TAG = Tag(name="field exports", description="Answers for spreadsheets and other programs")
CHUNK = 1 << 16


class TablePath(FormPath):
    """`Submissions`, `Submissions/$count`, `Submissions('key')/repeat` and so on."""

    table: str = Field(min_length=1, max_length=1000)


class ArchiveQuery(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    filter: str = Field(default="", alias="$filter", max_length=1000)


def blueprint(exports: Exports, devices: Devices, settings: Settings) -> APIBlueprint:
    bp = APIBlueprint("mobile_exports", __name__, url_prefix="/api/field/odata", abp_tags=[TAG])
    bp.register_error_handler(Refused, refused)
    origin = f"{settings.origin(Zone.WORK)}/api/field/odata"

    def reading(path: FormPath) -> Reading:
        found = find_signed_in()
        actor = found.actor if found else _by_device(devices)
        actor.require_zone(Zone.WORK)  # [FW1]
        return Reading(exports, actor, path.form_key, f"{origin}/{path.form_key}.svc", OWN)

    @bp.get("/<form_key>.zip", summary="One CSV a table", doc_ui=True)
    def read_archive(path: FormPath, query: ArchiveQuery) -> Response:
        wanted = asking.filtered(query.filter, exports.now())
        name, file = exports.archive(current_actor(), path.form_key, wanted)
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}.zip"}
        return Response(_chunks(file), content_type="application/zip", headers=told)

    @bp.get("/<form_key>.svc", summary="What there is to read")
    @bp.get("/<form_key>.svc/", doc_ui=False)  # the root of a service ends so, URL Conventions §2
    @public
    def read_services(path: FormPath) -> Response:
        return reading(path).services()

    @bp.get("/<form_key>.svc/$metadata", summary="Its shape, as CSDL")
    @public
    def read_metadata(path: FormPath) -> Response:
        return reading(path).metadata()

    @bp.get("/<form_key>.svc/<path:table>", summary="Rows of a table")
    @public
    def read_rows(path: TablePath, query: RowsQuery) -> Response:
        return reading(path).resource(path.table, query)

    return bp


def _by_device(devices: Devices) -> Actor:
    told = request.authorization
    if told is None or told.type != "basic":
        raise NotSignedIn
    if current_zone() is not Zone.WORK:
        raise NotFound
    actor, _ = devices.sign_in(told.username or "", told.password or "", client_address())
    return actor


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(CHUNK), b"")
