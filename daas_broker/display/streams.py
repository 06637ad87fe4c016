"""All open streams of one gateway process: who shows which desktop, and who must be cut."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Protocol

from prometheus_client import Gauge

from daas_broker.desktops.model import DesktopId
from daas_broker.display.browser.pair import Second
from daas_broker.display.companions.model import Begin
from daas_broker.display.load.rush import Rush
from daas_broker.display.load.together import Hint, Together
from daas_broker.display.model import (
    Close,
    Control,
    Opened,
    ToClipboard,
    ToDisplay,
    ToText,
    Wish,
)
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.actor import SessionId
from kernel.errors import Refused

_open = Gauge("onmaru_display_streams", "Open streams")


class FirstWindow(Protocol):
    """What a second window asks of the first."""

    @property
    def admits_second(self) -> bool: ...
    def plug(self, second: Second) -> None: ...
    def unplug(self, second: Second) -> None: ...
    def obey_second(self, verdict: ToDisplay | ToText | ToClipboard | Control) -> bool: ...
    def lock(self) -> None: ...


class OpenStream(FirstWindow, Protocol):
    agent: str  # the browser's own word for itself

    @property
    def stream(self) -> Stream | None: ...
    def tell(self, kind: str, **facts: object) -> None: ...
    def close(self, code: Close) -> None: ...


class DoorsPort(Protocol):
    """What `daas_broker.display.service.Doors` does; each call blocks."""

    def open(
        self, wishes: Sequence[Wish], hint: Callable[[Sequence[Opened | Refused]], None], /
    ) -> Sequence[Opened | Refused]: ...
    def lock(self, stream: Stream) -> None: ...
    def disconnected(self, streams: Sequence[Stream]) -> None: ...


@dataclass(frozen=True)
class Accompany:
    """What lives beside a stream's first window, and beside its second."""

    first: Sequence[Begin] = ()
    second: Sequence[Begin] = ()


@dataclass(eq=False)
class Coming:
    """Somebody for whom the broker is being asked, and what was cut meanwhile."""

    desktops: set[DesktopId] = field(default_factory=set)
    sessions: set[SessionId] = field(default_factory=set)

    def cut(self, stream: Stream) -> Close | None:
        """Whether the broker's answer was overtaken [DK9]."""
        if stream.desktop_id in self.desktops:
            return Close.DESKTOP_ENDED
        return Close.SESSION_ENDED if stream.session_id in self.sessions else None


@dataclass
class Streams:
    """All streams of this process; used on its loop only. `seconds` go with a second window."""

    doors: DoorsPort
    executor: Executor
    companions: Sequence[Begin] = ()
    seconds: Sequence[Begin] = ()
    by_desktop: dict[DesktopId, OpenStream] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    rush: Rush = field(default_factory=Rush)
    coming: set[Coming] = field(default_factory=set)
    entering: Together[Wish, Opened] = field(init=False)
    parting: Together[Stream, None] = field(init=False)

    def __post_init__(self) -> None:
        self.entering = Together(self.doors.open, self.executor)
        self.parting = Together(self._part_all, self.executor)

    async def enter(
        self, wish: Wish, on_hint: Callable[[Opened], None]
    ) -> tuple[Opened, Close | None]:
        """What a ticket opens, and why it is over already, if it is."""
        coming = Coming()
        self.coming.add(coming)
        try:
            opened = await self.entering.ask(wish, on_hint)
        finally:
            self.coming.discard(coming)
        return opened, coming.cut(opened.stream)

    async def part(self, stream: Stream) -> None:
        """Its end is written down, with those of all that ended at the same time."""
        await self.parting.ask(stream)

    def _part_all(self, streams: Sequence[Stream], _hint: Hint[None]) -> Sequence[None]:
        self.doors.disconnected(streams)
        return [None] * len(streams)

    def spawn(self, work: asyncio.Task[None]) -> None:
        self.tasks.add(work)
        work.add_done_callback(self.tasks.discard)

    async def beside(self, call: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self.executor, call)

    def take(self, viewer: OpenStream, desktop: DesktopId) -> None:
        """One viewer a desktop: a later one ends the earlier, and each hears of the other [DV2]."""
        earlier = self.by_desktop.get(desktop)
        self.by_desktop[desktop] = viewer
        if earlier is not None:
            is_here = _session_of(earlier) == _session_of(viewer)
            earlier.tell("handover.taken", agent=viewer.agent, is_here=is_here)
            viewer.tell("handover.took", agent=earlier.agent, is_here=is_here)
            earlier.close(Close.TAKEN_OVER)
        _open.set(len(self.by_desktop))

    def first_of(self, stream: Stream) -> FirstWindow | None:
        """The first window of this very stream; a stream that came after it is another."""
        viewer = self.by_desktop.get(stream.desktop_id)
        return viewer if viewer is not None and viewer.stream == stream else None

    def tell_all(self, kind: str, **facts: object) -> None:
        for viewer in self.by_desktop.values():
            viewer.tell(kind, **facts)

    def leave(self, viewer: OpenStream, desktop: DesktopId) -> None:
        if self.by_desktop.get(desktop) is viewer:
            del self.by_desktop[desktop]
        _open.set(len(self.by_desktop))

    def cut_desktop(self, desktop: DesktopId) -> None:
        for coming in self.coming:
            coming.desktops.add(desktop)
        viewer = self.by_desktop.get(desktop)
        if viewer is not None:
            viewer.close(Close.DESKTOP_ENDED)  # [DK9]

    def cut_sessions(self, sessions: set[SessionId]) -> None:
        for coming in self.coming:
            coming.sessions.update(sessions)
        for viewer in list(self.by_desktop.values()):
            if viewer.stream is not None and viewer.stream.session_id in sessions:
                viewer.close(Close.SESSION_ENDED)  # [DK9]

    def cut_connections(self, connections: set[ConnectionId]) -> None:
        for viewer in list(self.by_desktop.values()):
            if viewer.stream is not None and viewer.stream.connection_id in connections:
                viewer.close(Close.DESKTOP_ENDED)

    def send_away(self, connections: set[ConnectionId]) -> None:
        """To come back at once, by a ticket [DC6]."""
        for viewer in list(self.by_desktop.values()):
            if viewer.stream is not None and viewer.stream.connection_id in connections:
                viewer.close(Close.AWAY)

    @property
    def streams(self) -> list[Stream]:
        return [v.stream for v in self.by_desktop.values() if v.stream is not None]


def _session_of(viewer: OpenStream) -> SessionId | None:
    """Two windows of one sign-in session are two of one browser."""
    return viewer.stream.session_id if viewer.stream is not None else None
