"""What stands in a desktop's place and says what no desktop says, or nothing: its own stream ends,
and its page is told which of the two it was."""

import asyncio
import os
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from daas_broker.display.browser import whole_messages
from daas_broker.display.browser.probe import MOST_MESSAGES
from daas_broker.display.desktop import desktop_side, light_side
from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.display.model import MESSAGES_PER_SECOND, WORDS_PER_SECOND, Close
from daas_broker.display.unix_websocket import Manner
from tests.daas_broker.conftest import Broker
from tests.daas_broker.display import test_gateway, test_light
from tests.daas_broker.display.test_gateway import OURS, Show, end_of, hear, next_of
from tests.daas_broker.display.test_light import LightShow
from tests.support import rfb

PING = b"\x81\x86" + bytes(4) + b"ping,7"  # masked with nothing
Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def instead(show: Show, act: Act, name: str = "display.sock") -> AsyncIterator[None]:
    """Who answers at a socket of this desktop from now on."""
    path = show.folder / show.desktop / name
    path.unlink()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await act(reader, writer)
            await writer.drain()
            await reader.read()
        writer.close()

    async with await asyncio.start_unix_server(serve, str(path)):
        yield


def says(*words: bytes) -> Act:
    """Its greeting, a word after each of the viewer's."""

    async def act(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for word in words:
            writer.write(word)
            await reader.read(4096)

    return act


def drips(word: bytes) -> Act:
    async def act(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in word:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)

    return act


def greeted(last: bytes) -> Act:
    return says(VERSION, b"\x01\x01" + bytes(4) + last)


LIGHT = {
    "no RFB": says(b"HTTP/1.1 200 OK\r\n\r\n"),
    "a screen of 65535 by 65535": greeted(rfb.server_init(65535, 65535)),
    "no screen": greeted(rfb.server_init(0, 480)),
    "a name of four gigabytes": greeted(rfb.server_init(640, 480)[:20] + b"\xff" * 4),
    "nonsense": says(os.urandom(4096)),
}
RICH = {
    "no HTTP": says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "a header without end": says(b"HTTP/1.1 101 x\r\nX-A: " + b"a" * 100_000),
    "another answer": says(b"HTTP/1.1 500 No\r\n\r\n"),
}


def closes(browser_of: Show) -> Awaitable[int]:
    async def opened() -> int:
        async with browser_of.open(browser_of.ticket()) as browser:
            return await end_of(browser)

    return opened()


@pytest.mark.parametrize("act", LIGHT.values(), ids=LIGHT)
def test_a_light_desktop_whose_greeting_is_none_is_told_as_that(broker: Broker, act: Act) -> None:
    """[DF2] [DK16]"""

    async def scene(show: LightShow) -> None:
        async with instead(show, act):
            assert await closes(show) == Close.GARBLED

    test_light.play(broker, scene)


@pytest.mark.parametrize("act", RICH.values(), ids=RICH)
def test_a_rich_desktop_whose_greeting_is_none_is_told_as_that(broker: Broker, act: Act) -> None:
    """[DK10] [DK16]"""

    async def scene(show: Show) -> None:
        async with instead(show, act):
            assert await closes(show) == Close.GARBLED

    test_gateway.play(broker, scene)


def test_a_greeting_of_a_byte_now_and_then_is_silence(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DF2] [DK16]"""
    monkeypatch.setattr(light_side, "OPENING_SECONDS", 0.4)

    async def scene(show: LightShow) -> None:
        async with instead(show, drips(VERSION * 20)):
            assert await closes(show) == Close.SILENT

    test_light.play(broker, scene)


def test_the_line_to_a_desktop_that_does_not_answer_lives(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK16] A page that heard nothing of its line would call it lost, before it is told."""
    monkeypatch.setattr(light_side, "OPENING_SECONDS", 1.0)

    async def scene(show: LightShow) -> None:
        async with instead(show, says()), show.open(show.ticket()) as browser:
            await browser.send("ping,7")
            assert await browser.recv() == "pong,7"
            assert await end_of(browser) == Close.SILENT

    test_light.play(broker, scene)


def test_a_rich_greeting_of_a_byte_now_and_then_is_silence(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK10] [DK16]"""
    monkeypatch.setattr(desktop_side, "DESKTOP", Manner(1024, handshake_seconds=0.4))

    async def scene(show: Show) -> None:
        async with instead(show, drips(b"HTTP/1.1 101 Switching Protocols\r\n")):
            assert await closes(show) == Close.SILENT

    test_gateway.play(broker, scene)


def bomb(of_bytes: int) -> bytes:
    """So many zeros, deflated."""
    deflate = zlib.compressobj(9)
    return deflate.compress(bytes(of_bytes)) + deflate.flush(zlib.Z_SYNC_FLUSH)


def test_a_picture_that_inflates_without_end_goes_through_as_it_came(broker: Broker) -> None:
    """[DF2] Here nothing is inflated, so there is nothing to be filled."""
    body = bomb(32 * 1024 * 1024)
    size = (640, 480)
    zrle = rfb.update(rfb.rectangle(16, struct.pack(">I", len(body)) + body, size))
    tight = rfb.update(rfb.rectangle(7, b"\x00" + rfb.compact(len(body)) + body, size))

    async def scene(show: LightShow) -> None:
        async with show.open(show.ticket()) as browser:
            await test_light.greet(browser)
            for picture in (zrle, tight):
                await show.fake.say(picture)
                assert await test_light.hear_bytes(browser, len(picture)) == picture

    test_light.play(broker, scene)


def test_a_desktop_that_asks_without_end_whether_the_line_lives_ends_its_own_stream(
    broker: Broker,
) -> None:
    """[DK15]"""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            assert show.fake.connection is not None
            await (await show.fake.connection.ping())
            with suppress(ConnectionClosed):
                for _ in range(2 * WORDS_PER_SECOND):
                    await show.fake.connection.ping()
            assert await end_of(browser) == Close.GARBLED

    test_gateway.play(broker, scene)


def test_a_browser_is_told_that_the_line_lives_as_often_as_it_may_say_anything(
    broker: Broker,
) -> None:
    """[DK10] Answers that nobody reads were kept without end."""

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            await (await browser.ping())
            with suppress(ConnectionClosed):
                for _ in range(2 * MESSAGES_PER_SECOND):
                    await browser.ping()
            assert await end_of(browser) == Close.BAD_MESSAGE

    test_gateway.play(broker, scene)


def test_who_asks_how_far_the_gateway_is_asks_so_often_and_no_more(broker: Broker) -> None:
    """[DV4] No ticket is asked for there, and in ten seconds it was a gigabyte."""

    async def scene(show: Show) -> None:
        async with unix_connect(
            str(show.socket), "ws://localhost/display/check", origin=Origin(OURS),
            subprotocols=[Subprotocol("onmaru.check")], compression=None,
        ) as browser:  # fmt: skip
            answered = 0
            with suppress(ConnectionClosed):
                for _ in range(3 * MOST_MESSAGES):
                    await (await browser.ping())
                    answered += 1
            assert answered == MOST_MESSAGES
            assert await end_of(browser) == 1000

    test_gateway.play(broker, scene)


def test_who_goes_on_talking_and_reads_nothing_is_left(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[DK10]"""
    monkeypatch.setattr(whole_messages, "UNREAD_BYTES", 64 * 1024)

    async def scene(show: Show) -> None:
        async with show.open(show.ticket()) as browser:
            await next_of(browser, str)
            browser.transport.pause_reading()
            assert show.fake.connection is not None
            await show.fake.connection.send(b"\x03\0\0\0\0\0" + bytes(4 * 1024 * 1024))
            with pytest.raises(ConnectionError):
                await talk(browser)

    test_gateway.play(broker, scene)


async def talk(browser: ClientConnection) -> None:
    """Until its line is gone, which its transport tells by itself."""
    async with asyncio.timeout(5):
        while True:
            browser.transport.write(PING)
            await asyncio.sleep(0.01)
            if browser.transport.is_closing():
                raise ConnectionResetError


NONSENSE = {"a line without end": b"x" * 300_000, "the end": b""}


@pytest.mark.parametrize("word", NONSENSE.values(), ids=NONSENSE)
def test_a_lost_input_method_is_told_and_the_picture_goes_on(broker: Broker, word: bytes) -> None:
    """[DK10] [DK16] What is composed would vanish without a word."""

    async def act(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(word)
        await writer.drain()
        writer.close()

    async def scene(show: Show) -> None:
        async with instead(show, act, "text.sock"), show.open(show.ticket()) as browser:
            await hear(browser, '{"type": "typing.lost"}')
            await browser.send("ping,7")
            await hear(browser, "pong,7")

    test_gateway.play(broker, scene)
