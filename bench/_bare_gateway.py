"""What our gateway's library takes by itself: passes messages, asks nobody, knows no rule.

`python -m bench._bare_gateway DESKTOP SOCKET`. What lies between it and ours is what ours does.
"""

import asyncio
import gc
import sys
from pathlib import Path

import uvloop
from picows import (
    WSFrame,
    WSListener,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)

from daas_broker.display.model import SUBPROTOCOL
from daas_broker.display.unix_websocket import Manner, connect_unix, serve_unix
from workplace.display import BROWSERS

ROUTE = "/api/websockets"


class End(WSListener):
    """One of two, each of which says what the other hears."""

    def __init__(self) -> None:
        self.other: End | None = None
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002
        if self.other is not None and self.other.transport is not None:
            self.other.transport.send(frame.msg_type, frame.get_payload_as_bytes())

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002
        self.transport = None
        if self.other is not None and self.other.transport is not None:
            self.other.transport.disconnect()


class Browser(End):
    def __init__(self, desktop: Path) -> None:
        super().__init__()
        self.desktop = desktop

    def on_ws_connected(self, transport: WSTransport) -> None:
        super().on_ws_connected(transport)
        self.reaching = asyncio.get_running_loop().create_task(self._reach())

    async def _reach(self) -> None:
        self.other = End()
        self.other.other = self
        other = self.other
        await connect_unix(
            lambda: other, str(self.desktop), ROUTE, Manner(BROWSERS.max_frame_bytes)
        )


async def run(desktop: Path, listens: Path) -> None:
    gc.freeze()

    def answer(_request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        response = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": SUBPROTOCOL})
        return WSUpgradeResponseWithListener(response, Browser(desktop))

    await serve_unix(answer, listens, BROWSERS)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(run(Path(sys.argv[1]), Path(sys.argv[2])))
