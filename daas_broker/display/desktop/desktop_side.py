"""The desktop's side of a stream: it may send anything, and reaches its own viewer only."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any, Protocol

from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.display import rules
from daas_broker.display.desktop.line import Garbled
from daas_broker.display.load.pace import Paced
from daas_broker.display.machine import Flood
from daas_broker.display.model import (
    CRUMB_BYTES,
    CRUMBS_PER_SECOND,
    FROM_DESKTOP_BYTES,
    SECOND,
    TO_DESKTOP_BYTES,
    WORDS_PER_SECOND,
    Opened,
    Verdict,
)
from daas_broker.display.unix_websocket import Manner, connect_unix

log = logging.getLogger(__name__)
DESKTOP = Manner(max_frame_bytes=FROM_DESKTOP_BYTES, read_buffer_bytes=16 * 1024)
ROUTE = "/api/websockets"
AGAIN_TOO_SOON = 4029  # Selkies: within 500 ms of the connection before
PAUSE = 0.6
ATTEMPTS = 4
OPENING_SECONDS = 10


class BrowserSide(Protocol):
    def send_text(self, message: str) -> None: ...
    def send_binary(self, payload: memoryview) -> None: ...
    def clipboard_out(self, message: str) -> None: ...
    def desktop_closed(self, *, is_garbled: bool = False) -> None: ...


class DesktopSide(Paced, WSListener):
    def __init__(self, viewer: BrowserSide, opened: Opened) -> None:
        super().__init__()
        self._viewer, self._opened = viewer, opened
        self._transport: WSTransport | None = None
        self._ending: asyncio.Task[None] | None = None
        self._words = Flood(most=WORDS_PER_SECOND)
        self._crumbs = Flood(most=CRUMBS_PER_SECOND)
        self.is_garbled = False
        self.on_placed: Callable[[int, int], None] = _unplaced
        self.answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=TO_DESKTOP_BYTES)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            self._closing(transport, _close_code(frame))
            return
        if frame.msg_type in {WSMsgType.PING, WSMsgType.PONG}:
            self._hear_line(transport, frame)
            return
        self._answer(answered=True)
        # picows goes on reading a frame after it has refused its size.
        is_too_big = frame.payload_size > FROM_DESKTOP_BYTES
        if is_too_big or not frame.fin or frame.msg_type == WSMsgType.CONTINUATION:
            self.is_garbled = True
            transport.disconnect()
        elif frame.msg_type == WSMsgType.BINARY:
            self._draw(transport, frame.get_payload_as_memoryview())
        elif not self._is_too_much(transport, self._words):
            self._count(self._text, frame.get_payload_as_bytes())

    def _hear_line(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self._is_too_much(transport, self._words) and frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def _draw(self, transport: WSTransport, payload: memoryview) -> None:
        if not rules.may_come_out(payload):
            self._is_too_much(transport, self._words)
        elif len(payload) >= CRUMB_BYTES or not self._is_too_much(transport, self._crumbs):
            self._viewer.send_binary(payload)

    def _is_too_much(self, transport: WSTransport, said: Flood) -> bool:
        """One more: each costs the gateway more than a desktop. picows goes on with the frames that
        it has read already."""
        if not self.is_garbled and said.is_over(monotonic()):
            self.is_garbled = True
            log.warning("a desktop ended its stream: it says too much")
            transport.disconnect(graceful=False)
        return self.is_garbled

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        was_open = self.answered.done() and self.answered.result()
        # picows tells on a future of its own how it ended, once this is over.
        ending = self._end(transport, was_open=was_open)
        self._ending = asyncio.get_running_loop().create_task(ending)
        self._answer(answered=False)

    async def _end(self, transport: WSTransport, *, was_open: bool) -> None:
        try:
            await transport.wait_disconnected()
        except (WSError, OSError) as error:
            log.warning("a desktop ended its stream: %s", error)
            self.is_garbled = self.is_garbled or isinstance(error, WSError)
        if was_open:
            self._viewer.desktop_closed(is_garbled=self.is_garbled)

    def turn_to(self, viewer: BrowserSide) -> None:
        self._viewer = viewer

    def send(self, message: str) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, message.encode())

    def mark(self, keysym: int) -> None:
        """Behind the keys that went before. What is let go and was not pressed is no key."""
        self.send(f"ku,{keysym}")

    def hear(self, payload: bytes) -> list[Verdict]:
        """Beside text, the page of a rich desktop sends what its person says [DK10]."""
        return [rules.voice_of(payload)]

    def speak(self, message: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.BINARY, message)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    def _read_on(self, *, reads: bool) -> None:
        if self._transport is None:
            return
        if reads:
            self._transport.underlying_transport.resume_reading()
        else:
            self._transport.underlying_transport.pause_reading()

    def pause_writing(self) -> None:
        """Input is bounded (MESSAGES_PER_SECOND, policy): a desktop that reads none is ended."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def resume_writing(self) -> None:
        """It is gone by then."""

    def _text(self, payload: bytes) -> None:
        message = payload.decode(errors="replace")
        if message.startswith("clipboard"):
            self._viewer.clipboard_out(message)  # [DK11]
            return
        screen = self._opened.screen
        place = rules.place_of_second(message) if screen == SECOND else None
        if place is not None:
            self.on_placed(*place)
            return
        passed = rules.from_desktop(message, screen)
        if passed is not None:
            self._viewer.send_text(passed)

    def _closing(self, transport: WSTransport, code: int) -> None:
        if code == AGAIN_TOO_SOON:
            self._answer(answered=False)
        transport.send_close(WSCloseCode.OK)
        transport.disconnect()

    def _answer(self, *, answered: bool) -> None:
        if not self.answered.done():
            self.answered.set_result(answered)


async def connect_desktop(viewer: BrowserSide, opened: Opened) -> DesktopSide:
    """Open until it says its first word; asked too soon after another, it is asked again."""
    for _ in range(ATTEMPTS):
        side = DesktopSide(viewer, opened)
        async with asyncio.timeout(OPENING_SECONDS):
            await connect_unix(partial(_same, side), opened.endpoint.display, ROUTE, DESKTOP)
            try:
                if await side.answered:
                    return side
            except BaseException:  # given up, or too late: nobody would hear it
                side.close()
                raise
        await asyncio.sleep(PAUSE)
        if side.is_garbled:
            raise Garbled("its first word is none")
    raise ConnectionRefusedError("it refuses each connection")


def _unplaced(_x: int, _y: int) -> None:
    """Only a second window asks where it lies."""


def _same(side: DesktopSide) -> DesktopSide:
    return side


def _close_code(frame: WSFrame) -> int:
    code: Any = frame.get_close_code()
    return int(code)
