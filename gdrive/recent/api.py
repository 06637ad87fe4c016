"""Recent nodes over HTTP."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from gdrive.access.api import NodeBody, node_body
from gdrive.recent.service import Recent
from kernel.http import Reply, current_actor, reply


class RecentQuery(BaseModel):
    limit: int = Field(default=50, ge=1, le=100)


class UsedBody(BaseModel):
    node: NodeBody
    used_at: datetime


class RecentBody(BaseModel):
    items: list[UsedBody]


def add_routes(bp: APIBlueprint, recent: Recent) -> None:
    @bp.get("/recent", summary="What I used last", responses={200: RecentBody})
    def list_recent(query: RecentQuery) -> Reply:
        found = recent.list_recent(current_actor(), query.limit)
        items = [UsedBody(node=node_body(used.card), used_at=used.used_at) for used in found]
        return reply(RecentBody(items=items))
