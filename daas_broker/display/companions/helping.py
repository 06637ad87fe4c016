"""A user's stream as its helper sees it: the same pictures sent once more, and who may see them.

The pictures are fanned out here and not asked of the desktop again: that costs no second encoding,
and there is nothing to see where the user's own stream is not open (docs/decisions/0011). Those of
a light desktop cannot be: its helper looks by `sight`, and no longer than the stream lasts.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field
from typing import Protocol

from daas_broker.desktops.model import DesktopId
from daas_broker.desktops.model import Protocol as Speech
from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import Close
from daas_broker.helpdesk.model import HelpId, Level, Watching
from daas_broker.sessions.model import Stream
from identity.tickets.model import Presented
from kernel.actor import SessionId
from kernel.errors import Unavailable

log = logging.getLogger(__name__)
RESET = "PIPELINE_RESETTING primary"
KEPT = frozenset({"stream_resolution", "cursor"})


class HelpDoors(Protocol):
    """What `daas_broker.helpdesk.service.HelpDesk` does for a gateway; each call blocks."""

    def redeem(self, shown: Presented, desktop_id: DesktopId, origin: str) -> Watching: ...
    def watching(self, desktop_id: DesktopId) -> Watching | None: ...
    def owner_left(self, stream: Stream) -> None: ...
    def helper_left(self, help_id: HelpId) -> None: ...


class Onlooker(Protocol):
    """A helper's stream. `drew` must copy what it keeps: the bytes are the socket's own."""

    watching: Watching | None

    def allow(self, watching: Watching | None) -> None: ...
    def drew(self, payload: memoryview) -> None: ...
    def said(self, message: str) -> None: ...
    def close(self, code: Close) -> None: ...


class Shown(Companion):
    """One stream of a user. It remembers what an onlooker who comes late must know."""

    def __init__(self, link: Link, helpers: "Helpers") -> None:
        self.link, self._helpers = link, helpers
        self.onlooker: Onlooker | None = None
        self.is_light = link.opened.endpoint.protocol is Speech.LIGHT
        self._last: dict[str, str] = {}

    def came_out(self, message: str | memoryview) -> None:
        if isinstance(message, str):
            self._said(message)
        elif self.onlooker is not None and not self.is_light:
            self.onlooker.drew(message)

    def locked(self) -> None:
        """What its user is not shown is shown to nobody [DR3]. The stream lasts, so this is
        written down here and not with its end."""
        self.closed()
        stream = self.link.opened.stream
        left = asyncio.to_thread(self._helpers.doors.owner_left, stream)
        self.link.spawn(_noted(left))

    def closed(self) -> None:
        if self.onlooker is not None:
            self.onlooker.close(Close.WATCH_OVER)
        self._helpers.over(self)

    def join(self, onlooker: Onlooker) -> None:
        self.onlooker = onlooker
        for message in self._last.values():
            onlooker.said(message)

    def leave(self, onlooker: Onlooker) -> None:
        if self.onlooker is onlooker:
            self.onlooker = None
            self.tell(None)

    def tell(self, watching: Watching | None) -> None:
        """The user's page shows it in red for as long as it lasts [DR3]."""
        self.link.tell("help.watched", **watched(watching))

    def _said(self, message: str) -> None:
        kind = picture_word(message)
        if kind is None:
            return
        if kind in KEPT:
            self._last[kind] = message
        if self.onlooker is not None:
            self.onlooker.said(message)


@dataclass
class Helpers:
    """All streams that could be shown, and those that are; used on the gateway's loop only."""

    doors: HelpDoors
    shown: dict[DesktopId, Shown] = field(default_factory=dict)
    onlookers: dict[DesktopId, Onlooker] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def begin(self, link: Link) -> Shown:
        found = self.shown[link.opened.stream.desktop_id] = Shown(link, self)
        return found

    def over(self, shown: Shown) -> None:
        stream = shown.link.opened.stream
        if self.shown.get(stream.desktop_id) is shown:
            del self.shown[stream.desktop_id]

    def of(self, watching: Watching) -> Shown | None:
        """The stream for which the user said yes, while it is open [DR1]."""
        found = self.shown.get(watching.desktop_id)
        if found is None or found.link.opened.stream.connection_id != watching.connection_id:
            return None
        return found

    def watch(self, onlooker: Onlooker, desktop: DesktopId) -> None:
        """One helper a desktop: a later stream ends the earlier."""
        earlier = self.onlookers.get(desktop)
        self.onlookers[desktop] = onlooker
        if earlier is not None:
            earlier.close(Close.WATCH_OVER)

    def unwatch(self, onlooker: Onlooker, desktop: DesktopId) -> None:
        if self.onlookers.get(desktop) is onlooker:
            del self.onlookers[desktop]

    @property
    def sessions(self) -> set[SessionId]:
        return {o.watching.helper_session for o in self.onlookers.values() if o.watching}

    def cut_sessions(self, sessions: set[SessionId]) -> None:
        for onlooker in list(self.onlookers.values()):
            if onlooker.watching is not None and onlooker.watching.helper_session in sessions:
                onlooker.close(Close.SESSION_ENDED)  # [DR4]

    async def look(self, desktop: DesktopId | None = None) -> None:
        """Something about a call has changed, or a notice of it may have been missed [DR4]."""
        for each in [desktop] if desktop is not None else list(self.onlookers):
            if each in self.onlookers:
                watching = await self.holding(each)
                onlooker = self.onlookers.get(each)
                if onlooker is not None:
                    onlooker.allow(watching)

    async def holding(self, desktop: DesktopId) -> Watching | None:
        """Who may watch now; nobody, where it cannot be known."""
        try:
            return await asyncio.to_thread(self.doors.watching, desktop)
        except Unavailable as error:
            log.warning("whether a helper may go on is not known: %s", error)
            return None

    async def note_gone(self, watching: Watching, seconds: float) -> None:
        """A helper's stream broke; unless it comes back in time, what was allowed is over."""
        await asyncio.sleep(seconds)
        if watching.desktop_id not in self.onlookers:
            await _noted(asyncio.to_thread(self.doors.helper_left, watching.help_id))


async def _noted(call: Awaitable[None]) -> None:
    try:
        await call
    except Unavailable as error:
        # A yes counts for one stream only, so that it ends with it even where this is not written.
        log.warning("the end of a help is not noted: %s", error)


def picture_word(message: str) -> str | None:
    """`reset`, `stream_resolution` or `cursor`; None for all that is no picture [DR7]."""
    if message == RESET:
        return "reset"
    if not message.startswith(('{"type": "stream_resolution"', '{"type":"cursor"')):
        return None
    return str(json.loads(message)["type"])


def watched(watching: Watching | None) -> dict[str, object]:
    """What both pages show: the helper's name, and whether they have control."""
    by = watching.name if watching else None
    return {"by": by, "control": watching is not None and watching.level is Level.CONTROL}
