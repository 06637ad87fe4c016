"""Bringing files in and sending documents out, over HTTP."""

from typing import Annotated, Literal
from urllib.parse import quote

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, reply
from weboffice.documents.api import DocumentPath
from weboffice.formats.model import Conversion
from weboffice.formats.rules import MEDIA
from weboffice.formats.service import Formats
from weboffice.ydoc.suggestions import Verdict

TAG = Tag(name="formats", description="Documents from files, and files from documents")
CHUNK = 1 << 16
SANDBOX = "sandbox; default-src 'none'"


class ConversionPath(BaseModel):
    conversion_id: str = Field(min_length=1, max_length=64)


class ImportBody(BaseModel):
    node_id: str = Field(min_length=1, max_length=64)


class UploadQuery(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    folder_id: str | None = Field(default=None, max_length=64)


class SuggestionsQuery(BaseModel):
    """What open suggestions count as, where a format cannot hold them."""

    suggestions: Literal["accept", "reject"] = "accept"


class ExportBody(SuggestionsQuery):
    format: str = Field(min_length=1, max_length=16)


Counts = dict[str, Annotated[int, Field(ge=1)]]


class ConversionBody(BaseModel):
    """`losses` counts what changes, `kept` what comes back; `reason` is why it failed."""

    id: str
    way: Literal["import", "export"]
    format: str
    name: str
    node_id: str
    state: Literal["waiting", "running", "ready", "kept", "failed", "cancelled"]
    stage: Literal["waiting", "fetching", "converting", "checking", "done"]
    reason: str
    losses: Counts
    kept: Counts
    document_id: str | None
    created_at: AwareDatetime


class ChoiceBody(BaseModel):
    format: str
    losses: Counts
    kept: Counts


class ChoicesBody(BaseModel):
    formats: list[ChoiceBody]


class SavedBody(BaseModel):
    node_id: str
    name: str
    folder: str


def blueprint(formats: Formats) -> APIBlueprint:
    bp = APIBlueprint("weboffice_formats", __name__, url_prefix="/api/office", abp_tags=[TAG])
    _add_starts(bp, formats)
    _add_ends(bp, formats)
    return bp


def _add_starts(bp: APIBlueprint, formats: Formats) -> None:
    @bp.post("/imports", summary="Read a file of the drive", responses={201: ConversionBody})
    def start_import(body: ImportBody) -> Reply:
        return created(_body(formats.start_import(current_actor(), body.node_id)))

    @bp.post(
        "/imports/files",
        summary="Keep the file that is the body, and read it",
        responses={201: ConversionBody},
    )
    def upload_import(query: UploadQuery) -> Reply:
        chunks = iter(lambda: request.stream.read(CHUNK), b"")
        made = formats.upload_import(current_actor(), query.name, query.folder_id, chunks)
        return created(_body(made))

    @bp.get(
        "/documents/<document_id>/formats",
        summary="What a document can be sent out as, and what that changes",
        responses={200: ChoicesBody},
    )
    def list_formats(path: DocumentPath, query: SuggestionsQuery) -> Reply:
        verdict = Verdict(query.suggestions)
        found = formats.choices(current_actor(), path.document_id, verdict)
        bodies = [
            ChoiceBody(format=one.format.value, losses=dict(one.losses), kept=dict(one.kept))
            for one in found
        ]
        return reply(ChoicesBody(formats=bodies))

    @bp.post(
        "/documents/<document_id>/exports",
        summary="Make a file of a document",
        responses={201: ConversionBody},
    )
    def start_export(path: DocumentPath, body: ExportBody) -> Reply:
        verdict = Verdict(body.suggestions)
        made = formats.start_export(current_actor(), path.document_id, body.format, verdict)
        return created(_body(made))


def _add_ends(bp: APIBlueprint, formats: Formats) -> None:
    @bp.get(
        "/conversions/<conversion_id>", summary="How far it is", responses={200: ConversionBody}
    )
    def read_conversion(path: ConversionPath) -> Reply:
        return reply(_body(formats.look(current_actor(), path.conversion_id)))

    @bp.post(
        "/conversions/<conversion_id>/cancel", summary="End it", responses={200: ConversionBody}
    )
    def cancel_conversion(path: ConversionPath) -> Reply:
        return reply(_body(formats.cancel(current_actor(), path.conversion_id)))

    @bp.post(
        "/conversions/<conversion_id>/keep",
        summary="Make the document of an import whose changes were seen",
        responses={200: ConversionBody},
    )
    def keep_import(path: ConversionPath) -> Reply:
        return reply(_body(formats.keep_import(current_actor(), path.conversion_id)))

    @bp.get("/conversions/<conversion_id>/content", summary="The file that was made")
    def read_content(path: ConversionPath) -> Response:
        made, data = formats.content(current_actor(), path.conversion_id)
        return _attachment(made, data)

    @bp.post(
        "/conversions/<conversion_id>/save",
        summary="Keep the file that was made in the drive",
        responses={201: SavedBody},
    )
    def save_export(path: ConversionPath) -> Reply:
        saved = formats.save_export(current_actor(), path.conversion_id)
        return created(SavedBody(node_id=saved.node_id, name=saved.name, folder=saved.folder))


def _body(made: Conversion) -> ConversionBody:
    return ConversionBody(
        id=made.id,
        way=made.way.value,
        format=made.format.value,
        name=made.name,
        node_id=made.node_id,
        state=made.state.value,
        stage=made.stage.value,
        reason=made.reason,
        losses=dict(made.losses),
        kept=dict(made.kept),
        document_id=made.document_id,
        created_at=made.created_at,
    )


def _attachment(made: Conversion, data: bytes) -> Response:
    """To be saved, never to be run in our origin."""
    response = Response(data, content_type=MEDIA[made.format])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
