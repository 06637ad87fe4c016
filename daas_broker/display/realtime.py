"""One open stream: a browser on one side, a desktop on the other, and the rules between them."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from time import monotonic
from typing import Any

from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport
from prometheus_client import Counter, Histogram

from daas_broker.desktops.model import DesktopId, Protocol
from daas_broker.display import rules
from daas_broker.display.companions import Companion
from daas_broker.display.desktop_side import BrowserSide, DesktopSide, connect_desktop
from daas_broker.display.light_side import LightSide, connect_light
from daas_broker.display.machine import Flood
from daas_broker.display.model import (
    FROM_VIEWER_BYTES,
    Answer,
    Close,
    Control,
    Dropped,
    Opened,
    Refusal,
    ToClipboard,
    ToDisplay,
    ToMicrophone,
    ToText,
    Verdict,
    Wish,
)
from daas_broker.display.streams import Streams
from daas_broker.display.text_side import TextSide
from daas_broker.sessions.model import Stream
from kernel.errors import Refused, Unavailable

log = logging.getLogger(__name__)
Connect = Callable[[BrowserSide, Opened], Awaitable[DesktopSide | LightSide]]
UNSENT_BYTES = 1024 * 1024  # half a key frame; beyond it the desktop waits
EARLY_MESSAGES = 64  # while the ticket is being redeemed
_bytes = Counter("onmaru_display_bytes", "Bytes that left a desktop")
_refused = Counter("onmaru_display_refused", "Messages refused or dropped", ["what"])
_opening = Histogram("onmaru_display_open_seconds", "From the socket to the open desktop")


class Viewer(WSListener):
    """The browser's side, and the owner of the other two."""

    def __init__(
        self, streams: Streams, token: str, desktop_id: DesktopId, agent: str = ""
    ) -> None:
        self._streams, self.agent = streams, agent
        self._token, self._desktop_id = token, desktop_id
        self._transport: WSTransport | None = None
        self._desktop: DesktopSide | LightSide | None = None
        self._text = TextSide(self)
        self._opened: Opened | None = None
        self._companions: list[Companion] = []
        self._is_announced = False
        self._held_by: set[str] = set()
        self._is_ready = False
        self._is_locked = False
        self._early: list[str | bytes] = []
        self._flood = Flood()

    @property
    def stream(self) -> Stream | None:
        return self._opened.stream if self._opened else None

    # What picows calls

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
                self._receive(frame.get_payload_as_utf8_text())
            except UnicodeDecodeError:
                self._refuse("text that is no UTF-8")
        elif frame.msg_type == WSMsgType.BINARY and frame.fin:
            self._receive(frame.get_payload_as_bytes())
        elif frame.msg_type not in {WSMsgType.PING, WSMsgType.PONG}:
            self._refuse("a message in parts")

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        self._transport = None
        self._tidy()

    def _tidy(self) -> None:
        """Whatever is open of it; again, when opening went on while the browser left."""
        if self._opened is not None:
            self._streams.leave(self, self._opened.stream.desktop_id)
        if self._desktop is not None:
            self._desktop.close()
        self._text.close()
        companions, self._companions = self._companions, []
        for companion in companions:
            companion.closed()
        if self._is_announced and self._opened is not None:
            self._is_announced = False
            self.spawn(self._leave(self._opened.stream))

    def pause_writing(self) -> None:
        """The browser is slower than the desktop draws: the desktop waits in its own socket."""
        self.hold("browser")

    def resume_writing(self) -> None:
        self.go_on("browser")

    # Opening and closing

    async def _open(self) -> None:
        started = monotonic()
        try:
            await self._enter()
        except Unavailable as error:
            log.warning("the broker is away: %s", error)
            self.close(Close.AWAY)
        except Refused as error:
            ended = error.code == "desktop_ended"
            self.close(Close.DESKTOP_ENDED if ended else Close.TICKET_REFUSED)
        except (OSError, WSError, TimeoutError) as error:
            log.warning("desktop %s does not answer: %s", self._desktop_id, error)
            self.close(Close.AWAY)
        else:
            _opening.observe(monotonic() - started)

    async def _enter(self) -> None:
        opened = await self._streams.entering.ask(Wish(self._token, self._desktop_id))
        if self._transport is None:
            return
        self._opened = opened
        # First among the streams, then the last look at the right: a notice that comes between
        # the two finds this stream.
        self._streams.take(self, opened.stream.desktop_id)
        locked_at = await self._streams.staying.ask(opened.stream)
        self._is_announced = True
        if self._transport is None:
            self._tidy()
        elif locked_at is not None:
            self._shut(locked_at)
        else:
            await self._connect(opened)

    async def _connect(self, opened: Opened) -> None:
        self._companions = [begin(self) for begin in self._streams.companions]
        is_light = opened.endpoint.protocol is Protocol.LIGHT
        connect: Connect = connect_light if is_light else connect_desktop
        self._desktop = await connect(self, opened)
        reader = await self._text.open(opened.endpoint.text)
        if reader is not None:
            self.spawn(self._text.read(reader))
        if self._transport is None:
            self._tidy()
            return
        self._is_ready = True
        early, self._early = self._early, []
        for message in early:
            self._receive(message)

    async def _leave(self, stream: Stream) -> None:
        try:
            await self._streams.beside(lambda: self._streams.doors.disconnected(stream))
        except Unavailable as error:
            # The grace of the broker's next sweep, or of this gateway's restart, catches it.
            log.warning("the end of a stream is not noted: %s", error)

    def close(self, code: Close) -> None:
        if self._transport is not None:
            _send_close(self._transport, code)
            self._transport.disconnect()

    # From the browser

    def _receive(self, message: str | bytes) -> None:
        if self._flood.is_over(monotonic()):
            self._refuse("too many messages")
        elif self._is_locked:
            self._answer_locked(message)
        elif not self._is_ready or self._opened is None:
            self._early.append(message)
            if len(self._early) > EARLY_MESSAGES:
                self._refuse("too many messages before the desktop")
        else:
            self._pass_on(message)

    def _answer_locked(self, message: str | bytes) -> None:
        """Only whether the line lives."""
        if isinstance(message, str):
            match rules.from_viewer(message):
                case Answer(answer):
                    self._say(answer)
                case _:
                    _refused.labels("locked").inc()

    def _pass_on(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self._obey(rules.from_viewer(message))
        elif self._desktop is not None:
            for verdict in self._desktop.hear(message):
                self._obey(verdict)

    def _obey(self, verdict: Verdict) -> None:
        match verdict:
            case (ToDisplay() | ToText()) as passed:
                self.type_in(passed)
            case ToMicrophone(message):
                self._speak(message)
            case ToClipboard(part):
                self._put(part)
            case Answer(answer):
                self._say(answer)
            case Control() as control:
                self._hear(control)
            case Dropped(why) | Refusal(why) as stopped:
                self._stop(why, is_known=isinstance(stopped, Dropped))

    def _stop(self, why: str, *, is_known: bool) -> None:
        if is_known:
            _refused.labels(why).inc()
        else:
            self._refuse(why)

    def _speak(self, message: bytes) -> None:
        if self._desktop is not None and any(c.admits_voice(message) for c in self._companions):
            self._desktop.speak(message)
        else:
            _refused.labels("microphone").inc()

    def _put(self, part: str) -> None:
        for companion in self._companions:
            if not companion.put(part):
                self._refuse("clipboard")

    def _queue(self, typed: ToDisplay | ToText) -> None:
        if not all(each.admits(typed) for each in self._companions):
            _refused.labels("policy").inc()
        elif isinstance(typed, ToText) and self._text.is_deaf:
            _refused.labels("text").inc()
        elif not self._text.queue(typed):
            self._refuse("too much typed at once")

    def _hear(self, control: Control) -> None:
        """The union of what companions declare is the closed list of control messages [DV1]."""
        takers = [each for each in self._companions if control.kind in each.controls]
        for companion in takers:
            companion.heard(control)
        if not takers:
            self._refuse(f"unknown control {control.kind[:20]!r}")

    def typed(self, passed: ToDisplay | ToText) -> None:
        for companion in self._companions:
            companion.went_in(passed)
        match passed:
            case ToDisplay(message):
                if self._desktop is not None:
                    self._desktop.send(message)
            case ToText(line):
                self._text.write(line)

    def _refuse(self, why: str) -> None:
        _refused.labels("message").inc()
        log.warning("stream of desktop %s closed: %s", self._desktop_id, why)
        self.close(Close.BAD_MESSAGE)

    # From the desktop

    def mark(self, keysym: int) -> None:
        if self._desktop is not None:
            self._desktop.mark(keysym)

    def heard_text(self, said: dict[str, object]) -> None:
        self._say(json.dumps(said))

    def send_text(self, message: str) -> None:
        for companion in self._companions:
            companion.came_out(message)
        self._say(message)

    def clipboard_out(self, message: str) -> None:
        for companion in self._companions:
            companion.clipboard_out(message)

    def send_binary(self, payload: memoryview) -> None:
        for companion in self._companions:
            companion.came_out(payload)
        if self._transport is not None:
            self._transport.send(WSMsgType.BINARY, payload)
            _bytes.inc(len(payload))

    def _say(self, message: str) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, message.encode())

    # For companions

    @property
    def opened(self) -> Opened:
        if self._opened is None:
            raise AssertionError("companions begin once the ticket is redeemed")
        return self._opened

    def tell(self, kind: str, **facts: object) -> None:
        self._say(json.dumps({"type": kind, **facts}, ensure_ascii=False))

    def hold(self, why: str) -> None:
        self._held_by.add(why)
        if self._desktop is not None:
            self._desktop.pause()

    def go_on(self, why: str) -> None:
        if why not in self._held_by:
            return
        self._held_by.discard(why)
        if self._desktop is not None and not self._held_by:
            self._desktop.resume()

    def pass_in(self, passed: ToDisplay | ToText) -> None:
        if isinstance(passed, ToText):
            self._text.queue(passed)
        else:
            self.typed(passed)

    def type_in(self, passed: ToDisplay | ToText) -> None:
        if isinstance(passed, ToDisplay) and not passed.is_key:
            self.typed(passed)
        else:
            self._queue(passed)

    def lock(self) -> None:
        if self._opened is not None and not self._is_locked:
            stream = self._opened.stream
            self._shut()
            self.spawn(self._streams.beside(lambda: self._streams.doors.lock(stream)))

    def _shut(self, since: datetime | None = None) -> None:
        """The line stays, the desktop's side goes: what follows an unlocking is another stream."""
        self._is_locked = True
        for companion in self._companions:
            companion.locked()
        if self._desktop is not None:
            self._desktop.close()
        self._text.close()
        self.tell("idle.locked", since=since.isoformat() if since else None)

    async def beside(self, call: Callable[[], None]) -> None:
        await self._streams.beside(call)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        self._streams.spawn(asyncio.get_running_loop().create_task(work))

    def desktop_closed(self) -> None:
        if not self._is_locked:
            self.close(Close.AWAY)


def _send_close(transport: WSTransport, code: Close) -> None:
    # picows takes any number; its types name only the registered ones.
    number: Any = int(code)
    transport.send_close(number, code.name.lower().encode())
