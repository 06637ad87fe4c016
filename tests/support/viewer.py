"""A person before a desktop, as bytes: what deploy/desktops/PROTOCOL.md says, and nothing else."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, unix_connect

AUDIO, JPEG, H264 = 0x01, 0x03, 0x04
FIRST_WISH = {"displayId": "primary", "framerate": 30}


@dataclass
class Viewer:
    socket: ClientConnection
    pictures: list[bytes] = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def watch(self, seconds: float) -> None:
        """Take in what comes for a while."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.take_one()
        except TimeoutError:
            return

    async def until_picture(self) -> None:
        async with asyncio.timeout(10):
            while not self.pictures:
                await self.take_one()

    async def take_one(self) -> None:
        await self._take(await self.socket.recv())

    async def press(self, *keysyms: int) -> None:
        for keysym in keysyms:
            await self.socket.send(f"kd,{keysym}")
        for keysym in reversed(keysyms):
            await self.socket.send(f"ku,{keysym}")

    async def click(self, x: int, y: int) -> None:
        for buttons in (0, 1, 0):
            await self.socket.send(f"m,{x},{y},{buttons},0")
            await asyncio.sleep(0.05)

    def sizes(self) -> Iterator[tuple[int, int]]:
        for text in self.said:
            if text.startswith('{"type": "stream_resolution"'):
                told = json.loads(text)
                yield told["width"], told["height"]

    async def _take(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self.said.append(message)
        elif message[0] == AUDIO:
            self.packets.append(message)
        else:
            self.pictures.append(message)
            await self.socket.send(f"CLIENT_FRAME_ACK {int.from_bytes(message[2:4])} 0")


async def open_viewer(
    display: str, width: int, height: int, encoder: str = "jpeg", dpi: int = 96
) -> Viewer:
    socket = await unix_connect(display, "ws://desktop/api/websockets", max_size=2**23)
    size = {"initialClientWidth": width, "initialClientHeight": height}
    look = {"encoder": encoder, "scaling_dpi": dpi}
    await socket.send("SETTINGS," + json.dumps(FIRST_WISH | size | look))
    return Viewer(socket)


async def compose(text: str, steps: list[tuple[str, str]]) -> list[dict[str, object]]:
    """What an input method does: `("preedit", "하")` and `("commit", "한")` one after another."""
    reader, writer = await asyncio.open_unix_connection(text)
    answers: list[dict[str, object]] = [json.loads(await reader.readline())]
    for number, (kind, value) in enumerate(steps):
        line = json.dumps({"type": kind, "text": value, "seq": number}, ensure_ascii=False)
        writer.write(line.encode() + b"\n")
        answers.append(json.loads(await reader.readline()))
    writer.close()
    return answers
