"""What answers on a desktop's two sockets, as deploy/desktops/PROTOCOL.md says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.server import ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed

LAYOUT = "DISPLAY_CONFIG_UPDATE," + json.dumps(
    {"layouts": {"primary": {"x": 0, "y": 0}, "display2": {"x": 1280, "y": 0}}}
)
PICTURE = bytes([3, 0, 0, 1, 0, 0]) + b"\xff\xd8 a stripe \xff\xd9"


@dataclass
class FakeScreen:
    """`hears` and `types` are what reached the display and the input method, in order; of a second
    screen's own connection it is in `second_hears`. That screen lies right of 1280 pixels."""

    hears: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    connection: ServerConnection | None = None
    second: ServerConnection | None = None
    second_hears: list[str] = field(default_factory=list)
    voice: list[bytes] = field(default_factory=list)
    asked: list[dict[str, object]] = field(default_factory=list)
    text_pause: float = 0.0

    async def display(self, connection: ServerConnection) -> None:
        before, self.connection = self.connection, connection
        await connection.send("MODE websockets")
        await connection.send(json.dumps({"type": "server_settings", "settings": {"secret": 1}}))
        try:
            async for message in connection:
                if isinstance(message, bytes):
                    self.voice.append(message)
                    continue
                if message.startswith('SETTINGS,{"displayId":"display2"'):
                    self.second, self.connection = connection, before
                    await connection.send(LAYOUT)
                if connection is self.second:
                    self.second_hears.append(message)
                else:
                    self.hears.append(message)
                    self.order.append(message)
                if message.startswith("SETTINGS,"):
                    await connection.send(PICTURE)
        except ConnectionClosed:
            return

    async def text(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # the gateway may go at any moment
            await self._settle(reader, writer)
        writer.close()

    async def _settle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'{"type":"focus","text":true}\n')
        while line := await reader.readline():
            wish = json.loads(line)
            if wish["type"] == "settle":
                self.asked.append(wish)
                writer.write(json.dumps({"type": "settled", "seq": wish["seq"]}).encode() + b"\n")
                continue
            await asyncio.sleep(self.text_pause)
            self.types.append(wish["text"])
            self.order.append(f"text:{wish['text']}")
            writer.write(json.dumps({"type": "done", "seq": wish["seq"]}).encode() + b"\n")


@asynccontextmanager
async def screen(folder: Path, fake: FakeScreen) -> AsyncIterator[FakeScreen]:
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a test's own folder
    text = await asyncio.start_unix_server(fake.text, str(folder / "text.sock"))
    async with unix_serve(
        fake.display, str(folder / "display.sock"), compression=None, origins=[None]
    ):
        yield fake
    text.close()
