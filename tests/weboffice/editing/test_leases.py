"""Who owns a room, in a real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from kernel.actor import SessionId, UserId
from kernel.db import Begin
from kernel.ids import fresh_id
from tests.support.world import START, World
from weboffice.editing import leases, store
from weboffice.editing.leases import LEASE, Shard, ShardId
from weboffice.editing.model import Entry
from weboffice.editing.service import Editing, Lease
from weboffice.editing.shards import Shards, Superseded

ROOM = "room1"


def shard(name: str, run: int = 1) -> Shard:
    return Shard(ShardId(f"{name}-{run}"), name, f"/run/{name}.sock")


def shards_of(world: World, own: Shard) -> Shards:
    found = Shards(world.begin, world.now, own)
    found.enter()
    return found


def make_room(begin: Begin, room: str = ROOM) -> None:
    with begin() as tx:
        assert store.add_room(tx.db, room, START, b"\x00\x00", "")


def take(world: World, owner: Shards, room: str = ROOM) -> int | None:
    with world.begin() as tx:
        return leases.take(tx.db, room, owner.own.id, world.now())


def entry(room: str, seq: int) -> Entry:
    return Entry(room, seq, START, UserId("ann"), SessionId("s"), 1, b"\x00\x00")


def append(world: World, epoch: int, seq: int, hash_: bytes, room: str = ROOM) -> bytes | None:
    """The hash of the new end, or None when the owner is no more."""
    editing = world.workplace.office.editing
    done = editing.append([entry(room, seq)], {room: Lease(epoch, hash_)}, is_repeat=False)
    assert (room in done.lost) != (room in done.hashes)
    return done.hashes.get(room)


def test_a_room_is_taken_from_who_does_not_live_any_more(world: World) -> None:
    """[ED9]"""
    make_room(world.begin)
    one, two = shards_of(world, shard("a")), shards_of(world, shard("b"))
    assert take(world, one) == 1
    assert take(world, two) is None
    assert two.find_other(ROOM) == one.own
    assert one.find_other(ROOM) is None
    world.pass_time(LEASE / 2)
    assert one.renew({ROOM: 1}) == set()
    world.pass_time(LEASE / 2 + timedelta(seconds=1))
    two.renew({})
    assert take(world, two) is None, "it renewed in time"
    world.pass_time(LEASE)
    two.renew({})
    assert two.find_other(ROOM) is None
    assert take(world, two) == 2
    assert one.renew({ROOM: 1}) == {ROOM}, "told what it lost"
    assert one.find_other(ROOM) == two.own


def test_a_lapsed_lease_loses_nothing_that_nobody_asked_for(world: World) -> None:
    """[ED9]"""
    make_room(world.begin)
    one = shards_of(world, shard("a"))
    assert take(world, one) == 1
    world.pass_time(LEASE * 2)
    assert one.renew({ROOM: 1}) == set()
    assert append(world, 1, 1, store.GENESIS) is not None


def test_the_next_run_of_a_process_has_its_former_rooms_and_ends_the_former(world: World) -> None:
    """[ED9]"""
    make_room(world.begin)
    former, other = shards_of(world, shard("a")), shards_of(world, shard("b"))
    assert take(world, former) == 1
    later = shards_of(world, shard("a", 2))
    with pytest.raises(Superseded):
        former.renew({ROOM: 1})
    assert take(world, other) == 2, "free for all"
    assert take(world, later) is None


def test_who_is_found_not_to_listen_is_ended_and_may_come_back(world: World) -> None:
    """[ED9]"""
    make_room(world.begin)
    one, two = shards_of(world, shard("a")), shards_of(world, shard("b"))
    assert take(world, one) == 1
    two.end(one.own.id)
    assert one.renew({ROOM: 1}) == set(), "it lived, and nobody took the room"
    two.end(one.own.id)
    assert take(world, two) == 2
    assert append(world, 1, 1, store.GENESIS) is None
    assert one.renew({ROOM: 1}) == {ROOM}


def test_what_the_release_before_held_is_free(world: World) -> None:
    make_room(world.begin)
    with world.begin() as tx:
        tx.db.execute(
            update(store.rooms).values(owner="crdtd", lease_until=START + timedelta(days=1))
        )
    assert take(world, shards_of(world, shard("a"))) == 1


def test_a_released_room_is_free_and_a_late_release_changes_nothing(world: World) -> None:
    """[ED9]"""
    make_room(world.begin)
    one, two = shards_of(world, shard("a")), shards_of(world, shard("b"))
    editing: Editing = world.workplace.office.editing
    assert take(world, one) == 1
    editing.release(ROOM, 1)
    assert take(world, two) == 2
    editing.release(ROOM, 1)
    assert take(world, one) is None


class Table:
    """Three processes, and what each believes to own: its epoch and the log's end it knows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.room = fresh_id()
        make_room(world.begin, self.room)
        self.processes = [shards_of(world, shard(fresh_id())) for _ in range(3)]
        self.believes: list[tuple[int, int, bytes] | None] = [None, None, None]
        self.last: int | None = None  # who took the room last
        self.length = 0

    def take(self, who: int) -> None:
        epoch = take(self.world, self.processes[who], self.room)
        if epoch is None:
            assert self.last not in {None, who}
            return
        with self.world.begin() as tx:
            stored = store.load(tx.db, self.room)
        assert stored.seq == self.length, "the next owner has all that was durable"
        self.believes[who], self.last = (epoch, stored.seq, stored.hash), who

    def append(self, who: int) -> None:
        believed = self.believes[who]
        if believed is None:
            return
        epoch, seq, hash_ = believed
        end = append(self.world, epoch, seq + 1, hash_, self.room)
        # Only who took it last may add, whatever has happened to the leases since.
        assert (end is not None) == (who == self.last)
        self.believes[who] = None if end is None else (epoch, seq + 1, end)
        self.length += end is not None

    def wait(self, who: int) -> None:
        self.world.pass_time(LEASE * (who + 1) / 2)

    def renew(self, who: int) -> None:
        believed = self.believes[who]
        if self.processes[who].renew({self.room: believed[0]} if believed else {}):
            assert who != self.last
            self.believes[who] = None

    def end(self, who: int) -> None:
        self.processes[who].end(self.processes[who].own.id)

    def restart(self, who: int) -> None:
        self.believes[who] = None
        self.processes[who] = shards_of(self.world, shard(self.processes[who].own.name, 2))

    def release(self, who: int) -> None:
        believed = self.believes[who]
        if believed is not None:
            self.world.workplace.office.editing.release(self.room, believed[0])
            self.believes[who] = None
            self.last = None if self.last == who else self.last


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [Table.take, Table.append, Table.wait, Table.renew, Table.end, Table.restart,
             Table.release]
        ),
        st.integers(0, 2),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_ends_or_hangs_one_owner_writes_and_the_log_has_no_gap(
    world: World, steps: list[tuple[Callable[[Table, int], None], int]]
) -> None:
    """[ED9] [ED8]"""
    table = Table(world)
    for step, who in steps:
        step(table, who)
    with world.begin() as tx:
        assert store.first_break(tx.db, table.room) is None
        assert store.load(tx.db, table.room).seq == table.length
