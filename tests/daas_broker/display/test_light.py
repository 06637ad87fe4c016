"""The gateway between a WebSocket client that speaks RFB and a desktop that does."""

import asyncio
import json
import struct
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from websockets.asyncio.client import ClientConnection

from daas_broker.desktops.model import Protocol
from daas_broker.display.desktop.rfb.clipboard import provide
from daas_broker.display.desktop.rfb.model import PIXELS, VERSION
from daas_broker.display.model import Close
from daas_broker.display.unix_websocket import serve_unix
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display.test_crossing import CLOSED, OPEN, put, said
from tests.daas_broker.display.test_gateway import Show, end_of, next_of, until
from tests.support import rfb
from tests.support.fakes.light_screen import FakeLightScreen, light_screen
from workplace.display import BROWSERS

REQUEST = struct.pack(">BBHHHH", 3, 1, 0, 0, 640, 480)
CAPABILITIES = rfb.extended_text(rfb.CAPABILITIES | rfb.TEXT, bytes(4))


class LightShow(Show):
    fake: FakeLightScreen

    def __init__(self, broker: Broker, folder: Path) -> None:
        broker.host.protocol = Protocol.LIGHT
        super().__init__(broker, folder)
        self.fake = FakeLightScreen()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await serve_unix(self.gateway.answer, self.socket, BROWSERS)
        async with light_screen(self.folder / self.desktop, self.fake):
            yield
            await asyncio.sleep(0.05)
            await asyncio.gather(*self.gateway.streams.tasks)
        server.close()


def play(broker: Broker, scene: Callable[[LightShow], Awaitable[None]]) -> LightShow:
    with TemporaryDirectory(prefix="dsp") as folder:
        show = LightShow(broker, Path(folder))

        async def run() -> None:
            async with show.running():
                await asyncio.wait_for(scene(show), 20)

        asyncio.run(run())
    return show


async def hear_bytes(browser: ClientConnection, count: int) -> bytes:
    data = b""
    while len(data) < count:
        message = await next_of(browser, bytes)
        assert isinstance(message, bytes)
        data += message
    return data


async def greet(browser: ClientConnection) -> None:
    assert await hear_bytes(browser, 12) == VERSION
    await browser.send(VERSION)
    assert await hear_bytes(browser, 2) == b"\x01\x01"
    await browser.send(b"\x01")
    assert await hear_bytes(browser, 4) == bytes(4)
    await browser.send(b"\x01")
    expected = rfb.server_init(640, 480, b"Onmaru")
    assert await hear_bytes(browser, len(expected)) == expected


def test_a_ticket_opens_a_light_desktop_and_the_picture_comes(broker: Broker) -> None:
    """[DK8] [DF1] [DF2]"""

    async def scene(show: LightShow) -> None:
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await browser.send(struct.pack(">BxHii", 2, 2, 7, 5))
            await browser.send(REQUEST)
            picture = rfb.update(rfb.raw(4, 4))
            assert await hear_bytes(browser, len(picture)) == picture

    messages = play(broker, scene).fake.messages
    assert messages[0] == bytes(4) + PIXELS
    assert messages[1] == struct.pack(">BxHii", 2, 2, 7, -0x3F5E1A32)


def test_keys_of_both_dialects_wait_for_composed_text(broker: Broker) -> None:
    """[DF4]"""

    async def scene(show: LightShow) -> None:
        show.fake.text_pause = 0.05
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await browser.send(json.dumps({"type": "commit", "text": "한", "seq": 1}))
            await browser.send(struct.pack(">BB2xI", 4, 1, 65293))
            await browser.send("ku,65293")
            await until(lambda: len(show.fake.order) == 3)

    assert play(broker, scene).fake.order == ["text:한", "key:65293:1", "key:65293:0"]


def test_what_is_on_no_list_ends_the_stream(broker: Broker) -> None:
    """[DF1]"""

    async def scene(show: LightShow) -> None:
        for bad in (b"\x07", struct.pack(">BxH", 2, 65535), "cmd,rm"):
            async with show.open(show.ticket()) as browser:
                await greet(browser)
                await browser.send(bad)
                assert await end_of(browser) == Close.BAD_MESSAGE

    play(broker, scene)


def test_a_malicious_light_desktop_ends_its_own_stream_only(broker: Broker) -> None:
    """[DF2]"""

    async def scene(show: LightShow) -> None:
        for bad in (
            rfb.update(struct.pack(">HHHHi", 0, 0, 65535, 65535, 0)),
            rfb.update(rfb.rectangle(16, struct.pack(">I", 2**31), (8, 8))),
            struct.pack(">B3xI", 3, 2**31 - 1),
        ):
            async with show.open(show.ticket()) as browser:
                await greet(browser)
                await show.fake.say(bad)
                assert await end_of(browser) == Close.GARBLED
        async with show.open(show.ticket()) as browser:
            await greet(browser)

    play(broker, scene)


def test_a_size_is_clamped_and_asked_for_once_it_may_be(broker: Broker) -> None:
    """[DF3]"""

    async def scene(show: LightShow) -> None:
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await browser.send("r,9999x101")
            await show.fake.say(rfb.update(rfb.resized(640, 480)))
            await until(lambda: bool(show.fake.sizes))

    assert play(broker, scene).fake.sizes == [(2560, 200)]


def test_without_leave_no_text_passes_in_either_direction(broker: Broker) -> None:
    """[DF5] [DK11]"""

    async def scene(show: LightShow) -> None:
        put(show.broker, clipboard_in=CLOSED, clipboard_out=CLOSED)
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await until(lambda: show.gateway.crossings.are_ready)
            await show.fake.say(CAPABILITIES)
            await show.fake.say(rfb.extended_text(rfb.NOTIFY | rfb.TEXT))
            await show.fake.say(rfb.provided("비밀") + rfb.cut_text(b"secret"))
            await browser.send(struct.pack(">B3xI", 6, 3) + b"abc")
            await browser.send("cw," + b64encode("안녕".encode()).decode())
            refused = [(await said(browser, "policy.crossing"))["rule"] for _ in range(3)]
            assert set(refused) == {"clipboard_out_closed", "clipboard_in_closed"}
            await browser.send("ping,7")
            while (heard := await next_of(browser, str)) != "pong,7":
                assert "clipboard.copied" not in str(heard)
            # Its capabilities, answered, and its text, asked for.
            assert [one[0] for one in show.fake.messages] == [0, 6, 6]

    play(broker, scene)


def test_with_leave_korean_passes_in_both_directions(broker: Broker) -> None:
    """[DF5] [DK11]"""

    async def scene(show: LightShow) -> None:
        put(show.broker, clipboard_in=OPEN, clipboard_out=OPEN)
        async with show.open(show.ticket()) as browser:
            await greet(browser)
            await until(lambda: show.gateway.crossings.are_ready)
            await show.fake.say(CAPABILITIES)
            await until(lambda: len(show.fake.messages) == 2)
            await browser.send("cw," + b64encode("안녕".encode()).decode())
            await until(lambda: len(show.fake.messages) == 3)
            await show.fake.say(rfb.extended_text(rfb.REQUEST | rfb.TEXT))
            await until(lambda: len(show.fake.messages) == 4)
            assert show.fake.messages[3] == provide("안녕")
            await show.fake.say(rfb.extended_text(rfb.NOTIFY | rfb.TEXT))
            await until(lambda: len(show.fake.messages) == 5)
            await show.fake.say(rfb.provided("한글"))
            assert (await said(browser, "clipboard.copied"))["text"] == "한글"

    play(broker, scene)
