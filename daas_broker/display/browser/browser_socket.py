"""A browser's socket at the gateway: whole messages in, within bounds; messages and an end out."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from time import monotonic

from picows import WSError, WSHandshakeError, WSMsgType, WSTransport
from prometheus_client import Counter, Histogram

from daas_broker.display import rules
from daas_broker.display.browser.whole_messages import WholeMessages
from daas_broker.display.companions.model import Begin, Companion
from daas_broker.display.desktop.desktop_side import DesktopSide
from daas_broker.display.desktop.light_side import LightSide
from daas_broker.display.desktop.line import Garbled
from daas_broker.display.model import (
    Answer,
    Close,
    Opened,
    ToDisplay,
    ToText,
    Wish,
)
from daas_broker.display.streams import Streams
from daas_broker.sessions.model import Stream
from kernel.errors import Refused, Unavailable

log = logging.getLogger(__name__)
EARLY_MESSAGES = 64  # while the ticket is being redeemed
refusals = Counter("onmaru_display_refused", "Messages refused or dropped", ["what"])
_bytes = Counter("onmaru_display_bytes", "Bytes that left a desktop")
_opening = Histogram("onmaru_display_open_seconds", "From the socket to the open desktop")


class BrowserSocket(WholeMessages):
    """One window of a user, and the desktop's side that draws in it.

    What is heard before it is ready waits, and a locked one hears only whether the line lives.
    """

    def __init__(self, streams: Streams, wish: Wish) -> None:
        super().__init__()
        self._streams, self._wish = streams, wish
        self._desktop: DesktopSide | LightSide | None = None
        self._opened: Opened | None = None
        self._companions: list[Companion] = []
        self._held_by: set[str] = set()
        self._is_ready = False
        self._is_locked = False
        self._early: list[str | bytes] = []

    @property
    def stream(self) -> Stream | None:
        return self._opened.stream if self._opened else None

    @property
    def caller(self) -> str:
        return self._wish.shown.address

    @abstractmethod
    async def _enter(self) -> None:
        """By its ticket, to the desktop."""

    async def _finish(self) -> None:
        """What the first picture need not wait for."""

    @abstractmethod
    def _pass_on(self, message: str | bytes) -> None:
        """A message of a window that is ready."""

    # Of `Link`, as each window does it.

    @abstractmethod
    def tell(self, kind: str, **facts: object) -> None: ...
    @abstractmethod
    def pass_in(self, passed: ToDisplay | ToText) -> None: ...
    @abstractmethod
    def type_in(self, passed: ToDisplay | ToText) -> None: ...
    @abstractmethod
    def lock(self) -> None: ...
    @abstractmethod
    def unplug_second(self) -> None: ...

    @abstractmethod
    def _leave(self, opened: Opened) -> None:
        """It is not among the open ones any more."""

    # What picows calls

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        self._transport = None
        self._tidy()

    def pause_writing(self) -> None:
        """The browser is slower than the desktop draws: the desktop waits in its own socket."""
        self.hold("browser")

    def resume_writing(self) -> None:
        self.go_on("browser")

    # Opening and closing

    async def _open(self) -> None:
        try:
            await self._come_in()
            await self._finish()
        except Unavailable as error:
            log.warning("the broker is away: %s", error)
            self.close(Close.AWAY)
        except Refused as error:
            ended = error.code == "desktop_ended"
            self.close(Close.DESKTOP_ENDED if ended else Close.TICKET_REFUSED)
        except (OSError, WSError, TimeoutError) as error:
            log.warning("desktop %s does not answer: %s", self._wish.desktop_id, error)
            self.close(Close.GARBLED if _is_garbled(error) else Close.SILENT)

    async def _come_in(self) -> None:
        started = monotonic()
        self._streams.rush.enter()
        try:
            await self._enter()
        finally:
            self._streams.rush.leave()
        _opening.observe(monotonic() - started)

    def _accompany(self, companions: Sequence[Begin]) -> None:
        self._companions = [begin(self) for begin in companions]

    def _be_ready(self) -> None:
        self._is_ready = True
        early, self._early = self._early, []
        for message in early:
            self._receive(message)

    def _tidy(self) -> None:
        """Whatever is open of it; again, when opening went on while the browser left."""
        if self._opened is not None:
            self._leave(self._opened)
        if self._desktop is not None:
            self._desktop.close()
        companions, self._companions = self._companions, []
        for companion in companions:
            companion.closed()

    # From the browser

    def _hear_text(self, text: str) -> None:
        self._receive(text)

    def _hear_bytes(self, payload: bytes) -> None:
        self._receive(payload)

    def _receive(self, message: str | bytes) -> None:
        if self._flood.is_over(monotonic()):
            self._refuse("too many messages")
        elif self._is_locked:
            self._answer_locked(message)
        elif self._is_ready:
            self._pass_on(message)
        elif not self._answer_line(message):
            self._early.append(message)
            if len(self._early) > EARLY_MESSAGES:
                self._refuse("too many messages before the desktop")

    def _answer_line(self, message: str | bytes) -> bool:
        """Whether the line lives is no question to the desktop: a page that hears nothing takes the
        line for lost, and never hears that it is the desktop that is silent [DK16]."""
        if not isinstance(message, str) or not message.startswith("ping,"):
            return False
        verdict = rules.from_viewer(message)
        if isinstance(verdict, Answer):
            self._say(verdict.message)
        return isinstance(verdict, Answer)

    def _answer_locked(self, message: str | bytes) -> None:
        if isinstance(message, str):
            match rules.from_viewer(message):
                case Answer(answer):
                    self._say(answer)
                case _:
                    refusals.labels("locked").inc()

    def _stop(self, why: str, *, is_known: bool) -> None:
        if is_known:
            refusals.labels(why).inc()
        else:
            self._refuse(why)

    def _refuse(self, why: str) -> None:
        refusals.labels("message").inc()
        log.warning("stream of desktop %s closed: %s", self._wish.desktop_id, why)
        self.close(Close.BAD_MESSAGE)

    # From the desktop

    def send_binary(self, payload: memoryview) -> None:
        for companion in self._companions:
            companion.came_out(payload)
        if self._transport is not None:
            self._transport.send(WSMsgType.BINARY, payload)
            _bytes.inc(len(payload))

    def send_text(self, message: str) -> None:
        for companion in self._companions:
            companion.came_out(message)
        self._say(message)

    def desktop_closed(self, *, is_garbled: bool = False) -> None:
        if not self._is_locked:
            self.close(Close.GARBLED if is_garbled else Close.AWAY)

    # For companions

    @property
    def opened(self) -> Opened:
        if self._opened is None:
            raise AssertionError("companions begin once the ticket is redeemed")
        return self._opened

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

    async def beside(self, call: Callable[[], None]) -> None:
        await self._streams.beside(call)

    async def settled(self) -> None:
        await self._streams.rush.over()

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        self._streams.spawn(asyncio.get_running_loop().create_task(work))


def _is_garbled(error: Exception) -> bool:
    """Not where it hung up or said nothing; picows has one error for that, and others below it."""
    return isinstance(error, Garbled | WSError) and type(error) is not WSHandshakeError
