"""The trash over HTTP."""

from flask_openapi3.blueprint import APIBlueprint

from gdrive.access.api import (
    Condition,
    NodeBody,
    NodePath,
    NodesBody,
    node_reply,
    nodes_reply,
)
from gdrive.trash.service import Trash
from kernel.http import Reply, current_actor, no_content


def add_routes(bp: APIBlueprint, trash: Trash) -> None:
    @bp.delete("/nodes/<node_id>", summary="Throw a node away", responses={204: None})
    def throw_away(path: NodePath, header: Condition) -> Reply:
        trash.throw_away(current_actor(), path.id, header.if_match)
        return no_content()

    @bp.get("/trash", summary="What was thrown away", responses={200: NodesBody})
    def list_trash() -> Reply:
        return nodes_reply(trash.list_trash(current_actor()))

    @bp.post("/nodes/<node_id>/restore", summary="Take it back", responses={200: NodeBody})
    def restore(path: NodePath) -> Reply:
        return node_reply(trash.restore(current_actor(), path.id))

    @bp.delete("/trash/<node_id>", summary="Remove it for good", responses={204: None})
    def purge(path: NodePath) -> Reply:
        trash.purge(current_actor(), path.id)
        return no_content()
