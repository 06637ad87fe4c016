"""How a light desktop is recorded: by a viewer of the gateway's own, which only looks.

What goes to the browser cannot be kept for a seek: its rectangles are deflated in streams that run
from the connection's first byte, and no message of RFB begins them anew. So the recorder opens
a connection of its own, and another one in its place at each checkpoint (docs/decisions/0016). It
asks for pictures only while the user's own stream draws: what they are not shown is not recorded.
"""

import asyncio
import struct
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from daas_broker.display.companions.model import Link
from daas_broker.display.desktop.desktop_side import OPENING_SECONDS
from daas_broker.display.desktop.looker import Looker
from daas_broker.display.desktop.rfb.greeting import GreetBrowser
from daas_broker.display.desktop.rfb.model import (
    COMPRESSION,
    NO_PASSWORD,
    QUALITY,
    SHARED,
    VERSION,
    Encoding,
)
from daas_broker.recordings.machine import Gatherer
from daas_broker.recordings.model import CHECKPOINT_MS, Kind, Record

LOOK_SECONDS = 0.2  # five pictures a second tell what was done
DYING_SECONDS = 2.0  # a desktop that ends takes the user's stream along, in whichever order
WANTED = (
    Encoding.TIGHT,
    Encoding.COPY_RECT,
    Encoding.RAW,
    Encoding.CURSOR,
    Encoding.DESKTOP_SIZE,
    Encoding.EXTENDED_DESKTOP_SIZE,
    QUALITY[6],
    COMPRESSION[2],
)
ENCODINGS = struct.pack(f">BxH{len(WANTED)}i", 2, len(WANTED), *WANTED)
EVERYTHING, CHANGES = 0, 1


class Watching(Protocol):
    """Who is told what an eye sees, on the loop."""

    def began(self, eye: "Eye", greeting: bytes) -> None: ...
    def drew(self, eye: "Eye", data: bytes) -> None: ...
    def ended(self, eye: "Eye", why: str) -> None: ...


class Eye(Looker):
    """One connection to a desktop that speaks RFB."""

    def __init__(self, watching: Watching) -> None:
        super().__init__()
        self._watching = watching

    def greeted(self) -> None:
        self.write(ENCODINGS)
        self._watching.began(self, self._as_told_to_a_viewer())
        self.ask(EVERYTHING)

    def drew(self, data: memoryview) -> None:
        self._watching.drew(self, bytes(data))

    def ended(self, why: str) -> None:
        self._watching.ended(self, why)

    def ask(self, what: int) -> None:
        size = self.screen.width, self.screen.height
        self.write(struct.pack(">BBHHHH", 3, what, 0, 0, *size))

    def _as_told_to_a_viewer(self) -> bytes:
        greeting = GreetBrowser(self.screen)
        return greeting.hello + greeting.feed(VERSION + bytes([NO_PASSWORD]) + SHARED)


class LightEyes:
    """The eyes of one stream, one at a time. `now` is the recording's clock in milliseconds."""

    def __init__(
        self,
        link: Link,
        gatherer: Gatherer,
        now: Callable[[], int],
        told: tuple[Callable[[], None], Callable[[str], None]],
    ) -> None:
        """`told` are called when there is something to write, and when it cannot go on."""
        self._link, self._gatherer, self._now = link, gatherer, now
        self._passed, self._failed = told
        self._eye: Eye | None = None
        self._began_at = 0
        self._opening_since: float | None = None
        self._is_stirred = False
        self._is_closed = False
        self._alarm: asyncio.TimerHandle | None = None
        self._open_another()

    def stir(self) -> None:
        """The user's own stream drew something."""
        self._is_stirred = True
        if self._alarm is None and not self._is_closed:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(LOOK_SECONDS, self._look)

    def close(self) -> None:
        self._is_closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._eye is not None:
            self._eye.close()

    def began(self, eye: Eye, greeting: bytes) -> None:
        if self._is_closed:
            eye.close()
            return
        earlier, self._eye, self._opening_since = self._eye, eye, None
        if earlier is not None:
            earlier.close()
        now = self._began_at = self._now()
        anew = [Record(Kind.RFB_ANEW, now, b""), Record(Kind.RFB, now, greeting)]
        self._gatherer.begin_checkpoint(anew)
        self._passed()

    def drew(self, eye: Eye, data: bytes) -> None:
        if eye is self._eye and not self._is_closed:
            self._gatherer.add(Record(Kind.RFB, self._now(), data))
            self._passed()

    def ended(self, eye: Eye, why: str) -> None:
        if eye is self._eye or self._eye is None:
            self._eye = None
            self._give_up(why)

    def _look(self) -> None:
        self._alarm = None
        if not self._is_stirred or self._is_closed:
            return
        self._is_stirred = False
        if self._eye is not None:
            self._eye.ask(CHANGES)
        if self._now() - self._began_at >= CHECKPOINT_MS:
            self._open_another()

    def _open_another(self) -> None:
        if self._opening_since is None:
            self._opening_since = monotonic()
            self._link.spawn(self._open())

    async def _open(self) -> None:
        path = self._link.opened.endpoint.display
        loop = asyncio.get_running_loop()
        try:
            await loop.create_unix_connection(lambda: Eye(self), path)
        except OSError as error:
            self._give_up(str(error))
        loop.call_later(OPENING_SECONDS, self._look_whether_it_opened)

    def _look_whether_it_opened(self) -> None:
        since = self._opening_since
        if since is not None and monotonic() - since >= OPENING_SECONDS:
            self._give_up("the desktop shows nothing to its recorder")

    def _give_up(self, why: str) -> None:
        if not self._is_closed:
            loop = asyncio.get_running_loop()
            loop.call_later(DYING_SECONDS, self._tell, why)

    def _tell(self, why: str) -> None:
        if not self._is_closed:
            self._failed(why)
