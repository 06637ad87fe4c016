"""Every bound of a room, a connection and a process; each test fails without its bound."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import pytest
from websockets.asyncio.client import unix_connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from kernel.actor import SessionId, UserId
from tests.support.world import START, World
from tests.weboffice.editing.client import ORIGIN
from tests.weboffice.editing.test_host import Silent
from tests.weboffice.editing.test_leases import ROOM, make_room, shard, shards_of
from tests.weboffice.editing.test_machine import Peer, Table, visitor
from weboffice.editing import codec
from weboffice.editing.admission import Door, Guest
from weboffice.editing.codec import Malformed, Presence, Reader, read_presences
from weboffice.editing.host import Host
from weboffice.editing.journal import Journal
from weboffice.editing.model import Broadcast, CloseCode, Entry, Limits, Reason
from weboffice.editing.realtime import EditingServer
from weboffice.editing.unix import listener
from weboffice.editing.wire import MOST_PINGS, Wire

T = TypeVar("T")


def in_host(world: World, limits: Limits, play: Callable[[Host], Awaitable[T]]) -> T:
    """A process' rooms, one of which is there."""
    make_room(world.begin)
    shards = shards_of(world, shard("a"))

    async def run() -> T:
        editing = world.workplace.office.editing
        return await play(Host(editing, shards, limits, world.now))

    return asyncio.run(run())


class Asking(Silent):
    """Waits at the door."""

    is_waiting = True


def test_a_room_holds_so_many_and_the_next_is_told_so(world: World) -> None:
    """[ED6]"""

    async def play(host: Host) -> list[str]:
        door, guest = Door(host, ended=lambda _: set()), Asking()
        held = await host.open(ROOM)
        held.room.join(visitor("ann"), 0.0)
        door._let_in(cast("Guest", guest), held, visitor("ben"))  # noqa: SLF001
        return guest.closed

    assert in_host(world, Limits(members=1), play) == ["room_full"]


@pytest.mark.parametrize(("seconds", "closed"), [(29.0, []), (31.0, ["too_slow"])])
def test_who_reads_nothing_for_long_is_let_go(
    world: World, seconds: float, closed: list[str]
) -> None:
    """[ED6] It was skipped until then, and comes back to all of it."""

    async def play(host: Host) -> list[str]:
        held, now = await host.open(ROOM), 100.0
        member, outs = held.room.join(visitor("ann"), 0.0)
        socket = Silent(slow_since=now - seconds)
        host.enter(held, member.id, socket, outs)
        host._look_after(held, now)  # noqa: SLF001
        return socket.closed

    assert in_host(world, Limits(), play) == closed


def test_what_a_room_has_not_saved_yet_is_bounded(world: World) -> None:
    """[ED6] [ED7] Its members are told, and may go on when it is durable."""

    async def play(host: Host) -> list[Reason]:
        held = await host.open(ROOM)
        member, _ = held.room.join(visitor("ann"), 0.0)
        seen = []
        for unsaved in (10, 11, 0):
            held.room.unsaved_bytes = unsaved
            host._press(held)  # noqa: SLF001
            seen.append(held.room._standing(member)[1])  # noqa: SLF001
        return seen

    found = in_host(world, Limits(unsaved_room=10), play)
    assert found == [Reason.NONE, Reason.STORAGE_FULL, Reason.NONE]


def test_what_a_process_has_not_saved_yet_is_bounded(world: World) -> None:
    """[ED6] [ED7] Over all of its rooms."""

    async def play(host: Host) -> list[Reason]:
        journal = Journal(host.editing, Limits(unsaved_all=10), host)
        seen = []
        for number in range(2):
            entry = Entry(f"r{number}", 1, START, UserId("ann"), SessionId("s"), 1, b"\x00" * 6)
            journal.add([entry], 1)
            seen.append(journal.storage)
        return seen

    assert in_host(world, Limits(), play) == [Reason.NONE, Reason.STORAGE_FULL]


def test_so_many_updates_are_merged_at_once_and_no_more() -> None:
    """[ED6] Merging is quadratic: a thousand in one would hold up all who are in the process."""
    table = Table(Limits(merged=4))
    ann = table.join(Peer())
    table.settle()
    for _ in range(10):
        table.send(ann, codec.update(ann.type("가")))
    outs = table.room.tick()
    assert sum(isinstance(out, Broadcast) for out in outs) == 3


