"""A process' rooms without their sockets, on a real database."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from kernel.actor import SessionId, UserId
from kernel.db import Begin, Tx
from tests.support.world import World
from tests.weboffice.editing.test_leases import ROOM, make_room, shard, shards_of
from weboffice.editing.admission import Door
from weboffice.editing.host import Host
from weboffice.editing.model import CloseCode, Dialect, Limits, Mode, Request, Visitor
from weboffice.editing.seat import Seat
from weboffice.editing.shards import Shards


@dataclass
class Guarded:
    """Lets everybody in but the banned, and notes about whom it was asked."""

    banned: set[UserId] = field(default_factory=set)
    asked: list[UserId] = field(default_factory=list)

    def may(
        self,
        tx: Tx,  # noqa: ARG002
        of: Mapping[UserId, Collection[str]],
    ) -> dict[tuple[UserId, str], Mode]:
        self.asked += of
        good = [(name, room) for name in of if name not in self.banned for room in of[name]]
        return dict.fromkeys(good, Mode.WRITE)


@dataclass
class Silent:
    """A socket that remembers how it ended."""

    closed: list[str] = field(default_factory=list)
    slow_since: float | None = None
    prefix: bytes = b""

    def send(self, message: bytes) -> None:
        assert message

    def send_shared(self, frame: bytearray) -> None:
        assert frame

    def close(self, code: CloseCode, reason: str) -> None:
        assert code
        self.closed.append(reason)


def test_of_many_who_come_at_once_each_is_asked_about_once(world: World) -> None:
    """[ED4]"""
    make_room(world.begin)
    access = Guarded()

    async def play() -> tuple[list[UserId], list[list[str]]]:
        host = Host(
            replace(world.workplace.office.editing, access=access),
            shards_of(world, shard("a")), Limits(), world.now,
        )  # fmt: skip
        held, sockets = await host.open(ROOM), []
        names = [UserId(f"p{number}") for number in range(5)]
        for name in names:
            visitor = Visitor(name, name, SessionId(name), Mode.WRITE, Dialect.OURS)
            member, outs = held.room.join(visitor, 0.0)
            sockets.append(Silent())
            host.enter(held, member.id, sockets[-1], outs)
        access.banned |= {names[1], names[3]}
        await asyncio.gather(*(host.rights.recheck([ROOM], name) for name in names[:3]))
        return names, [socket.closed for socket in sockets]

    names, closed = asyncio.run(play())
    assert sorted(access.asked) == names[:3]
    assert closed == [[], ["access_lost"], [], [], []]


@dataclass
class Knocking(Silent):
    ended: asyncio.Event = field(kw_only=True)
    is_waiting: bool = True

    def close(self, code: CloseCode, reason: str) -> None:
        super().close(code, reason)
        self.ended.set()

    @property
    def seat(self) -> Seat:
        raise AssertionError("let in")


def broken() -> Begin:
    def begin() -> NoReturn:
        raise RuntimeError("a bug of ours")

    return begin


def test_who_meets_a_failure_at_the_door_is_told_to_ask_again(world: World) -> None:
    """[ED14]"""

    async def play() -> list[str]:
        shards = Shards(broken(), world.now, shard("a"))
        host = Host(world.workplace.office.editing, shards, Limits(), world.now)
        guest = Knocking(ended=asyncio.Event())
        asked = Request(ROOM, "t", "", "work", Dialect.OURS, is_passed_on=False)
        Door(host, lambda _: set()).knock(guest, asked)
        async with asyncio.timeout(20):
            await guest.ended.wait()
        return guest.closed

    assert asyncio.run(play()) == ["failed"]
