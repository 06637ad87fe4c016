"""A desktop that speaks RFB: an endpoint towards it, and another towards the browser.

The page sends what it sends to a rich desktop, as text; pictures are binary, and RFB in both
directions, so that noVNC, or any other viewer, draws them.
"""

import asyncio
import base64
import binascii
import logging
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TypeVar, cast

from daas_broker.display import rules
from daas_broker.display.desktop.desktop_side import OPENING_SECONDS, BrowserSide
from daas_broker.display.desktop.line import Garbled, Line
from daas_broker.display.desktop.rfb.clipboard import Clipboard
from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.from_viewer import Cut, FromViewer, ToServer
from daas_broker.display.desktop.rfb.greeting import GreetBrowser, GreetDesktop
from daas_broker.display.desktop.rfb.hands import Hands
from daas_broker.display.desktop.rfb.model import Broken, CutText
from daas_broker.display.machine import Flood
from daas_broker.display.model import TO_DESKTOP_BYTES, Opened, Refusal, Verdict
from daas_broker.policies.machine import CROSSINGS_A_SECOND

T = TypeVar("T")
log = logging.getLogger(__name__)
NOTHING_BYTES = 8  # of a clipboard's message: its flags, and how much there is


class LightSide(Line):
    """From `connection_made` on; `opened` is done once the desktop has told its screen's size."""

    def __init__(self, viewer: BrowserSide, opened: Opened) -> None:
        super().__init__()
        self._viewer, self._opened = viewer, opened
        self._greeting: GreetDesktop | None = GreetDesktop()
        self._browser = GreetBrowser(self._greeting.screen)
        self._from_desktop = FromDesktop(self._greeting.screen)
        self._from_viewer = FromViewer(self._greeting.screen)
        self._hands = Hands(self._greeting.screen)
        self._clipboard = Clipboard()
        self._texts = Flood(most=CROSSINGS_A_SECOND + 1)
        self._copied: deque[CutText] = deque()  # texts that nobody has looked at yet
        self._is_garbled = False
        self._incoming: str | None = None  # a text that the page sends in parts
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        cast("asyncio.Transport", transport).set_write_buffer_limits(high=TO_DESKTOP_BYTES)

    def data_received(self, data: bytes) -> None:
        self._believe(self._hear, data)

    def _believe(self, hear: Callable[[T], None], data: T) -> None:
        try:
            self._count(hear, data)
        except Broken as broken:
            log.warning("a light desktop ended its own stream: %s", broken)
            self._end(broken)

    def _hear(self, data: bytes) -> None:
        if self._greeting is None:
            self._draw(data)
        else:
            self._greet(self._greeting, data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._end(exc)

    def pause_writing(self) -> None:
        """Input is bounded (MESSAGES_PER_SECOND, policy): a desktop that reads none is ended."""
        if self._transport is not None:
            self._transport.abort()

    def resume_writing(self) -> None:
        """It is gone by then."""

    # What the viewer calls

    def turn_to(self, viewer: BrowserSide) -> None:
        self._viewer = viewer

    def send(self, message: str) -> None:
        """A message that passed the rules, in the words of the rich protocol."""
        if message.startswith("c"):
            self.write(self._paste(message))
        else:
            self.write(self._hands.take(message))

    def mark(self, keysym: int) -> None:
        """Behind the keys that went before. This server passes on no key that was not pressed."""
        self.write(self._hands.take(f"kd,{keysym}") + self._hands.take(f"ku,{keysym}"))

    def speak(self, message: bytes) -> None:
        """RFB carries no sound."""

    def hear(self, payload: bytes) -> list[Verdict]:
        """What becomes of RFB from the browser."""
        try:
            if self._browser.is_done:
                return self._sort(payload)
            self._viewer.send_binary(memoryview(self._browser.feed(payload)))
            return self._sort(self._browser.rest) if self._browser.is_done else []
        except Broken as broken:
            return [Refusal(str(broken))]

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    # From the desktop

    def _greet(self, greeting: GreetDesktop, data: bytes) -> None:
        self.write(greeting.feed(data))
        if greeting.is_done:
            self._greeting = None
            self.opened.set_result(None)
            self._viewer.send_binary(memoryview(self._browser.hello))

    def _draw(self, data: bytes) -> None:
        for passed in self._from_desktop.feed(data):
            if isinstance(passed, CutText):
                self._cut(passed)
            else:
                self._viewer.send_binary(passed)
        if self._hands.wanted is not None:
            self.write(self._hands.ask_size())

    def _cut(self, said: CutText) -> None:
        """A text of the desktop's takes the same way as one of a rich desktop."""
        if said.data is None or len(said.data) <= NOTHING_BYTES:
            self._hear_cut(said)
        elif not self._texts.is_over(monotonic()) and len(self._copied) <= CROSSINGS_A_SECOND:
            self._copied.append(said)
            if len(self._copied) == 1:
                asyncio.get_running_loop().call_soon(self._hear_copied)
        # One more than may cross was told of.

    def _hear_copied(self) -> None:
        """One at a time, and others have their turn between two: a few bytes inflate to a million
        letters, and many such come at once [DK15]."""
        if self._transport is None:
            return
        self._believe(self._hear_cut, self._copied[0])
        self._copied.popleft()
        if self._copied:
            asyncio.get_running_loop().call_soon(self._hear_copied)

    def _hear_cut(self, said: CutText) -> None:
        answer = self._clipboard.hear(said, wants_text=True)
        if isinstance(answer, bytes):
            self.write(answer)
        elif answer.text is not None:
            message = f"clipboard,{base64.b64encode(answer.text.encode()).decode()}"
            self._viewer.clipboard_out(message)

    def _end(self, why: Exception | None) -> None:
        self._is_garbled = self._is_garbled or isinstance(why, Broken)
        if self._transport is not None:
            self._transport.abort()
        if not self.opened.done():
            refusal = Garbled if self._is_garbled else ConnectionRefusedError
            self.opened.set_exception(refusal(str(why or "it hung up")))
        elif self.opened.exception() is None:
            self._viewer.desktop_closed(is_garbled=self._is_garbled)

    # From the browser

    def _sort(self, payload: bytes) -> list[Verdict]:
        verdicts: list[Verdict] = []
        for heard in self._from_viewer.feed(payload):
            match heard:
                case ToServer(data):
                    self.write(data)
                case Cut(text):
                    verdicts.append(self._cut_in(text))
                case _:
                    verdicts.append(heard)
        return verdicts

    def _cut_in(self, text: str) -> Verdict:
        message = f"cw,{base64.b64encode(text.encode()).decode()}"
        return rules.from_viewer(message)

    def _paste(self, message: str) -> bytes:
        """`cw` whole, or `cws`, `cwd`…, `cwe` in parts."""
        word, *fields = message.split(",")
        match word:
            case "cw":
                return self._offer(fields[-1])
            case "cws":
                self._incoming = ""
            case "cwd" if self._incoming is not None:
                self._incoming += fields[-1]
            case "cwe" if self._incoming is not None:
                whole, self._incoming = self._incoming, None
                return self._offer(whole)
        return b""

    def _offer(self, encoded: str) -> bytes:
        try:
            text = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return b""
        return self._clipboard.offer(text)


async def connect_light(viewer: BrowserSide, opened: Opened) -> LightSide:
    """Raise OSError or TimeoutError where no desktop speaks RFB."""
    async with asyncio.timeout(OPENING_SECONDS):
        side = LightSide(viewer, opened)
        path = opened.endpoint.display
        await asyncio.get_running_loop().create_unix_connection(lambda: side, path)
        try:
            await side.opened
        except BaseException:  # given up, or too late: nobody would hear it
            side.close()
            raise
        return side
