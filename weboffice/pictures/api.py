"""Pictures over HTTP. The edge sends the bytes: we only name the blob."""

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from kernel.http import Reply, created, current_actor
from weboffice.documents.api import DocumentPath
from weboffice.pictures.model import Stored
from weboffice.pictures.service import Pictures

TAG = Tag(name="pictures", description="Pictures in documents")
CHUNK = 1 << 16
PREVIEW_KEPT_S = 300
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class PicturePath(DocumentPath):
    picture_id: str = Field(min_length=1, max_length=64)


class PictureBody(BaseModel):
    """Sizes in pixels."""

    id: str
    wide: int
    tall: int


class CopyBody(BaseModel):
    picture_id: str = Field(min_length=1, max_length=64)


class CopiedBody(BaseModel):
    id: str


def blueprint(pictures: Pictures) -> APIBlueprint:
    bp = APIBlueprint(
        "weboffice_pictures", __name__,
        url_prefix="/api/office/documents/<document_id>/pictures", abp_tags=[TAG],
    )  # fmt: skip

    @bp.post("", summary="Put the picture that is the body in", responses={201: PictureBody})
    def add_picture(path: DocumentPath) -> Reply:
        chunks = iter(lambda: request.stream.read(CHUNK), b"")
        placed = pictures.add(current_actor(), path.document_id, chunks)
        return created(PictureBody(id=placed.id, wide=placed.wide, tall=placed.tall))

    @bp.post("/copies", summary="Put a picture of another document in", responses={201: CopiedBody})
    def copy_picture(path: DocumentPath, body: CopyBody) -> Reply:
        found = pictures.copy(current_actor(), path.document_id, body.picture_id)
        return created(CopiedBody(id=found))

    @bp.get("/<picture_id>", summary="A picture of the document")
    def read_picture(path: PicturePath) -> Response:
        return _shown(pictures.find(current_actor(), path.document_id, path.picture_id))

    return bp


class DrivePath(BaseModel):
    node_id: str = Field(min_length=1, max_length=64)


def previews(pictures: Pictures) -> APIBlueprint:
    bp = APIBlueprint(
        "weboffice_previews", __name__, url_prefix="/api/office/drive-pictures", abp_tags=[TAG]
    )

    @bp.get("/<node_id>/preview", summary="A picture file of the drive, small")
    def preview(path: DrivePath) -> Response:
        made = pictures.preview(current_actor(), path.node_id)
        response = Response(made.data, content_type=made.media_type)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = SANDBOX
        response.headers["Cache-Control"] = f"private, max-age={PREVIEW_KEPT_S}"
        return response

    return bp


def _shown(stored: Stored) -> Response:
    """Asked again each time: who lost the right sees nothing more."""
    response = Response(content_type=stored.media_type)
    response.headers["X-Accel-Redirect"] = f"/blobs/{stored.blob}"
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response
