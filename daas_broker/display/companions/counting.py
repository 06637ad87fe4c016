"""A companion that counts what passes through a stream, for the meter of use and for charts."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import FIRST, Control, ToDisplay, ToText
from daas_broker.usage.model import Pulse
from kernel.errors import Unavailable

log = logging.getLogger(__name__)
PULSE_SECONDS = 10.0  # the heartbeat of daas_broker.metering
MEASURED = "latency.measured"
LONGEST_MS = 60_000
PICTURES = frozenset({0x03, 0x04})  # PROTOCOL.md §3
HEADER_BYTES = 4


@dataclass
class Counting:
    """Begins one for each stream, and tells the meter of all that are open in one call. What a dead
    gateway held is metered up to its last heartbeat [DU2]."""

    note: Callable[[Sequence[Pulse]], None]
    open: set["Counted"] = field(default_factory=set)
    ended: list["Counted"] = field(default_factory=list)
    is_beating: bool = False

    def __call__(self, link: Link) -> Companion:
        if link.opened.screen != FIRST:
            return CountedBeside(self, link)
        counted = Counted(self, link)
        self.open.add(counted)
        if not self.is_beating:
            self._later()
        return counted

    def of(self, link: Link) -> "Counted | None":
        stream = link.opened.stream
        return next((each for each in self.open if each.link.opened.stream == stream), None)

    def end(self, counted: "Counted") -> None:
        """Those who leave together are told together."""
        self.open.discard(counted)
        self.ended.append(counted)
        if len(self.ended) == 1:
            counted.link.spawn(self._tell_ended(counted.link))

    async def _tell_ended(self, link: Link) -> None:
        await asyncio.sleep(0)
        ended, self.ended = self.ended, []
        await self._tell(link, [counted.pulse for counted in ended])

    def _later(self) -> None:
        self.is_beating = True
        asyncio.get_running_loop().call_later(PULSE_SECONDS, self._beat)

    def _beat(self) -> None:
        self.is_beating = False
        if self.open:
            link = next(iter(self.open)).link
            link.spawn(self._tell(link, [counted.pulse for counted in self.open]))
            self._later()

    async def _tell(self, link: Link, pulses: Sequence[Pulse]) -> None:
        try:
            await link.beside(lambda: self.note(pulses))
        except Unavailable as error:
            log.warning("a heartbeat of %s streams is lost: %s", len(pulses), error)


class Counted(Companion):
    """A frame is counted once, however many stripes it comes in."""

    controls = frozenset({MEASURED})

    def __init__(self, counting: Counting, link: Link) -> None:
        self.counting, self.link = counting, link
        self.sent = self.received = self.frames = 0
        self.latency_ms: int | None = None
        self.frame = b""

    @property
    def pulse(self) -> Pulse:
        connection = self.link.opened.stream.connection_id
        return Pulse(connection, self.sent, self.received, self.frames, self.latency_ms)

    def heard(self, control: Control) -> None:
        """The page's word on itself: it says nothing of others, and is bounded."""
        measured = control.body.get("ms")
        if isinstance(measured, int) and 0 <= measured <= LONGEST_MS:
            self.latency_ms = measured

    def went_in(self, passed: ToDisplay | ToText) -> None:
        self.received += len(passed.message if isinstance(passed, ToDisplay) else passed.line)

    def came_out(self, message: str | memoryview) -> None:
        self.sent += len(message)
        if isinstance(message, str) or len(message) < HEADER_BYTES or message[0] not in PICTURES:
            return
        frame = bytes(message[2:4])
        self.frames += frame != self.frame
        self.frame = frame

    def closed(self) -> None:
        self.counting.end(self)


class CountedBeside(Companion):
    """A second window: what is drawn in it counts for the stream that it belongs to. What is typed
    in it goes the first one's way, and is counted there."""

    def __init__(self, counting: Counting, link: Link) -> None:
        self._first = counting.of(link)

    def came_out(self, message: str | memoryview) -> None:
        if self._first is not None:
            self._first.sent += len(message)
