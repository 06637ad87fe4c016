"""Sharing over HTTP."""

from datetime import datetime
from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from gdrive.access.api import (
    LevelWord,
    NodePath,
    NodesBody,
    level_word,
    nodes_reply,
)
from gdrive.access.model import Level, Subject, SubjectKind
from gdrive.sharing.model import GrantsOf, Shown
from gdrive.sharing.service import Sharing
from gdrive.tree.model import NodeId
from kernel.http import Reply, current_actor, no_content, reply

SubjectWord = Literal["person", "division"]


class SubjectBody(BaseModel):
    subject_kind: SubjectWord
    subject_id: str = Field(max_length=64)

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind(self.subject_kind), self.subject_id)


class NewGrantBody(SubjectBody):
    level: LevelWord


class GrantBody(BaseModel):
    """`folder_id` is null for a grant on the node itself, else where it comes from."""

    subject_kind: SubjectWord
    subject_id: str
    name: str
    note: str
    people_count: int
    level: LevelWord
    granted_at: datetime
    folder_id: str | None
    folder_name: str | None


class GrantsBody(BaseModel):
    owner_name: str
    grants: list[GrantBody]


def _grant_body(shown: Shown, folder_id: NodeId | None, folder_name: str | None) -> GrantBody:
    grant = shown.grant
    return GrantBody(
        subject_kind="person" if grant.subject.kind is SubjectKind.PERSON else "division",
        subject_id=grant.subject.id,
        name=shown.name,
        note=shown.note,
        people_count=shown.people_count,
        level=level_word(grant.level),
        granted_at=grant.granted_at,
        folder_id=folder_id,
        folder_name=folder_name,
    )


def _grants_body(found: GrantsOf) -> GrantsBody:
    own = [_grant_body(shown, None, None) for shown in found.own]
    inherited = [
        _grant_body(shown, shown.grant.node_id, found.folder_names[shown.grant.node_id])
        for shown in found.inherited
    ]
    return GrantsBody(owner_name=found.owner_name, grants=own + inherited)


def add_routes(bp: APIBlueprint, sharing: Sharing) -> None:
    @bp.get("/nodes/<node_id>/grants", summary="Who may do what", responses={200: GrantsBody})
    def list_grants(path: NodePath) -> Reply:
        return reply(_grants_body(sharing.list_grants(current_actor(), path.id)))

    @bp.put("/nodes/<node_id>/grants", summary="Share a node", responses={200: GrantsBody})
    def share(path: NodePath, body: NewGrantBody) -> Reply:
        level = Level[body.level.upper()]
        found = sharing.share(current_actor(), path.id, body.subject, level)
        return reply(_grants_body(found))

    @bp.delete("/nodes/<node_id>/grants", summary="Stop sharing", responses={204: None})
    def unshare(path: NodePath, query: SubjectBody) -> Reply:
        sharing.unshare(current_actor(), path.id, query.subject)
        return no_content()

    @bp.get("/shared", summary="What others gave me", responses={200: NodesBody})
    def list_shared() -> Reply:
        return nodes_reply(sharing.list_shared(current_actor()))
