"""One WebSocket: frames in, frames out, its end, and whether its reader keeps up.

What the frames mean is its subclass's: `realtime.py` (a room a socket), `hocuspocus.py` (many) and
`relay.py` (a room that another process owns).
"""

import asyncio
from abc import ABC, abstractmethod
from typing import cast

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from weboffice.editing.held import FRAME_HEAD
from weboffice.editing.host import Host
from weboffice.editing.model import CloseCode

CLOSE_SECONDS = 1.0  # for the other side to answer that it was closed
MOST_PINGS = 60  # a second
ABNORMAL = 1006  # RFC 6455 7.1.5: it ended without a word


class Wire(WSListener, ABC):
    def __init__(self, host: Host, origin: str) -> None:
        self.host = host
        self.origin = origin
        self.slow_since: float | None = None
        self.goodbye: tuple[int, str] = (ABNORMAL, "")  # the other side's code and reason
        self.longest = host.limits.frame
        self._halts: set[object] = set()
        self._transport: WSTransport | None = None
        self._parts: list[bytes] = []  # of a fragmented message
        self._parts_bytes = 0
        self._second, self._pings = 0.0, 0  # of the present second

    # What a subclass does

    def opened(self) -> None:
        """The upgrade is done."""

    @abstractmethod
    def received(self, message: bytes) -> None: ...

    @abstractmethod
    def ended(self) -> None: ...

    @abstractmethod
    def fell_behind(self) -> None: ...

    @abstractmethod
    def caught_up(self) -> None: ...

    # What it may use

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def post(self, message: bytes) -> None:
        # Not `send`: above 8 KiB picows lends uvloop a header that its next frame overwrites.
        self.post_shared(bytearray(FRAME_HEAD) + message)

    def post_shared(self, frame: bytearray) -> None:
        """`frame` has FRAME_HEAD bytes for the header in front, which are overwritten."""
        if self._transport is not None:
            self._transport.send_reuse_external_bytearray(WSMsgType.BINARY, frame, FRAME_HEAD)

    def hang_up(self, code: int, reason: str) -> None:
        transport = self._transport
        if transport is None:
            return
        # picows takes any number, its types name only the registered ones.
        transport.send_close(cast("WSCloseCode", code), reason.encode())
        self._transport = None
        self.ended()
        # Hanging up on what it just sent would reset the connection, and the code would be lost.
        asyncio.get_running_loop().call_later(CLOSE_SECONDS, transport.disconnect)

    def halt(self, why: object) -> None:
        """Read nothing more until `resume` was called for the same reason."""
        self._halts.add(why)
        if self._transport is not None:
            self._transport.underlying_transport.pause_reading()

    def resume(self, why: object) -> None:
        self._halts.discard(why)
        if self._transport is not None and not self._halts:
            self._transport.underlying_transport.resume_reading()

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        slow = self.host.limits.slow_buffer
        transport.underlying_transport.set_write_buffer_limits(high=slow, low=slow // 4)
        self.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if self._transport is None:  # told to go; only its answer to that is waited for
            if frame.msg_type is WSMsgType.CLOSE:
                transport.disconnect()
        elif frame.msg_type is WSMsgType.CLOSE:
            # picows gives any number, its types name only the registered ones.
            self.goodbye = cast("int", frame.get_close_code()), frame.get_close_reason() or ""
            transport.send_close(frame.get_close_code(), frame.get_close_message())
            transport.disconnect()
        elif frame.msg_type in {WSMsgType.BINARY, WSMsgType.CONTINUATION}:
            self._on_part(frame.get_payload_as_bytes(), is_last=frame.fin)
        elif frame.msg_type is WSMsgType.TEXT:
            self.hang_up(CloseCode.BAD_MESSAGE, "bad_message: text")
        else:
            self._hear_line(transport, frame)

    def _hear_line(self, transport: WSTransport, frame: WSFrame) -> None:
        """Whether the line lives, asked or answered; nobody is answered who reads nothing."""
        now = asyncio.get_running_loop().time()
        if now - self._second >= 1:
            self._second, self._pings = now, 0
        self._pings += 1
        if self._pings > MOST_PINGS:
            self.hang_up(CloseCode.TOO_FAST, "too_fast")
        elif frame.msg_type is WSMsgType.PING and self.slow_since is None:
            transport.send_pong(frame.get_payload_as_bytes())

    def _on_part(self, part: bytes, *, is_last: bool) -> None:
        if is_last and not self._parts:
            self.received(part)
            return
        self._parts.append(part)
        self._parts_bytes += len(part)
        if self._parts_bytes > self.longest:
            self.hang_up(CloseCode.TOO_BIG, "too_big")
        elif is_last:
            whole, self._parts, self._parts_bytes = b"".join(self._parts), [], 0
            self.received(whole)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        if self._transport is not None:
            self._transport = None
            self.ended()

    def pause_writing(self) -> None:
        self.slow_since = asyncio.get_running_loop().time()
        self.fell_behind()

    def resume_writing(self) -> None:
        self.slow_since = None
        self.caught_up()
