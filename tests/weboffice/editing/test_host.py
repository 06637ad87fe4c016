"""A process' rooms without their sockets, on a real database."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from kernel.actor import SessionId, UserId
from kernel.db import Tx
from tests.support.world import World
from tests.weboffice.editing.test_leases import ROOM, make_room, shard, shards_of
from weboffice.editing.host import Host
from weboffice.editing.model import CloseCode, Dialect, Limits, Mode, Visitor


@dataclass
class Guarded:
    """Lets everybody in but the banned, and notes about whom it was asked."""

    banned: set[UserId] = field(default_factory=set)
    asked: list[UserId] = field(default_factory=list)

    def may(self, tx: Tx, person_id: UserId, documents: Collection[str]) -> dict[str, Mode]:  # noqa: ARG002
        self.asked.append(person_id)
        return {} if person_id in self.banned else dict.fromkeys(documents, Mode.WRITE)


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
        await asyncio.gather(*(host.recheck([ROOM], name) for name in names[:3]))
        return names, [socket.closed for socket in sockets]

    names, closed = asyncio.run(play())
    assert sorted(access.asked) == names[:3]
    assert closed == [[], ["access_lost"], [], [], []]
