"""How a node looks over HTTP, and the reading of one."""

from datetime import datetime
from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from gdrive.access.model import Access, Capabilities, Card, Level, capabilities
from gdrive.access.service import Nodes
from gdrive.tree.model import Kind, NodeId
from kernel.http import Reply, current_actor, reply

TAG = Tag(name="drive", description="Folders, files, versions and rights")
PREFIX = "/api/drive"
LevelWord = Literal["read", "comment", "write", "manage"]
KindWord = Literal["folder", "file", "document"]


class NamedBody(BaseModel):
    id: str
    name: str


class OwnerBody(NamedBody):
    kind: Literal["person", "division"]


class CapabilitiesBody(BaseModel):
    download: bool
    upload: bool
    rename: bool
    move: bool
    trash: bool
    share: bool
    restore_version: bool

    @classmethod
    def of(cls, found: Capabilities) -> "CapabilitiesBody":
        return cls(**vars(found))


class NodeBody(BaseModel):
    """`path` and `parent_id` name only folders that the reader may open; `etag` is for If-Match."""

    id: str
    name: str
    kind: KindWord
    parent_id: str | None
    path: list[NamedBody]
    owner: OwnerBody
    is_root: bool
    size_bytes: int
    media_type: str
    version: int
    etag: str
    created_at: datetime
    updated_at: datetime
    updated_by: NamedBody
    trashed_at: datetime | None
    level: LevelWord
    capabilities: CapabilitiesBody


class NodesBody(BaseModel):
    nodes: list[NodeBody]


class NodePath(BaseModel):
    node_id: str = Field(max_length=64)

    @property
    def id(self) -> NodeId:
        return NodeId(self.node_id)


class Condition(BaseModel):
    """`If-Match`: the `etag` of the node as the caller saw it."""

    if_match: str | None = Field(default=None, alias="If-Match")


def level_word(level: Level) -> LevelWord:
    words: dict[Level, LevelWord] = {
        Level.READ: "read",
        Level.COMMENT: "comment",
        Level.WRITE: "write",
        Level.MANAGE: "manage",
    }
    return words[level]


def kind_word(kind: Kind) -> KindWord:
    words: dict[Kind, KindWord] = {
        Kind.FOLDER: "folder",
        Kind.FILE: "file",
        Kind.DOCUMENT: "document",
    }
    return words[kind]


def node_body(card: Card) -> NodeBody:
    access = card.access
    node = access.node
    return NodeBody(
        id=node.id,
        name=node.name,
        kind=kind_word(node.kind),
        parent_id=access.path[-1].id if access.path else None,
        path=[NamedBody(id=crumb.id, name=crumb.name) for crumb in access.path],
        owner=_owner(access, card.owner_name),
        is_root=node.is_root,
        size_bytes=node.size_bytes,
        media_type=node.media_type,
        version=node.version,
        etag=node.etag,
        created_at=node.created_at,
        updated_at=node.updated_at,
        updated_by=NamedBody(id=node.updated_by, name=card.updated_by_name),
        trashed_at=node.trashed_at,
        level=level_word(access.level),
        capabilities=CapabilitiesBody.of(capabilities(access)),
    )


def _owner(access: Access, name: str) -> OwnerBody:
    drive = access.drive
    kind: Literal["person", "division"] = "person" if drive.is_personal else "division"
    return OwnerBody(id=drive.owner_id, name=name, kind=kind)


def node_reply(card: Card, status: int = 200) -> Reply:
    return with_etag(reply(node_body(card), status), card)


def with_etag(answer: Reply, card: Card) -> Reply:
    response: Response = answer[0]
    response.set_etag(card.access.node.etag)
    return answer


def nodes_reply(cards: list[Card]) -> Reply:
    return reply(NodesBody(nodes=[node_body(card) for card in cards]))


def add_routes(bp: APIBlueprint, nodes: Nodes) -> None:
    @bp.get("/nodes/<node_id>", summary="Read a node", responses={200: NodeBody})
    def read_node(path: NodePath) -> Reply:
        return node_reply(nodes.read_node(current_actor(), path.id))
