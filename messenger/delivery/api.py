"""Inboxes and cursors over HTTP."""

from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from kernel.http import Reply, current_actor, reply
from messenger.delivery.model import InboxLine
from messenger.delivery.service import Delivery
from messenger.messages.api import MessageBody, message_body
from messenger.rooms.api import Id, RoomBody, RoomPath, RoomPersonBody, person_body
from messenger.rooms.model import RoomId


class RoomLineBody(RoomBody):
    """A room as one of its members sees it. `others` are a few of the other members."""

    joined_seq: int
    read_seq: int
    is_pinned: bool
    member_count: int
    others: list[Id]
    last: MessageBody | None
    unread: int


class InboxBody(BaseModel):
    rooms: list[RoomLineBody]
    people: list[RoomPersonBody]


class RoomMemberBody(BaseModel):
    person: Id
    joined_seq: int
    read_seq: int


class RoomViewBody(BaseModel):
    """`people` are also those who left: what they said is still there."""

    room: RoomLineBody
    members: list[RoomMemberBody]
    people: list[RoomPersonBody]


class ReadCursorBody(BaseModel):
    seq: int = Field(ge=0)


class UnreadBody(BaseModel):
    rooms: int
    messages: int


def add_routes(bp: APIBlueprint, delivery: Delivery) -> None:
    @bp.get("/rooms", summary="My rooms, with what waits in each", responses={200: InboxBody})
    def list_rooms() -> Reply:
        found = delivery.list_rooms(current_actor())
        people = [person_body(person) for person in found.people.values()]
        return reply(InboxBody(rooms=[_line_body(line) for line in found.lines], people=people))

    @bp.get("/rooms/<room_id>", summary="A room and its members", responses={200: RoomViewBody})
    def get_room(path: RoomPath) -> Reply:
        found = delivery.get_room(current_actor(), RoomId(path.room_id))
        seated = [
            RoomMemberBody(person=m.person_id, joined_seq=m.joined_seq, read_seq=m.read_seq)
            for m in found.members
        ]
        people = [person_body(person) for person in found.people.values()]
        return reply(RoomViewBody(room=_line_body(found.line), members=seated, people=people))

    @bp.put(
        "/rooms/<room_id>/read",
        summary="Read up to a message; answers where the cursor stands",
        responses={200: ReadCursorBody},
    )
    def mark_read(path: RoomPath, body: ReadCursorBody) -> Reply:
        seq = delivery.mark_read(current_actor(), RoomId(path.room_id), body.seq)
        return reply(ReadCursorBody(seq=seq))

    @bp.get("/unread", summary="How much waits in all my rooms", responses={200: UnreadBody})
    def count_unread() -> Reply:
        found = delivery.count_unread(current_actor())
        return reply(UnreadBody(rooms=found.rooms, messages=found.messages))


def _line_body(line: InboxLine) -> RoomLineBody:
    room, member = line.room, line.member
    return RoomLineBody(
        id=room.id,
        kind=room.kind.value,
        name=room.name,
        last_seq=room.last_seq,
        changes=room.changes,
        created_at=room.created_at.isoformat(),
        last_at=room.last_at.isoformat(),
        joined_seq=member.joined_seq,
        read_seq=member.read_seq,
        is_pinned=member.is_pinned,
        member_count=line.member_count,
        others=list(line.others),
        last=message_body(line.last) if line.last else None,
        unread=line.unread,
    )
