"""A document's past over HTTP."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from weboffice.documents.api import DocumentPath
from weboffice.history.model import Chapter, NamedVersion, Timeline
from weboffice.history.service import History

TAG = Tag(name="history", description="What a document was, and who made it so")
HIGHEST = 2**53


class VersionPath(DocumentPath):
    seq: int = Field(ge=0, lt=HIGHEST)


class VersionNameBody(BaseModel):
    name: str = Field(min_length=1, max_length=200)


class ChapterBody(BaseModel):
    first: int
    last: int
    began_at: AwareDatetime
    ended_at: AwareDatetime
    writers: list[str]
    suggested: int


class NamedVersionBody(BaseModel):
    seq: int
    name: str
    named_by: str
    named_at: AwareDatetime


class WriterBody(BaseModel):
    """`clients` are the Yjs client ids under which this person wrote."""

    id: str
    name: str
    clients: list[int]


class TimelineBody(BaseModel):
    """Newest first. `seq`s are numbers of the document's log."""

    oldest: int
    latest: int
    created_at: AwareDatetime
    chapters: list[ChapterBody]
    named: list[NamedVersionBody]
    writers: list[WriterBody]


def blueprint(history: History) -> APIBlueprint:
    bp = APIBlueprint(
        "weboffice_history", __name__,
        url_prefix="/api/office/documents/<document_id>/history", abp_tags=[TAG],
    )  # fmt: skip

    @bp.get("", summary="Who wrote when, and named versions", responses={200: TimelineBody})
    def read_history(path: DocumentPath) -> Reply:
        return reply(_timeline(history.timeline(current_actor(), path.document_id)))

    @bp.get("/<int:seq>", summary="The document as it was: one Yjs update, v1 encoding")
    def read_state(path: VersionPath) -> Response:
        state = history.state_at(current_actor(), path.document_id, path.seq)
        answer = Response(state, content_type="application/octet-stream")
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @bp.put("/<int:seq>/name", summary="Name a version", responses={200: NamedVersionBody})
    def name_version(path: VersionPath, body: VersionNameBody) -> Reply:
        actor = current_actor()
        return reply(_named(history.name_version(actor, path.document_id, path.seq, body.name)))

    @bp.delete("/<int:seq>/name", summary="Take a version's name away", responses={204: None})
    def unname_version(path: VersionPath) -> Reply:
        history.unname_version(current_actor(), path.document_id, path.seq)
        return no_content()

    @bp.post(
        "/<int:seq>/restore",
        summary="Before going back: name what is there now",
        responses={201: NamedVersionBody},
    )
    def prepare_restore(path: VersionPath, body: VersionNameBody) -> Reply:
        actor = current_actor()
        return created(
            _named(history.prepare_restore(actor, path.document_id, path.seq, body.name))
        )

    return bp


def _timeline(timeline: Timeline) -> TimelineBody:
    clients: dict[str, list[int]] = {}
    for client, person_id in timeline.hands.items():
        clients.setdefault(person_id, []).append(client)
    return TimelineBody(
        oldest=timeline.oldest,
        latest=timeline.latest,
        created_at=timeline.created_at,
        chapters=[_chapter(chapter) for chapter in timeline.chapters],
        named=[_named(version) for version in timeline.named],
        writers=[
            WriterBody(id=person_id, name=name, clients=clients.get(person_id, []))
            for person_id, name in sorted(timeline.names.items())
        ],
    )


def _chapter(chapter: Chapter) -> ChapterBody:
    return ChapterBody(
        first=chapter.first,
        last=chapter.last,
        began_at=chapter.began,
        ended_at=chapter.ended,
        writers=list(chapter.writers),
        suggested=chapter.suggested,
    )


def _named(version: NamedVersion) -> NamedVersionBody:
    return NamedVersionBody(
        seq=version.seq,
        name=version.name,
        named_by=version.named_by,
        named_at=version.named_at,
    )
