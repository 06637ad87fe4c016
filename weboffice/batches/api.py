"""What one wrote while away, over HTTP."""

from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.http import Reply, created, current_actor, no_content, reply
from weboffice.batches.service import Batches
from weboffice.documents.model import DocumentFile, Level
from weboffice.editing.batches import Batch

TAG = Tag(name="batches", description="What was written while away and is held aside")


class BatchPath(BaseModel):
    batch_id: str = Field(min_length=1, max_length=64)


class BatchBody(BaseModel):
    """`deleted` of the document's `living` letters would go."""

    id: str
    document_id: str
    title: str
    may_write: bool
    away_since: AwareDatetime
    arrived_at: AwareDatetime
    concerns: list[Literal["old", "deletes"]]
    living: int
    deleted: int


class BatchesBody(BaseModel):
    batches: list[BatchBody]


class BatchDecisionBody(BaseModel):
    """`accept` after the editor has merged it and had it saved."""

    decision: Literal["accept", "discard"]


class BatchCopyWishBody(BaseModel):
    title: str = Field(min_length=1, max_length=120)


class BatchCopyBody(BaseModel):
    document_id: str


def blueprint(batches: Batches) -> APIBlueprint:
    bp = APIBlueprint(
        "weboffice_batches", __name__, url_prefix="/api/office/batches", abp_tags=[TAG]
    )

    @bp.get("", summary="One's own that wait for a decision", responses={200: BatchesBody})
    def list_batches() -> Reply:
        found = batches.list_own(current_actor())
        return reply(BatchesBody(batches=[_batch(*one) for one in found]))

    @bp.get("/<batch_id>", summary="One of them", responses={200: BatchBody})
    def read_batch(path: BatchPath) -> Reply:
        return reply(_batch(*batches.open_batch(current_actor(), path.batch_id)))

    @bp.get("/<batch_id>/update", summary="What was written: a Yjs update, v1 encoding")
    def read_update(path: BatchPath) -> Response:
        return _bytes(batches.open_batch(current_actor(), path.batch_id)[0].update)

    @bp.get("/<batch_id>/now", summary="The document without it: a Yjs update, v1 encoding")
    def read_now(path: BatchPath) -> Response:
        return _bytes(batches.state_now(current_actor(), path.batch_id))

    @bp.post("/<batch_id>/decision", summary="Taken over, or let go", responses={204: None})
    def decide_batch(path: BatchPath, body: BatchDecisionBody) -> Reply:
        actor = current_actor()
        if body.decision == "accept":
            batches.accept(actor, path.batch_id)
        else:
            batches.discard(actor, path.batch_id)
        return no_content()

    @bp.post(
        "/<batch_id>/copy",
        summary="Kept as a document of one's own",
        responses={201: BatchCopyBody},
    )
    def copy_batch(path: BatchPath, body: BatchCopyWishBody) -> Reply:
        made = batches.copy(current_actor(), path.batch_id, body.title)
        return created(BatchCopyBody(document_id=made.id))

    return bp


def _batch(batch: Batch, file: DocumentFile) -> BatchBody:
    return BatchBody(
        id=batch.id,
        document_id=batch.document_id,
        title=file.title,
        may_write=file.level >= Level.WRITE,
        away_since=batch.away_since,
        arrived_at=batch.arrived_at,
        concerns=[concern.value for concern in batch.concerns],
        living=batch.living,
        deleted=batch.deleted,
    )


def _bytes(update: bytes) -> Response:
    answer = Response(update, content_type="application/octet-stream")
    answer.headers["Cache-Control"] = "no-store"
    return answer
