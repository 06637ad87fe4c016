"""Recent nodes over HTTP."""

from datetime import datetime

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from gdrive.access.api import PREFIX, TAG, NodeBody, node_body
from gdrive.recent.service import Recent
from kernel.http import Reply, current_actor, reply


class RecentQuery(BaseModel):
    limit: int = Field(default=50, ge=1, le=100)


class UsedBody(BaseModel):
    node: NodeBody
    used_at: datetime


class RecentBody(BaseModel):
    items: list[UsedBody]


def blueprint(recent: Recent) -> APIBlueprint:
    bp = APIBlueprint("gdrive_recent", __name__, url_prefix=PREFIX, abp_tags=[TAG])

    @bp.get("/recent", summary="What I used last", responses={200: RecentBody})
    def list_recent(query: RecentQuery) -> Reply:
        found = recent.list_recent(current_actor(), query.limit)
        items = [UsedBody(node=node_body(used.card), used_at=used.used_at) for used in found]
        return reply(RecentBody(items=items))

    return bp
