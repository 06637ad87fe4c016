"""A browser's end of a socket: whole messages in, within bounds; messages and an end out."""

from abc import abstractmethod
from collections.abc import Coroutine
from typing import Any

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.display.machine import Flood
from daas_broker.display.model import FROM_VIEWER_BYTES, Close

UNSENT_BYTES = 1024 * 1024  # half a key frame; beyond it who draws waits


class WholeMessages(WSListener):
    """Hands texts and bytes on; a message in parts, or a text that is none, is refused."""

    def __init__(self) -> None:
        self._transport: WSTransport | None = None
        self._flood = Flood()

    @abstractmethod
    async def _open(self) -> None:
        """By its ticket, to what it shows."""

    @abstractmethod
    def spawn(self, work: Coroutine[None, None, None]) -> None: ...
    @abstractmethod
    def _hear_text(self, text: str) -> None: ...
    @abstractmethod
    def _hear_bytes(self, payload: bytes) -> None: ...
    @abstractmethod
    def _refuse(self, why: str) -> None: ...

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=UNSENT_BYTES)
        self.spawn(self._open())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.payload_size > FROM_VIEWER_BYTES:
            return  # refused already: picows only goes on reading it
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT and frame.fin:
            try:
                text = frame.get_payload_as_utf8_text()
            except UnicodeDecodeError:
                self._refuse("text that is no UTF-8")
            else:
                self._hear_text(text)
        elif frame.msg_type == WSMsgType.BINARY and frame.fin:
            self._hear_bytes(frame.get_payload_as_bytes())
        elif frame.msg_type not in {WSMsgType.PING, WSMsgType.PONG}:
            self._refuse("a message in parts")

    def close(self, code: Close) -> None:
        if self._transport is not None:
            # picows takes any number; its types name only the registered ones.
            number: Any = int(code)
            self._transport.send_close(number, code.name.lower().encode())
            self._transport.disconnect()

    def _say(self, message: str) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, message.encode())

    def _draw(self, payload: memoryview) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.BINARY, payload)
