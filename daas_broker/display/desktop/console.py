"""A machine's own screen: RFB of QEMU through the same bounded parsers [DVM5] [DVM8].

An administrator may type at it. Its user, whose desktop cannot be seen, only looks. Neither
clipboard nor composed text goes to it, in no direction: it has no input method, and what a user
sees in the desktop above it is not on it.
"""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from picows import WSTransport

from daas_broker.consoles.model import Console
from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.desktops.model import Protocol as Speech
from daas_broker.display import rules
from daas_broker.display.browser.whole_messages import WholeMessages
from daas_broker.display.companions.sight import Sight, open_sight
from daas_broker.display.desktop.light_side import LightSide, connect_light
from daas_broker.display.desktop.rfb.model import Broken
from daas_broker.display.model import (
    Answer,
    Close,
    Opened,
    Refusal,
    ToDisplay,
    Verdict,
)
from daas_broker.sessions.model import ConnectionId, Stream
from identity.tickets.model import Presented
from kernel.actor import SessionId
from kernel.errors import Refused, Unavailable
from kernel.ids import fresh_id

log = logging.getLogger(__name__)


class ConsoleDoors(Protocol):
    """What `daas_broker.consoles.service.Consoles` does for a gateway; each call blocks."""

    def redeem(self, shown: Presented, desktop_id: DesktopId, origin: str) -> Console: ...
    def holds(self, console: Console) -> bool: ...
    def closed(self, console: Console) -> None: ...


@dataclass
class OpenConsoles:
    """Those of one gateway; used on its loop only."""

    doors: ConsoleDoors
    views: "set[ConsoleView]" = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @property
    def sessions(self) -> set[SessionId]:
        return {view.console.session_id for view in self.views if view.console}

    def cut_sessions(self, sessions: set[SessionId]) -> None:
        for view in list(self.views):
            if view.console and view.console.session_id in sessions:
                view.close(Close.SESSION_ENDED)

    async def look(self) -> None:
        """Whether each may stay, for when a notice was missed."""
        for view in list(self.views):
            if view.console and not await self._holds(view.console):
                view.close(Close.DESKTOP_ENDED)

    async def _holds(self, console: Console) -> bool:
        try:
            return await asyncio.to_thread(self.doors.holds, console)
        except Unavailable as error:
            log.warning("whether a console may stay open is not known: %s", error)
            return False

    async def note_closed(self, console: Console) -> None:
        try:
            await asyncio.to_thread(self.doors.closed, console)
        except Unavailable as error:
            log.warning("the end of a console is not noted: %s", error)


class ConsoleView(WholeMessages):
    """The browser's side of one console."""

    def __init__(
        self, consoles: OpenConsoles, shown: Presented, desktop_id: str, origin: str
    ) -> None:
        super().__init__()
        self._consoles, self._shown, self._origin = consoles, shown, origin
        self._desktop_id = DesktopId(desktop_id)
        self._machine: LightSide | Sight | None = None
        self.console: Console | None = None

    # What picows calls

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        self._transport = None
        self._tidy()

    def pause_writing(self) -> None:
        if self._machine is not None:
            self._machine.pause()

    def resume_writing(self) -> None:
        if self._machine is not None:
            self._machine.resume()

    # Opening and closing

    async def _open(self) -> None:
        try:
            await self._enter()
        except Unavailable as error:
            log.warning("the broker is away: %s", error)
            self.close(Close.AWAY)
        except Refused:
            self.close(Close.TICKET_REFUSED)
        except (OSError, TimeoutError) as error:
            log.warning("the console of %s does not answer: %s", self._desktop_id, error)
            self.close(Close.AWAY)

    async def _enter(self) -> None:
        redeem, shown = self._consoles.doors.redeem, self._shown
        self.console = await asyncio.to_thread(redeem, shown, self._desktop_id, self._origin)
        # Known first, then the last look: a notice that comes between the two finds it.
        self._consoles.views.add(self)
        if not await asyncio.to_thread(self._consoles.doors.holds, self.console):
            self.close(Close.SESSION_ENDED)
        elif self._transport is not None:
            self._machine = await self._connect(self.console)
        if self._transport is None:
            self._tidy()

    async def _connect(self, console: Console) -> LightSide | Sight:
        opened = _opened(console)
        if console.looks_only:
            return await open_sight(self, opened.endpoint)
        return await connect_light(self, opened)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        self._consoles.spawn(work)

    def _tidy(self) -> None:
        if self._machine is not None:
            self._machine.close()
        if self in self._consoles.views and self.console is not None:
            self._consoles.views.discard(self)
            self._consoles.spawn(self._consoles.note_closed(self.console))

    # From the browser

    def _hear_text(self, text: str) -> None:
        self._obey(rules.from_viewer(text))

    def _hear_bytes(self, payload: bytes) -> None:
        try:
            if isinstance(self._machine, Sight):
                self._look(self._machine, payload)
            elif self._machine is not None:
                for verdict in self._machine.hear(payload):
                    self._obey(verdict)
        except Broken as broken:
            self._refuse(str(broken))

    def _look(self, machine: Sight, payload: bytes) -> None:
        if self._flood.is_over(monotonic()):
            self._refuse("too many messages")
        else:
            machine.hear(payload)

    def _obey(self, verdict: Verdict) -> None:
        if self._flood.is_over(monotonic()):
            self._refuse("too many messages")
            return
        match verdict:
            case ToDisplay(message):
                if isinstance(self._machine, LightSide):
                    self._machine.send(message)
            case Answer(answer):
                self.send_text(answer)
            case Refusal(why):
                self._refuse(why)
            case _:
                pass  # the page is that of a desktop: clipboard and text have no place here

    def _refuse(self, why: str) -> None:
        log.warning("console of %s closed: %s", self._desktop_id, why)
        self.close(Close.BAD_MESSAGE)

    # What the machine's side calls

    def send_text(self, message: str) -> None:
        self._say(message)

    def show(self, picture: memoryview) -> None:
        self.send_binary(picture)

    def blinded(self, why: str) -> None:
        log.info("a console is over: %s", why)
        self.desktop_closed()

    def send_binary(self, payload: memoryview) -> None:
        self._draw(payload)

    def clipboard_out(self, message: str) -> None:
        """Nothing of a machine is copied out this way."""

    def desktop_closed(self, *, is_garbled: bool = False) -> None:
        self.close(Close.GARBLED if is_garbled else Close.AWAY)


def _opened(console: Console) -> Opened:
    """A machine by itself has no input method."""
    stream = Stream(console.desktop_id, console.session_id, ConnectionId(fresh_id()))
    return Opened(stream, Endpoint(console.socket, "", Speech.LIGHT))
