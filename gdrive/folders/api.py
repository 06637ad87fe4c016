"""Folders over HTTP."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator

from gdrive.access.api import (
    Condition,
    NodeBody,
    NodePath,
    node_body,
    node_reply,
)
from gdrive.folders.model import Order, Place, SortKey
from gdrive.folders.service import Folders
from gdrive.tree.model import NodeId
from kernel.errors import Invalid
from kernel.http import Reply, current_actor, reply

SortWord = Literal["name", "-name", "updated_at", "-updated_at", "size", "-size"]
_places = TypeAdapter(tuple[bool, str | int, str])


class BadCursor(Invalid):
    code = "bad_cursor"


class QuotaBody(BaseModel):
    """`used_bytes` counts every version and the trash; `promised_bytes` uploads under way."""

    used_bytes: int
    promised_bytes: int
    limit_bytes: int


class RootsBody(BaseModel):
    mine: NodeBody
    division: NodeBody
    shared_count: int
    quota: QuotaBody


class ChildrenQuery(BaseModel):
    sort: SortWord = "name"
    cursor: str | None = Field(default=None, max_length=2000)


class ChildrenBody(BaseModel):
    """`next_cursor` is null on the last page."""

    nodes: list[NodeBody]
    next_cursor: str | None


class TwigBody(BaseModel):
    id: str
    parent_id: str | None
    name: str


class TwigsBody(BaseModel):
    """Parents come before their children; roots have no parent."""

    folders: list[TwigBody]


class NewFolderBody(BaseModel):
    parent_id: str
    name: str = Field(max_length=1000)
    kind: Literal["folder"] = "folder"


class NodeChange(BaseModel):
    """A new name or a new folder, one at a time."""

    name: str | None = Field(default=None, max_length=1000)
    parent_id: str | None = None

    @model_validator(mode="after")
    def says_one_thing(self) -> "NodeChange":
        if (self.name is None) == (self.parent_id is None):
            raise ValueError("give a name or a parent_id")
        return self


def _order(word: SortWord) -> Order:
    return Order(SortKey(word.removeprefix("-")), word.startswith("-"))


def _cursor(place: Place | None) -> str | None:
    if place is None:
        return None
    written = json.dumps([place.is_folder, place.value, place.node_id], ensure_ascii=False)
    return urlsafe_b64encode(written.encode()).decode()


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        is_folder, value, node_id = _places.validate_json(urlsafe_b64decode(cursor))
    except (ValidationError, ValueError) as error:
        raise BadCursor from error
    return Place(is_folder, value, NodeId(node_id))


def add_routes(bp: APIBlueprint, folders: Folders) -> None:
    @bp.get("/roots", summary="My drives and their room", responses={200: RootsBody})
    def list_roots() -> Reply:
        found = folders.list_roots(current_actor())
        drive = found.mine.access.drive
        quota = QuotaBody(
            used_bytes=drive.used_bytes,
            promised_bytes=found.promised_bytes,
            limit_bytes=drive.limit_bytes,
        )
        body = RootsBody(
            mine=node_body(found.mine),
            division=node_body(found.division),
            shared_count=found.shared_count,
            quota=quota,
        )
        return reply(body)

    @bp.get("/folders", summary="The folders of my drives", responses={200: TwigsBody})
    def list_folders() -> Reply:
        found = folders.list_folders(current_actor())
        return reply(TwigsBody(folders=[TwigBody(**vars(twig)) for twig in found]))

    @bp.get(
        "/nodes/<node_id>/children", summary="What lies in a folder", responses={200: ChildrenBody}
    )
    def list_children(path: NodePath, query: ChildrenQuery) -> Reply:
        page = folders.list_children(
            current_actor(), path.id, _order(query.sort), _place(query.cursor)
        )
        nodes = [node_body(card) for card in page.cards]
        return reply(ChildrenBody(nodes=nodes, next_cursor=_cursor(page.after)))

    @bp.post("/nodes", summary="Make a folder", responses={201: NodeBody})
    def create_folder(body: NewFolderBody) -> Reply:
        made = folders.create_folder(current_actor(), NodeId(body.parent_id), body.name)
        return node_reply(made, 201)

    @bp.patch("/nodes/<node_id>", summary="Rename or move a node", responses={200: NodeBody})
    def change_node(path: NodePath, header: Condition, body: NodeChange) -> Reply:
        actor = current_actor()
        if body.name is not None:
            return node_reply(folders.rename(actor, path.id, body.name, header.if_match))
        target = NodeId(body.parent_id or "")
        return node_reply(folders.move(actor, path.id, target, header.if_match))
