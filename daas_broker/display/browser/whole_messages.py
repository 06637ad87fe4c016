"""A browser's end of a socket: whole messages in, within bounds; messages and an end out."""

from abc import abstractmethod
from collections.abc import Coroutine
from time import monotonic
from typing import Any

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.display.machine import Flood
from daas_broker.display.model import FROM_DESKTOP_BYTES, FROM_VIEWER_BYTES, Close

OF_THE_LINE = frozenset({WSMsgType.PING, WSMsgType.PONG})
UNSENT_BYTES = 1024 * 1024  # half a key frame; beyond it who draws waits
# Of a browser that goes on talking and reads nothing: more than the pictures on their way.
UNREAD_BYTES = 2 * FROM_DESKTOP_BYTES


class WholeMessages(WSListener):
    """Hands texts and bytes on, also what comes in parts: a browser cuts a long message where its
    own buffers end (RFC 6455 §5.4). A text that is none is refused."""

    def __init__(self) -> None:
        self._transport: WSTransport | None = None
        self._flood = Flood()
        self._begun: WSMsgType | None = None  # what the parts are of, until the last has come
        self._parts = bytearray()
        self._is_closing = False

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
        if frame.payload_size > FROM_VIEWER_BYTES or self._is_closing:
            return  # refused already: picows only goes on with what it has read
        if transport.underlying_transport.get_write_buffer_size() > UNREAD_BYTES:
            self._is_closing = True
            transport.disconnect(graceful=False)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif frame.msg_type in OF_THE_LINE:
            self._hear_line(transport, frame)
        else:
            self._take_frame(frame)

    def _hear_line(self, transport: WSTransport, frame: WSFrame) -> None:
        """Whether the line lives; it counts as much as a message [DK10]."""
        if self._flood.is_over(monotonic()):
            self._refuse("too many pings")
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def _take_frame(self, frame: WSFrame) -> None:
        goes_on = frame.msg_type == WSMsgType.CONTINUATION
        if goes_on is (self._begun is None):
            self._refuse("parts of no message, or of two")
        elif goes_on or not frame.fin:
            self._add_part(frame)
        else:
            self._hand_on(frame.msg_type, frame.get_payload_as_bytes())

    def _add_part(self, frame: WSFrame) -> None:
        self._begun = self._begun or frame.msg_type
        self._parts += frame.get_payload_as_memoryview()
        if len(self._parts) > FROM_VIEWER_BYTES:
            self._forget()
            self.close(Close.TOO_BIG)
        elif frame.fin:
            self._hand_on(*self._forget())
        elif self._flood.is_over(monotonic()):
            self._refuse("too many parts")

    def _forget(self) -> tuple[WSMsgType | None, bytes]:
        begun, whole = self._begun, bytes(self._parts)
        self._begun, self._parts = None, bytearray()
        return begun, whole

    def _hand_on(self, kind: WSMsgType | None, payload: bytes) -> None:
        if kind == WSMsgType.BINARY:
            self._hear_bytes(payload)
            return
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            self._refuse("text that is no UTF-8")
        else:
            self._hear_text(text)

    def close(self, code: Close) -> None:
        if self._transport is not None:
            self._is_closing = True
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
