"""The gateway before a real desktop, without a database behind it, and a browser that types.

Every message passes the gateway's own rules, lanes and sockets; only its question who may come in
is answered here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.typing import Subprotocol

from daas_broker.desktops.model import SeenDesktop
from daas_broker.display.browser.browser_socket import BrowserSocket
from daas_broker.display.browser.second import SecondWindow
from daas_broker.display.companions.model import Begin
from daas_broker.display.model import (
    FIRST,
    MESSAGES_PER_SECOND,
    SECOND,
    SUBPROTOCOL,
    Opened,
    Wish,
)
from daas_broker.display.realtime import Viewer
from daas_broker.display.streams import Streams
from daas_broker.display.unix_websocket import serve_unix
from daas_broker.sessions.model import ConnectionId, Stream
from identity.tickets.model import Presented
from kernel.actor import SessionId
from kernel.errors import Refused
from kernel.ids import fresh_id
from workplace.display import BROWSERS

SETTINGS = {"displayId": "primary", "encoder": "jpeg", "framerate": 5, "scaling_dpi": 96,
            "initialClientWidth": 1280, "initialClientHeight": 800}  # fmt: skip
PACE = 1.6 / MESSAGES_PER_SECOND
PATIENCE = 30


@dataclass
class OpenDoors:
    desktop: SeenDesktop
    stream: Stream | None = None

    def open(self, wishes: Sequence[Wish], _hint: object) -> Sequence[Opened | Refused]:
        return [self._opened(wish.screen) for wish in wishes]

    def _opened(self, screen: int) -> Opened:
        """A second window stands beside the stream that was opened last."""
        if screen == FIRST or self.stream is None:
            fresh = SessionId(fresh_id()), ConnectionId(fresh_id())
            self.stream = Stream(self.desktop.id, *fresh)
        return Opened(self.stream, self.desktop.endpoint, screen)

    def lock(self, stream: Stream) -> None: ...

    def disconnected(self, streams: Sequence[Stream]) -> None: ...


@dataclass
class Typist:
    """What the page of the viewer says while somebody types; not faster than it may."""

    socket: ClientConnection
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    done: int = 0
    last: int = 0
    said: list[str] = field(default_factory=list)
    pictures: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    _due: float = 0.0

    async def say(self, message: str) -> None:
        now = asyncio.get_running_loop().time()
        self._due = max(self._due, now) + PACE
        if self._due - now > 0.05:
            await asyncio.sleep(self._due - now)
        await self.socket.send(message)

    async def text(self, kind: str, text: str) -> None:
        self.last = next(self.numbers)
        await self.say(json.dumps({"type": kind, "text": text, "seq": self.last}))

    async def compose(self, *steps: str) -> None:
        """As an input method of the browser tells it: the last step is what goes in."""
        for step in steps[:-1]:
            await self.text("preedit", step)
        await self.text("commit", steps[-1])

    async def press(self, *keysyms: int) -> None:
        for keysym in keysyms:
            await self.say(f"kd,{keysym}")
        for keysym in reversed(keysyms):
            await self.say(f"ku,{keysym}")

    async def listen(self) -> None:
        async for message in self.socket:
            if isinstance(message, bytes):
                self.pictures += 1
                frame = int.from_bytes(message[2:4])
                await self.socket.send(f"CLIENT_FRAME_ACK {frame} 0")
                continue
            self.said.append(message)
            said = json.loads(message) if message.startswith("{") else {}
            if said.get("type") in {"done", "refused"}:
                self.done = max(self.done, said["seq"])
                self.answered.set()

    async def settled(self) -> None:
        """Until the input method has answered everything."""
        async with asyncio.timeout(PATIENCE):
            while self.done < self.last:
                self.answered.clear()
                await self.answered.wait()


@asynccontextmanager
async def gateway(desktop: SeenDesktop, *companions: Begin) -> AsyncIterator[Path]:
    """The socket at which its windows come in: at `/`, and a second one at `/second`."""
    streams = Streams(OpenDoors(desktop), ThreadPoolExecutor(1), companions)

    def answer(request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        response = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": SUBPROTOCOL})
        if request.path == b"/second":
            window: BrowserSocket = SecondWindow(streams, Wish(Presented(""), desktop.id, SECOND))
        else:
            window = Viewer(streams, Wish(Presented(""), desktop.id))
        return WSUpgradeResponseWithListener(response, window)

    with TemporaryDirectory(prefix="typ") as folder:
        path = Path(folder) / "gateway.sock"
        server = await serve_unix(answer, path, BROWSERS)
        yield path
        server.close()


@asynccontextmanager
async def window(path: Path, address: str = "/") -> AsyncIterator[Typist]:
    async with (
        unix_connect(
            str(path), f"ws://localhost{address}", compression=None,
            subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=2**23,
        ) as socket,
        asyncio.TaskGroup() as tasks,
    ):  # fmt: skip
        typist = Typist(socket)
        await socket.send("SETTINGS," + json.dumps(SETTINGS))
        listening = tasks.create_task(typist.listen())
        yield typist
        listening.cancel()


@asynccontextmanager
async def typing_at(desktop: SeenDesktop, *companions: Begin) -> AsyncIterator[Typist]:
    async with gateway(desktop, *companions) as path, window(path) as typist:
        yield typist
