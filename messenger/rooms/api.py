"""How rooms and people look in JSON; the slices above answer with these."""

from typing import Literal

from pydantic import BaseModel

from identity.people.model import Person

Id = str


class RoomPath(BaseModel):
    room_id: Id


class RoomPersonBody(BaseModel):
    """Somebody whose name the page shows."""

    id: Id
    name: str
    name_en: str
    post: str
    division: str
    is_active: bool


class RoomBody(BaseModel):
    """`name` is empty where the members stand for it."""

    id: Id
    kind: Literal["direct", "group"]
    name: str
    last_seq: int
    changes: int
    created_at: str
    last_at: str


def person_body(person: Person) -> RoomPersonBody:
    return RoomPersonBody(
        id=person.id,
        name=person.name,
        name_en=person.name_en,
        post=person.post,
        division=person.division,
        is_active=person.is_active,
    )
