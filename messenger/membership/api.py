"""Membership over HTTP."""

from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.actor import UserId
from kernel.http import Reply, created, current_actor, no_content
from messenger.membership.service import Membership
from messenger.rooms.api import Id, RoomPath
from messenger.rooms.model import RoomId
from messenger.rooms.rules import LONGEST_NAME, MOST_MEMBERS

People = Annotated[list[Id], Field(min_length=1, max_length=MOST_MEMBERS)]
Name = Annotated[str, Field(max_length=LONGEST_NAME * 4)]


class RoomWishBody(BaseModel):
    """A direct room has one other member; asking again for it answers with the same room."""

    kind: Literal["direct", "group"]
    members: People
    name: Name = ""


class OpenedRoomBody(BaseModel):
    id: Id


class InviteBody(BaseModel):
    people: People


class RoomNameBody(BaseModel):
    name: Name


class RoomPinBody(BaseModel):
    is_pinned: bool


def add_routes(bp: APIBlueprint, membership: Membership) -> None:
    @bp.post("/rooms", summary="Open a direct or a group room", responses={201: OpenedRoomBody})
    def open_room(body: RoomWishBody) -> Reply:
        actor, people = current_actor(), [UserId(person) for person in body.members]
        if body.kind == "direct" and len(people) == 1:
            return created(OpenedRoomBody(id=membership.open_direct(actor, people[0])))
        return created(OpenedRoomBody(id=membership.open_group(actor, people, body.name)))

    @bp.post("/rooms/<room_id>/members", summary="Invite people", responses={204: None})
    def invite(path: RoomPath, body: InviteBody) -> Reply:
        people = [UserId(person) for person in body.people]
        membership.invite(current_actor(), RoomId(path.room_id), people)
        return no_content()

    @bp.delete("/rooms/<room_id>/members/me", summary="Leave a group", responses={204: None})
    def leave(path: RoomPath) -> Reply:
        membership.leave(current_actor(), RoomId(path.room_id))
        return no_content()

    @bp.put("/rooms/<room_id>/name", summary="Name a group", responses={204: None})
    def rename(path: RoomPath, body: RoomNameBody) -> Reply:
        membership.rename(current_actor(), RoomId(path.room_id), body.name)
        return no_content()

    @bp.put(
        "/rooms/<room_id>/pin", summary="Keep a room on top of one's list", responses={204: None}
    )
    def pin(path: RoomPath, body: RoomPinBody) -> Reply:
        membership.pin(current_actor(), RoomId(path.room_id), is_pinned=body.is_pinned)
        return no_content()
