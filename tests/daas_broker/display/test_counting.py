import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, cast

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.display.companions.counting import MEASURED, Counted, Counting
from daas_broker.display.companions.model import Link
from daas_broker.display.model import Control, Opened, ToDisplay
from daas_broker.sessions.model import ConnectionId, Stream
from daas_broker.usage.model import Pulse
from kernel.actor import SessionId


class Wire:
    """As much of a stream as counting asks for."""

    def __init__(self, name: str) -> None:
        stream = Stream(DesktopId("d"), SessionId("s"), ConnectionId(name))
        self.opened = Opened(stream, Endpoint("/d", "/t"))
        self.work: list[Coroutine[Any, Any, None]] = []

    async def beside(self, call: Callable[[], None]) -> None:
        call()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.work.append(work)


def test_a_frame_in_stripes_is_one_frame_and_the_last_word_comes_at_the_end() -> None:
    """[DU2]"""
    noted: list[Sequence[Pulse]] = []

    async def scene() -> None:
        wire = Wire("c1")
        counted = Counting(noted.append)(cast(Link, wire))
        for frame in (1, 1, 2):
            counted.came_out(memoryview(bytes([3, 0, 0, frame, 0, 0])))
        counted.came_out("cursor,{}")
        counted.went_in(ToDisplay("kr"))
        counted.heard(Control(MEASURED, {"ms": 12}))
        counted.heard(Control(MEASURED, {"ms": "13"}))
        counted.heard(Control(MEASURED, {"ms": -4}))
        counted.closed()
        for work in wire.work:
            await work

    asyncio.run(scene())
    assert noted == [[Pulse("c1", 27, 2, 2, 12)]]


def test_those_who_leave_together_are_told_together() -> None:
    """[DU2]"""
    noted: list[Sequence[Pulse]] = []

    async def scene() -> None:
        wires = [Wire("c1"), Wire("c2"), Wire("c3")]
        counting = Counting(noted.append)
        first, second, third = (counting(cast(Link, wire)) for wire in wires)
        first.closed()
        second.closed()
        await asyncio.gather(*wires[0].work, *wires[1].work)
        third.closed()
        await asyncio.gather(*wires[2].work)

    asyncio.run(scene())
    assert [[pulse.connection_id for pulse in pulses] for pulses in noted] == [["c1", "c2"], ["c3"]]


def test_all_open_streams_are_told_in_one_heartbeat() -> None:
    """[DU2]"""
    noted: list[Sequence[Pulse]] = []

    async def scene() -> None:
        wires = [Wire("c1"), Wire("c2")]
        counting = Counting(noted.append)
        for wire in wires:
            assert isinstance(counting(cast(Link, wire)), Counted)
        counting._beat()  # noqa: SLF001 - what its timer calls
        for work in (each for wire in wires for each in wire.work):
            await work

    asyncio.run(scene())
    assert [sorted(p.connection_id for p in pulses) for pulses in noted] == [["c1", "c2"]]
