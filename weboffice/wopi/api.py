"""Naming the external office, and opening a file in it, over HTTP."""

from datetime import UTC, datetime
from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, current_zone, find_signed_in, public, reply
from kernel.settings import Zone
from weboffice.wopi.model import Mode, Office
from weboffice.wopi.offices import Offices
from weboffice.wopi.service import Wopi

TAG = Tag(name="external office", description="Files of the drive in Collabora or ONLYOFFICE")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FilePath(BaseModel):
    file_id: str = Field(min_length=1, max_length=64)


class OriginBody(BaseModel):
    """Empty for none."""

    origin: str = Field(max_length=300)


class TypeBody(BaseModel):
    ending: str
    mode: Literal["view", "edit"]


class OfficeBody(BaseModel):
    """`problem` is of the last try; types and `found_at` are of the last that succeeded."""

    origin: str
    changed_at: AwareDatetime | None
    asked_at: AwareDatetime | None
    tried_at: AwareDatetime | None
    found_at: AwareDatetime | None
    problem: str | None
    types: list[TypeBody]
    is_signed: bool


class TypesBody(BaseModel):
    types: list[TypeBody]


class OpenBody(BaseModel):
    language: Literal["ko", "en"] = "ko"


class OpenedBody(BaseModel):
    """`access_token` is posted to `action` and to nowhere else; its end in Unix milliseconds."""

    name: str
    mode: Literal["view", "edit"]
    action: str
    access_token: str
    access_token_ttl: int


def blueprint(offices: Offices, wopi: Wopi) -> APIBlueprint:
    bp = APIBlueprint("weboffice_external", __name__, url_prefix="/api", abp_tags=[TAG])
    _add_administration(bp, offices)

    @bp.get(
        "/office/external/types",
        summary="Which files the external office opens",
        responses={200: TypesBody},
    )
    def list_types() -> Reply:
        current_actor()
        return reply(TypesBody(types=_types(offices.types())))

    @bp.post(
        "/office/external/files/<file_id>",
        summary="Open a file in the external office",
        responses={201: OpenedBody},
    )
    def open_file(path: FilePath, body: OpenBody) -> Reply:
        opened = wopi.open(current_actor(), path.file_id, body.language)
        return created(
            OpenedBody(
                name=opened.file.name,
                mode=opened.mode.value,
                action=opened.action,
                access_token=opened.token,
                access_token_ttl=int((opened.expires_at - _EPOCH).total_seconds() * 1000),
            )
        )

    return bp


def _add_administration(bp: APIBlueprint, offices: Offices) -> None:
    @bp.get(
        "/admin/external-office",
        summary="The external office and its state",
        responses={200: OfficeBody},
    )
    def read_office() -> Reply:
        return reply(_body(offices.look(current_actor())))

    @bp.put("/admin/external-office", summary="Name it, or none", responses={200: OfficeBody})
    def name_office(body: OriginBody) -> Reply:
        return reply(_body(offices.name(current_actor(), body.origin)))

    @bp.post(
        "/admin/external-office/check",
        summary="Read its discovery anew",
        responses={200: OfficeBody},
    )
    def ask_again() -> Reply:
        return reply(_body(offices.ask_again(current_actor())))


def page_blueprint(offices: Offices) -> APIBlueprint:
    """The page around the office's frame. The edge sends its text, under a policy that lets in the
    origin that we name: on this page only."""
    bp = APIBlueprint("weboffice_external_page", __name__, url_prefix="/office/wopi")

    @bp.get("/<file_id>", doc_ui=False)
    @public
    def frame_page(path: FilePath) -> Response:  # noqa: ARG001 - the page itself asks for the file
        is_ours = find_signed_in() is not None and current_zone() is Zone.WORK
        response = Response()
        response.headers["X-Onmaru-Frame"] = offices.origin() if is_ours else ""
        response.headers["X-Accel-Redirect"] = "/office-page/index.html"
        return response

    return bp


def _types(found: dict[str, Mode]) -> list[TypeBody]:
    return [TypeBody(ending=ending, mode=found[ending].value) for ending in sorted(found)]


def _body(office: Office) -> OfficeBody:
    modes = {
        ending: Mode.EDIT if Mode.EDIT in actions else Mode.VIEW
        for ending, actions in office.discovery.actions.items()
    }
    return OfficeBody(
        origin=office.origin,
        changed_at=office.changed_at,
        asked_at=office.asked_at,
        tried_at=office.tried_at,
        found_at=office.found_at,
        problem=office.problem.value if office.problem else None,
        types=_types(modes),
        is_signed=bool(office.discovery.keys),
    )
