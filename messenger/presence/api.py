"""Presence over HTTP."""

from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.actor import UserId
from kernel.http import Reply, current_actor, reply
from messenger.presence.service import Presence


class PeopleQuery(BaseModel):
    ids: str = Field(description="Ids of people, separated by commas", max_length=8000)


class PresenceBody(BaseModel):
    person: str
    state: Literal["here", "elsewhere", "offline"]


class PresencesBody(BaseModel):
    people: list[PresenceBody]


def add_routes(bp: APIBlueprint, presence: Presence) -> None:
    @bp.get("/presence", summary="Who is at the desk", responses={200: PresencesBody})
    def who_is_here(query: PeopleQuery) -> Reply:
        current_actor()
        people = [UserId(person) for person in query.ids.split(",") if person]
        found = presence.who_is_here(people[:200])
        states = [PresenceBody(person=p, state=state.value) for p, state in found.items()]
        return reply(PresencesBody(people=states))
