"""Documents over HTTP."""

from base64 import b64encode
from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, reply
from weboffice.documents.model import DocumentFile, DocumentWish, Entrance, Level, Listed
from weboffice.documents.service import Documents
from weboffice.templates.model import Template
from weboffice.ydoc.model import ROOT

TAG = Tag(name="office", description="Documents that several people write at once")
LevelWord = Literal["read", "comment", "write", "manage"]
LEVELS: dict[Level, LevelWord] = {
    Level.READ: "read",
    Level.COMMENT: "comment",
    Level.WRITE: "write",
    Level.MANAGE: "manage",
}


class DocumentPath(BaseModel):
    document_id: str = Field(min_length=1, max_length=64)


class AwayQuery(BaseModel):
    """When the client was last in step with the room, if it brings what was written since then."""

    away_since: AwareDatetime | None = None


class NewDocumentBody(BaseModel):
    folder_id: str | None = Field(default=None, max_length=64)
    title: str | None = Field(default=None, min_length=1, max_length=120)
    template: str = Field(default="blank", max_length=32)


class TitleBody(BaseModel):
    title: str = Field(min_length=1, max_length=120)


class FolderBody(BaseModel):
    id: str
    name: str


class DocumentBody(BaseModel):
    id: str
    title: str
    level: LevelWord
    folder: FolderBody | None


class ListedBody(DocumentBody):
    template: str
    changed_by: str
    changed_by_name: str
    changed_at: AwareDatetime


class DocumentsBody(BaseModel):
    documents: list[ListedBody]


class TemplateBody(BaseModel):
    id: str
    title: str
    hint: str


class TemplatesBody(BaseModel):
    templates: list[TemplateBody]


class EntranceBody(BaseModel):
    """`root` is the name of the shared type that holds the text.

    `keeping_key` is base64 of the AES-256 key for what the browser keeps while it is offline.
    """

    ticket: str
    room: str
    root: str
    generation: int
    schema_version: int
    level: LevelWord
    keeping_key: str


def blueprint(documents: Documents) -> APIBlueprint:
    bp = APIBlueprint("weboffice_documents", __name__, url_prefix="/api/office", abp_tags=[TAG])

    @bp.get("/documents", summary="Documents opened lately", responses={200: DocumentsBody})
    def list_documents() -> Reply:
        found = documents.list_recent(current_actor())
        return reply(DocumentsBody(documents=[_listed(one) for one in found]))

    @bp.post("/documents", summary="Make a document", responses={201: DocumentBody})
    def create_document(body: NewDocumentBody) -> Reply:
        wish = DocumentWish(body.template, body.title, body.folder_id)
        return created(_document(documents.create_document(current_actor(), wish)))

    @bp.get("/templates", summary="What to start from", responses={200: TemplatesBody})
    def list_templates() -> Reply:
        return reply(TemplatesBody(templates=[_template(t) for t in documents.list_templates()]))

    @bp.get("/documents/<document_id>", summary="One document", responses={200: DocumentBody})
    def read_document(path: DocumentPath) -> Reply:
        return reply(_document(documents.open_document(current_actor(), path.document_id)))

    @bp.patch("/documents/<document_id>", summary="Rename", responses={200: DocumentBody})
    def rename_document(path: DocumentPath, body: TitleBody) -> Reply:
        actor = current_actor()
        return reply(_document(documents.rename_document(actor, path.document_id, body.title)))

    @bp.post(
        "/documents/<document_id>/tickets",
        summary="A ticket for the room of the document",
        responses={201: EntranceBody},
    )
    def enter_document(path: DocumentPath, query: AwayQuery) -> Reply:
        actor = current_actor()
        found = documents.enter_document(actor, path.document_id, query.away_since)
        return created(_entrance(found))

    @bp.get("/documents/<document_id>/text", summary="Its text, without form")
    def read_text(path: DocumentPath) -> Response:
        text = documents.read_text(current_actor(), path.document_id)
        return Response(text, content_type="text/plain; charset=utf-8")

    return bp


def _document(file: DocumentFile) -> DocumentBody:
    folder = FolderBody(id=file.folder.id, name=file.folder.name) if file.folder else None
    return DocumentBody(id=file.id, title=file.title, level=LEVELS[file.level], folder=folder)


def _listed(listed: Listed) -> ListedBody:
    return ListedBody(
        **_document(listed.file).model_dump(),
        template=listed.template,
        changed_by=listed.changed_by,
        changed_by_name=listed.changed_by_name,
        changed_at=listed.changed_at,
    )


def _template(template: Template) -> TemplateBody:
    return TemplateBody(id=template.id, title=template.title, hint=template.hint)


def _entrance(entrance: Entrance) -> EntranceBody:
    return EntranceBody(
        ticket=entrance.ticket,
        room=entrance.room,
        root=ROOT,
        generation=entrance.generation,
        schema_version=entrance.schema,
        level=LEVELS[entrance.level],
        keeping_key=b64encode(entrance.keeping_key).decode(),
    )
