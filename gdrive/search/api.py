"""Search by name over HTTP."""

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from gdrive.access.api import NodesBody, nodes_reply
from gdrive.search.service import Search
from kernel.http import Reply, current_actor


class SearchQuery(BaseModel):
    query: str = Field(max_length=200)
    limit: int = Field(default=50, ge=1, le=100)


def add_routes(bp: APIBlueprint, search: Search) -> None:
    @bp.get("/search", summary="Find nodes by name", responses={200: NodesBody})
    def find(query: SearchQuery) -> Reply:
        return nodes_reply(search.find(current_actor(), query.query, query.limit))
