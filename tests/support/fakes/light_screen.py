"""A light desktop: what answers with RFB on its display socket, and an input method beside it."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from daas_broker.display.desktop.rfb.model import VERSION
from tests.support import rfb
from tests.support.fakes.desktop_screen import FakeScreen

LENGTHS = {0: 20, 3: 10, 4: 8, 5: 6, 150: 10}


@dataclass
class FakeLightScreen(FakeScreen):
    """`messages` are whole RFB messages that reached it. It draws when it is asked to."""

    messages: list[bytes] = field(default_factory=list)
    writer: asyncio.StreamWriter | None = None
    size: tuple[int, int] = (640, 480)

    async def light(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        try:
            await self._greet(reader, writer)
            while True:
                await self._hear(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def say(self, data: bytes) -> None:
        assert self.writer is not None
        self.writer.write(data)
        await self.writer.drain()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(VERSION)
        assert await reader.readexactly(12) == VERSION
        writer.write(b"\x01\x01")
        assert await reader.readexactly(1) == b"\x01"
        writer.write(bytes(4))
        assert await reader.readexactly(1) == b"\x01"
        writer.write(rfb.server_init(*self.size))

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kind = await reader.readexactly(1)
        match kind[0]:
            case 2:
                head = await reader.readexactly(3)
                rest = head + await reader.readexactly(4 * int.from_bytes(head[1:]))
            case 6:
                head = await reader.readexactly(7)
                length = abs(int.from_bytes(head[3:], signed=True))
                rest = head + await reader.readexactly(length)
            case 248:
                head = await reader.readexactly(8)
                rest = head + await reader.readexactly(head[7])
            case 251:
                head = await reader.readexactly(7)
                rest = head + await reader.readexactly(16 * head[5])
            case known:
                rest = await reader.readexactly(LENGTHS[known] - 1)
        self.messages.append(kind + rest)
        if kind[0] == 4:
            self.order.append(f"key:{int.from_bytes(rest[3:])}:{rest[0]}")
        if kind[0] == 3:
            writer.write(rfb.update(rfb.raw(4, 4)))

    @property
    def sizes(self) -> list[tuple[int, ...]]:
        return [struct.unpack(">HH", one[2:6]) for one in self.messages if one[0] == 251]


@asynccontextmanager
async def light_screen(folder: Path, fake: FakeLightScreen) -> AsyncIterator[FakeLightScreen]:
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a test's own folder
    text = await asyncio.start_unix_server(fake.text, str(folder / "text.sock"))
    display = await asyncio.start_unix_server(fake.light, str(folder / "display.sock"))
    yield fake
    text.close()
    display.close()
