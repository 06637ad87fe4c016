"""What is on its way to the disk when a room changes hands, in a real database."""

import asyncio
from dataclasses import dataclass, field

from kernel.actor import SessionId, UserId
from tests.support.world import START, World
from weboffice.editing import leases, store
from weboffice.editing.journal import Journal
from weboffice.editing.leases import Shard, ShardId
from weboffice.editing.model import Entry, Limits
from weboffice.editing.service import Lease
from weboffice.editing.shards import Shards

ROOM = "room1"


@dataclass
class Host:
    """Holds one room, under the lease that was taken last."""

    lease: Lease
    told: list[int] = field(default_factory=list)
    was_lost: bool = False

    def lease_of(self, name: str) -> Lease | None:
        return self.lease if name == ROOM else None

    def committed(self, name: str, hash_: bytes, entries: list[Entry]) -> None:
        assert name == ROOM
        self.told += [entry.seq for entry in entries]
        self.lease = Lease(self.lease.epoch, hash_)

    def lost(self, _name: str) -> None:
        self.was_lost = True

    def storage_changed(self) -> None:
        """Nothing of this is about storage."""


def entry(seq: int) -> Entry:
    return Entry(ROOM, seq, START, UserId("ann"), SessionId("s"), 1, b"\x00\x00")


def take(world: World, shard: ShardId) -> Lease:
    with world.begin() as tx:
        epoch = leases.take(tx.db, ROOM, shard, world.now())
        assert epoch is not None
        return Lease(epoch, store.load(tx.db, ROOM).hash)


def written(world: World) -> int:
    with world.begin() as tx:
        return store.load(tx.db, ROOM).seq


async def drained(journal: Journal) -> None:
    running = asyncio.create_task(journal.run())
    await journal.drain()
    running.cancel()


def test_what_came_under_an_earlier_lease_is_not_written_under_the_next(world: World) -> None:
    """[ED9]"""
    with world.begin() as tx:
        assert store.add_room(tx.db, ROOM, START, b"\x00\x00", "")
    own = Shards(world.begin, world.now, Shard(ShardId("a-1"), "a", "/run/a.sock"))
    own.enter()
    earlier = take(world, own.own.id)
    host = Host(take(world, own.own.id))  # it was lost, and is ours again
    first = written(world)

    async def story() -> None:
        journal = Journal(world.workplace.office.editing, Limits(), host)
        journal.add([entry(first + 7)], earlier.epoch)
        journal.add([entry(first + 1)], host.lease.epoch)
        await drained(journal)

    asyncio.run(story())
    assert host.told == [first + 1]
    assert not host.was_lost
    assert written(world) == first + 1
