"""Versions and downloads over HTTP. The edge sends the bytes: we only name the blob."""

from datetime import datetime
from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from gdrive.access.api import (
    Condition,
    NamedBody,
    NodeBody,
    NodePath,
    node_reply,
)
from gdrive.files import rules
from gdrive.files.model import Version
from gdrive.files.service import Files
from gdrive.tree.model import Node
from kernel.http import Reply, current_actor, reply

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class VersionPath(NodePath):
    seq: int = Field(ge=1)


class VersionBody(BaseModel):
    seq: int
    size_bytes: int
    media_type: str
    author: NamedBody
    via: Literal["upload", "office", "restore"]
    note: str
    created_at: datetime
    restored_from: int | None
    is_current: bool


class VersionsBody(BaseModel):
    versions: list[VersionBody]


def version_body(version: Version, author: str, *, is_current: bool) -> VersionBody:
    return VersionBody(
        seq=version.seq,
        size_bytes=version.size_bytes,
        media_type=version.media_type,
        author=NamedBody(id=version.author, name=author),
        via=version.via.value,
        note=version.note,
        created_at=version.created_at,
        restored_from=version.restored_from,
        is_current=is_current,
    )


def attachment(node: Node, version: Version) -> Response:
    """To be saved, never to be run in our origin [FI5]."""
    response = Response(content_type=rules.served_type(version.media_type))
    response.headers["X-Accel-Redirect"] = f"/blobs/{rules.blob_path(version.digest)}"
    response.headers["Content-Disposition"] = rules.disposition(node.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def add_routes(bp: APIBlueprint, files: Files) -> None:
    @bp.get("/nodes/<node_id>/content", summary="Download a file")
    def download(path: NodePath) -> Response:
        return attachment(*files.download(current_actor(), path.id, None))

    @bp.get("/nodes/<node_id>/versions/<int:seq>/content", summary="Download an old version")
    def download_version(path: VersionPath) -> Response:
        return attachment(*files.download(current_actor(), path.id, path.seq))

    @bp.get(
        "/nodes/<node_id>/versions", summary="Versions of a file", responses={200: VersionsBody}
    )
    def list_versions(path: NodePath) -> Reply:
        found = files.list_versions(current_actor(), path.id)
        bodies = [
            version_body(version, name, is_current=place == 0)
            for place, (version, name) in enumerate(found)
        ]
        return reply(VersionsBody(versions=bodies))

    @bp.post(
        "/nodes/<node_id>/versions/<int:seq>/restore",
        summary="Restore a version as a new one",
        responses={201: NodeBody},
    )
    def restore_version(path: VersionPath, header: Condition) -> Reply:
        found = files.restore_version(current_actor(), path.id, path.seq, header.if_match)
        return node_reply(found, 201)
