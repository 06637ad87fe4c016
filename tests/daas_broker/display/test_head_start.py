"""A desktop that is reached while its viewer's seat is being written down."""

import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from daas_broker.display.companions.missed import MOST_KEPT, Missed
from daas_broker.display.companions.model import Companion
from daas_broker.display.desktop.head_start import MOST_SAID, HeadStart, Side, Unheard
from daas_broker.display.load.together import Hint
from daas_broker.display.model import FROM_DESKTOP_BYTES, Close, Opened, Wish
from daas_broker.sessions.service import DesktopEnded
from kernel.errors import Refused
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import Show, end_of, hear, next_of, play, until
from tests.support.fakes.desktop_screen import PICTURE

SETTINGS = 'SETTINGS,{"initialClientWidth":1280,"initialClientHeight":801}'


def test_nothing_of_it_is_shown_before_the_seat_stands_and_then_all_in_its_order(
    broker: Broker,
) -> None:
    """[DG4] [DK8]"""

    async def scene(show: Show) -> None:
        may_go_on = Event()

        def slow(wishes: Sequence[Wish], hint: Hint[Opened]) -> Sequence[Opened | Refused]:
            found = show.gateway.doors.open(wishes, hint)
            may_go_on.wait(10)
            return found

        show.gateway.streams.entering.call = slow
        async with show.open(show.ticket()) as browser:
            await browser.send(SETTINGS)
            await until(lambda: show.fake.connection is not None)
            silence = asyncio.create_task(browser.recv())
            done, _ = await asyncio.wait({silence}, timeout=0.2)
            assert not done
            assert show.fake.hears == []
            may_go_on.set()
            assert await silence == "MODE websockets"
            await hear(browser, PICTURE)

    play(broker, scene)


def test_a_seat_that_is_refused_leaves_the_desktop_and_shows_nothing(broker: Broker) -> None:
    """[DG4] [DK8]"""

    async def scene(show: Show) -> None:
        def refused(wishes: Sequence[Wish], hint: Hint[Opened]) -> Sequence[Opened | Refused]:
            show.gateway.doors.open(wishes, hint)
            return [DesktopEnded()]

        show.gateway.streams.entering.call = refused
        async with show.open(show.ticket()) as browser:
            assert await end_of(browser) == Close.DESKTOP_ENDED
        connection = show.fake.connection
        if connection is not None:  # it may have been given up on its way
            await asyncio.wait_for(connection.wait_closed(), 5)

    assert play(broker, scene).fake.hears == []


def test_one_that_somebody_looks_at_is_reached_when_they_have_been_told(broker: Broker) -> None:
    """[DG4] [DV2]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as earlier:
            await earlier.send(SETTINGS)
            await hear(earlier, PICTURE)
            async with show.open(show.ticket()) as later:
                assert await end_of(earlier) == Close.TAKEN_OVER
                await later.send(SETTINGS)
                await hear(later, PICTURE)

    play(broker, scene)


def test_one_that_does_not_answer_early_is_asked_once_more(broker: Broker) -> None:
    """[DG4]"""

    async def scene(show: Show) -> None:
        socket = show.folder / show.desktop / "display.sock"
        hidden = socket.with_name("hidden")
        socket.rename(hidden)

        def late(wishes: Sequence[Wish], hint: Hint[Opened]) -> Sequence[Opened | Refused]:
            found = show.gateway.doors.open(wishes, hint)
            Event().wait(0.2)  # it is asked, and is not there
            hidden.rename(socket)
            return found

        show.gateway.streams.entering.call = late
        async with show.open(show.ticket()) as browser:
            assert await next_of(browser, str) == "MODE websockets"

    play(broker, scene)


@pytest.mark.parametrize(
    ("times", "message"), [(MOST_SAID * 3, PICTURE), (3, bytes(FROM_DESKTOP_BYTES))]
)
def test_one_that_floods_who_is_not_there_yet_is_left(times: int, message: bytes) -> None:
    """[DG4] By many messages, or by few that are large."""
    closed = []

    class Flood:
        def close(self) -> None:
            closed.append(True)

    async def connect(viewer: Unheard, _opened: Opened) -> Side:
        for _ in range(times):
            viewer.send_binary(memoryview(message))
        return Flood()  # type: ignore[return-value] # as much of a desktop as is asked

    async def scene() -> Side | None:
        ahead = HeadStart(connect, None)  # type: ignore[arg-type] # nobody looks at it
        return await ahead.reach(Unheard())

    assert asyncio.run(scene()) is None
    assert closed == [True]


class _Hears(Companion):
    def __init__(self) -> None:
        self.came: list[object] = []

    def came_out(self, message: str | memoryview) -> None:
        self.came.append(message if isinstance(message, str) else bytes(message))

    def clipboard_out(self, message: str) -> None:
        self.came.append((message,))


def test_companions_hear_what_came_out_before_they_began_in_its_order() -> None:
    """[DG2]"""
    missed, one, other = Missed(lambda: None), _Hears(), _Hears()
    buffer = bytearray(b"picture")
    missed.came_out("MODE websockets")
    missed.came_out(memoryview(buffer))
    missed.clipboard_out("clipboard,Z2E=")
    buffer[:] = b"another"
    missed.tell([one, other])
    assert one.came == other.came == ["MODE websockets", b"picture", ("clipboard,Z2E=",)]
    missed.tell([one])
    assert len(one.came) == 3, "and only once"


@pytest.mark.parametrize(("size", "most"), [(1, MOST_KEPT), (FROM_DESKTOP_BYTES // 2, 2)])
def test_companions_begin_at_once_where_more_comes_out_than_is_kept(size: int, most: int) -> None:
    """[DG2]"""
    began: list[bool] = []
    missed = Missed(lambda: began.append(True))
    for _ in range(most):
        missed.came_out(memoryview(bytes(size)))
    assert began == []
    missed.came_out("one more")
    assert began == [True]