def told(table: Table) -> list[Presence]:
    reader = Reader(table.room.presence.news())
    reader.uint()
    return read_presences(reader.chunk())


def test_a_connection_speaks_for_a_few_clients_only() -> None:
    """[ED6] Else one person could fill everybody's screen with carets."""
    table = Table(Limits(clients_a_member=2))
    ann = table.join(Peer())
    table.send(ann, codec.awareness([Presence(client, 1, "{}") for client in range(1, 6)]))
    assert [one.client for one in told(table)] == [1, 2]
    table.send(ann, codec.awareness([Presence(1, 2, "null")]))
    table.send(ann, codec.awareness([Presence(5, 1, "{}")]))
    assert {one.client for one in told(table)} == {1, 5}, "who leaves makes room"


def test_nobody_moves_another_s_caret_whatever_clock_he_names() -> None:
    """[ED5]"""
    table = Table()
    ann, ben = table.join(Peer(), visitor("ann")), table.join(Peer(), visitor("ben"))
    table.send(ann, codec.awareness([Presence(7, 1, '{"cursor":1}')]))
    table.send(ben, codec.awareness([Presence(7, 9, '{"cursor":2}')]))
    [one] = told(table)
    assert (one.clock, json.loads(one.state)["user"]["name"]) == (1, "ann")


def test_one_message_tells_of_so_many_and_no_more() -> None:
    """[ED6]"""

    def crowd(count: int) -> bytes:
        return codec.awareness([Presence(client, 1, "{}") for client in range(count)])

    assert len(read_presences(Reader(crowd(codec.MOST_CLIENTS)[1:]).chunk())) == codec.MOST_CLIENTS
    with pytest.raises(Malformed, match="clients"):
        read_presences(Reader(crowd(codec.MOST_CLIENTS + 1)[1:]).chunk())


class Heard(Wire):
    """A socket without a network."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "o")
        self.messages: list[bytes] = []
        self.end: tuple[int, str] | None = None

    def received(self, message: bytes) -> None:
        self.messages.append(message)

    def hang_up(self, code: int, reason: str) -> None:
        self.end = self.end or (code, reason)

    def ended(self) -> None:
        raise AssertionError

    fell_behind = caught_up = ended


def test_a_message_in_many_parts_is_no_larger_than_one_in_a_single_part(world: World) -> None:
    """[ED6]"""

    async def play(host: Host) -> Heard:
        wire = Heard(host)
        for _ in range(3):
            wire._on_part(b"x" * 4, is_last=False)  # noqa: SLF001
        assert wire.end is None
        wire._on_part(b"x", is_last=True)  # noqa: SLF001
        return wire

    wire = in_host(world, Limits(frame=12), play)
    assert (wire.end, wire.messages) == ((CloseCode.TOO_BIG, "too_big"), [])


def test_a_meeting_that_opens_its_minutes_at_once_waits_in_line(
    world: World, tmp_path: Path
) -> None:
    """Who finds no place at the socket is answered 503 by the edge."""

    async def play(host: Host) -> list[int]:
        made = EditingServer(world.workplace.base.settings, host, lambda _: set())
        server = await made.listen(listener(tmp_path / "s"))
        lines = [socket.socket(socket.AF_UNIX) for _ in range(250)]
        for line in lines:
            line.settimeout(0)
        errors = [line.connect_ex(str(tmp_path / "s")) for line in lines]
        for line in lines:
            line.close()
        server.close()
        return errors

    assert set(in_host(world, Limits(), play)) == {0}


def test_whoever_asks_without_end_whether_the_line_lives_is_let_go(
    world: World, tmp_path: Path
) -> None:
    """[ED6] At the door of many documents no ticket was shown yet, and answers that nobody read
    filled the process."""

    async def play(host: Host) -> tuple[int, int]:
        made = EditingServer(world.workplace.base.settings, host, lambda _: set())
        server = await made.listen(listener(tmp_path / "s"))
        answered = 0
        async with unix_connect(
            str(tmp_path / "s"), "ws://localhost/hp", origin=Origin(ORIGIN), compression=None
        ) as peer:
            with suppress(ConnectionClosed):
                for _ in range(3 * MOST_PINGS):
                    await asyncio.wait_for(await peer.ping(), 5)
                    answered += 1
            await peer.wait_closed()
        server.close()
        return answered, peer.close_code or 0

    answered, code = in_host(world, Limits(), play)
    assert MOST_PINGS <= answered < 3 * MOST_PINGS
    assert code == CloseCode.TOO_FAST
