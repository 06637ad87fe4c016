"""A helper beside the user of a desktop that the real TigerVNC shows."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from websockets.asyncio.client import ClientConnection

from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.display.model import Close
from daas_broker.display.unix_websocket import serve_unix
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_gateway import end_of, until
from tests.daas_broker.display.test_helping import WATCHED, Help, told
from tests.daas_broker.display.test_light import LightShow
from tests.support.tigervnc import PROGRAM, tigervnc
from workplace.display import BROWSERS

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="tigervnc-standalone-server")
WIDTH, HEIGHT = 320, 200
RAW, SIZES = 0, -308
Place = tuple[int, int, int, int]  # x, y, width, height


class RealShow(LightShow):
    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await serve_unix(self.gateway.answer, self.socket, BROWSERS)
        async with tigervnc(self.folder / self.desktop, WIDTH, HEIGHT):
            yield
            await asyncio.sleep(0.05)
            await asyncio.gather(*self.gateway.streams.tasks)
        server.close()


def play(broker: Broker, scene: Callable[[RealShow], Awaitable[None]]) -> None:
    with TemporaryDirectory(prefix="dsp") as folder:
        show = RealShow(broker, Path(folder))

        async def run() -> None:
            async with show.running():
                await asyncio.wait_for(scene(show), 40)

        asyncio.run(run())


@dataclass
class Viewer:
    """A viewer that asks for plain pixels, so that whatever it is sent can be looked at."""

    socket: ClientConnection
    data: bytes = b""

    async def read(self, count: int) -> bytes:
        async with asyncio.timeout(20):
            while len(self.data) < count:
                message = await self.socket.recv()
                self.data += message if isinstance(message, bytes) else b""
        found, self.data = self.data[:count], self.data[count:]
        return found

    async def greet(self) -> tuple[int, int]:
        assert await self.read(12) == VERSION
        await self.socket.send(VERSION)
        assert await self.read(2) == b"\x01\x01"
        await self.socket.send(b"\x01")
        assert await self.read(4) == bytes(4)
        await self.socket.send(b"\x01")
        width, height, name = struct.unpack(">HH16xI", await self.read(24))
        await self.read(name)
        await self.socket.send(struct.pack(">BxHii", 2, 2, RAW, SIZES))
        return width, height

    async def ask(self, size: tuple[int, int], *, anew: bool = False) -> None:
        await self.socket.send(struct.pack(">BBHHHH", 3, not anew, 0, 0, *size))

    async def update(self) -> list[Place]:
        """The places that were drawn; a size that was told lies at 0, 0 and is not drawn."""
        kind, count = struct.unpack(">BxH", await self.read(4))
        assert kind == 0
        places: list[Place] = []
        for _ in range(count):
            *place, encoding = struct.unpack(">HHHHi", await self.read(12))
            if encoding == SIZES:
                screens = (await self.read(4))[0]
                await self.read(16 * screens)
                places.append((0, 0, place[2], place[3]))
            else:
                assert encoding == RAW
                await self.read(place[2] * place[3] * 4)
                places.append((place[0], place[1], place[2], place[3]))
        return places

    async def until_drawn(self, size: tuple[int, int], x: int, y: int) -> None:
        while not any(a <= x < a + w and b <= y < b + h for a, b, w, h in await self.update()):
            await self.ask(size)


@asynccontextmanager
async def seated(show: RealShow) -> AsyncIterator[tuple[Viewer, Viewer]]:
    """A user and the helper whom they let watch, both with the whole picture."""
    size = (WIDTH, HEIGHT)
    async with show.open(show.ticket()) as browser:
        user = Viewer(browser)
        assert await user.greet() == size
        await user.ask(size, anew=True)
        await user.until_drawn(size, WIDTH - 1, HEIGHT - 1)
        help_ = Help(show)
        await asyncio.to_thread(help_.ask, "watch")
        async with help_.open(await asyncio.to_thread(help_.ticket)) as socket:
            assert await told(browser) == WATCHED
            helper = Viewer(socket)
            assert await helper.greet() == size
            await helper.ask(size, anew=True)
            await helper.until_drawn(size, WIDTH - 1, HEIGHT - 1)
            yield user, helper


def test_a_helper_sees_the_whole_desktop_and_the_users_pointer_in_it(broker: Broker) -> None:
    """[DR8]"""

    async def scene(show: RealShow) -> None:
        async with seated(show) as (user, helper):
            await helper.ask((WIDTH, HEIGHT))
            await user.socket.send("m,40,30,0,0")
            await helper.until_drawn((WIDTH, HEIGHT), 40, 30)

    play(broker, scene)


def test_a_helper_follows_the_size_that_the_user_asks_for(broker: Broker) -> None:
    """[DR8] [DF3]"""

    async def scene(show: RealShow) -> None:
        async with seated(show) as (user, helper):
            await helper.ask((WIDTH, HEIGHT))
            await user.socket.send("r,480x360")
            while (0, 0, 480, 360) not in await helper.update():
                await helper.ask((WIDTH, HEIGHT))
            await helper.ask((480, 360), anew=True)
            await helper.until_drawn((480, 360), 479, 359)

    play(broker, scene)


def test_with_the_users_stream_the_helpers_is_over(broker: Broker) -> None:
    """[DR4] [DR8]"""

    async def scene(show: RealShow) -> None:
        async with seated(show) as (user, helper):
            await user.socket.close()
            assert await end_of(helper.socket) == Close.WATCH_OVER
            await until(lambda: not show.gateway.helpers.onlookers)

    play(broker, scene)
