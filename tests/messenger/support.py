"""Short words for what the messenger's tests do over and over."""

from typing import Any

from werkzeug.test import TestResponse

from kernel.ids import fresh_id
from tests.support.world import World

API = "/api/messenger"


def body_of(reply: TestResponse) -> Any:
    return reply.json


def group(world: World, *people: str, name: str = "") -> str:
    """A group of `people`, opened by the first of them."""
    for person in people:
        world.person(person)
    reply = world.as_user(people[0]).post(
        f"{API}/rooms", kind="group", members=people[1:], name=name
    )
    assert reply.status_code == 201, body_of(reply)
    return str(body_of(reply)["id"])


def direct(world: World, one: str, other: str) -> str:
    world.person(other)
    reply = world.as_user(one).post(f"{API}/rooms", kind="direct", members=[other])
    assert reply.status_code == 201, body_of(reply)
    return str(body_of(reply)["id"])


def say(world: World, who: str, room: str, body: str, **more: Any) -> dict[str, Any]:
    more.setdefault("client_id", fresh_id())
    reply = world.as_user(who).post(f"{API}/rooms/{room}/messages", body=body, **more)
    assert reply.status_code == 201, body_of(reply)
    return dict(body_of(reply))


def fetch(world: World, who: str, room: str, **window: int) -> dict[str, Any]:
    reply = world.as_user(who).get(f"{API}/rooms/{room}/messages", **window)
    assert reply.status_code == 200, body_of(reply)
    return dict(body_of(reply))


def bodies(world: World, who: str, room: str, **window: int) -> list[str]:
    """What somebody sees of a room's talk, without its notices."""
    return [m["body"] for m in fetch(world, who, room, **window)["messages"] if not m["notice"]]


def read(world: World, who: str, room: str, seq: int) -> int:
    reply = world.as_user(who).put(f"{API}/rooms/{room}/read", seq=seq)
    assert reply.status_code == 200, body_of(reply)
    return int(body_of(reply)["seq"])


def line(world: World, who: str, room: str) -> dict[str, Any]:
    """The room in its member's list."""
    rooms = body_of(world.as_user(who).get(f"{API}/rooms"))["rooms"]
    return dict(next(r for r in rooms if r["id"] == room))
