"""A companion that records what its stream shows, where the policy asks for it.

A duty, not a service: what cannot be recorded does not pass on. Until its permit is known a stream
is recorded into memory, so that not one picture of it is missing. Sealing and writing happen on a
thread of the gateway, one piece after the other.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Protocol

from daas_broker.desktops.model import Protocol as DisplayProtocol
from daas_broker.display import rules
from daas_broker.display.companions.light_eye import LightEyes
from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.model import FIRST, Close, ToDisplay, ToText
from daas_broker.policies.permits import Permit
from daas_broker.recordings.files import Writing
from daas_broker.recordings.machine import Gatherer
from daas_broker.recordings.model import (
    MIB,
    Duty,
    End,
    Kind,
    Piece,
    Point,
    Progress,
    Record,
    RecordingId,
)
from daas_broker.recordings.recorder import Whose, duty_of
from daas_broker.recordings.rules import RecordingNoticeMissing
from daas_broker.sessions.model import ConnectionId
from kernel.errors import Refused, Unavailable

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
UNDECIDED_SECONDS = 20.0
MOST_WAITING = 48 * MIB  # of pieces that are not on the disk yet
HOLD_AT, GO_ON_AT = 12 * MIB, 4 * MIB  # a desktop faster than the disk waits for it
NOTE_SECONDS = 10.0
UNNOTED_SECONDS = 60.0  # a database that is away longer ends the stream
SAID = "recording.state"


class RecorderPort(Protocol):
    """What `daas_broker.recordings.recorder.Recorder` does; each call blocks."""

    def start(self, whose: Whose) -> Writing: ...
    def note(self, id_: RecordingId, progress: Progress, points: Sequence[Point]) -> None: ...
    def finish(
        self, id_: RecordingId, progress: Progress, points: Sequence[Point], end: End
    ) -> None: ...


@dataclass
class Recorders:
    """Begins one for each stream, and hears of policies (`crossing`)."""

    recorder: RecorderPort
    open: dict[tuple[ConnectionId, int], "Recorded"] = field(default_factory=dict)

    def __call__(self, link: Link) -> "Recorded":
        """A second window is recorded as the first is, into a file of its own [DREC2]."""
        found, stream = Recorded(self, link), link.opened.stream
        first = self.open.get((stream.connection_id, FIRST))
        self.open[stream.connection_id, link.opened.screen] = found
        if first is not None and first.permit is not None:
            found.adopt(first.permit)
        return found

    def adopt(self, found: Mapping[ConnectionId, Permit]) -> None:
        for (connection, _), recorded in list(self.open.items()):
            permit = found.get(connection)
            if permit is not None:
                recorded.adopt(permit)

    def over(self, link: Link, recorded: "Recorded") -> None:
        key = link.opened.stream.connection_id, link.opened.screen
        if self.open.get(key) is recorded:
            del self.open[key]


class Recorded(Companion):
    """One stream: undecided, recorded or not."""

    def __init__(self, recorders: Recorders, link: Link) -> None:
        self._recorders, self._link = recorders, link
        self._started_at = monotonic()
        self._gatherer: Gatherer | None = Gatherer()
        self._is_decided = False
        self.permit: Permit | None = None
        self._duty: Duty | None = None
        self._job: Job | None = None
        self._is_light = link.opened.endpoint.protocol is DisplayProtocol.LIGHT
        self._eyes: LightEyes | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._undecided = asyncio.get_running_loop().call_later(UNDECIDED_SECONDS, self._too_late)

    # What the policy says

    def adopt(self, permit: Permit) -> None:
        self.permit, duty = permit, duty_of(permit.policy)
        if not self._is_decided:
            self._is_decided = True
            self._undecided.cancel()
            self._decide(permit, duty)
        elif duty != self._duty and duty is not None:
            self._link.close(Close.NOTICE_MISSING)  # it opens again once its notice is read
        elif duty is None and self._duty is not None:
            self._stop(End.POLICY)
            self._link.tell(SAID, recording=False)

    def _decide(self, permit: Permit, duty: Duty | None) -> None:
        self._duty = duty
        if duty is None:
            self._gatherer = None
            return
        opened = self._link.opened
        whose = Whose(opened.stream, permit.person_id, duty, opened.screen)
        self._job = Job(self._recorders.recorder, self._link, whose, self._fail)
        self._job.begin()
        if self._is_light and self._gatherer is not None:
            told = (self._gathered, self._failed)
            self._eyes = LightEyes(self._link, self._gatherer, lambda: self._now, told)
        self._link.tell(SAID, recording=True)
        self._hand_over()

    # What passes

    def came_out(self, message: str | memoryview) -> None:
        gatherer = self._gatherer
        if gatherer is None:
            return
        if self._is_light:
            if self._eyes is not None and not isinstance(message, str):
                self._eyes.stir()
            return
        if isinstance(message, str):
            gatherer.say(message, self._now)
        else:
            gatherer.draw(bytes(message), self._now)
        if gatherer.ask_keyframe:
            gatherer.ask_keyframe = False
            self._link.pass_in(ToDisplay(rules.KEYFRAME))
        self._passed(gatherer)

    def went_in(self, passed: ToDisplay | ToText) -> None:
        """The pointer only: what somebody types is nobody's to keep [DREC4]."""
        gatherer = self._gatherer
        if gatherer is None or isinstance(passed, ToText) or not passed.message.startswith("m,"):
            return
        gatherer.add(Record(Kind.POINTER, self._now, passed.message.encode()))
        if self._eyes is not None:
            self._eyes.stir()  # an X server draws another's pointer into the picture
        self._passed(gatherer)

    def closed(self) -> None:
        self._recorders.over(self._link, self)
        self._undecided.cancel()
        self._stop(End.CLOSED)

    @property
    def _now(self) -> int:
        return round((monotonic() - self._started_at) * 1000)

    def _gathered(self) -> None:
        if self._gatherer is not None:
            self._passed(self._gatherer)

    def _passed(self, gatherer: Gatherer) -> None:
        if gatherer.ready:
            self._hand_over()
        if self._alarm is None and not gatherer.is_empty:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        self._alarm = None
        if self._gatherer is not None:
            self._gatherer.flush()
            self._hand_over()

    def _hand_over(self) -> None:
        """Before it is decided pieces wait in memory, and too many end the stream."""
        if self._gatherer is None:
            return
        if self._job is not None:
            self._job.put(self._gatherer.take())
        elif sum(_bytes_of(piece) for piece in self._gatherer.ready) > MOST_WAITING:
            self._too_late()

    def _stop(self, end: End) -> None:
        gatherer, self._gatherer = self._gatherer, None
        if self._eyes is not None:
            self._eyes.close()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if gatherer is not None and self._job is not None:
            gatherer.flush(is_last=True)
            self._job.put(gatherer.take())
            self._job.end(end)
        self._job, self._duty = None, None

    def _too_late(self) -> None:
        """The page asks again by itself."""
        log.error("a stream ends, because whether it is recorded is not known")
        self._gatherer = None
        self._link.close(Close.AWAY)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, RecordingNoticeMissing):
            self._gatherer = self._job = None
            self._link.close(Close.NOTICE_MISSING)
        else:
            self._failed(str(error) or type(error).__name__)

    def _failed(self, why: str) -> None:
        """Nothing of it goes on unrecorded [DREC2]."""
        stream = self._link.opened.stream
        log.error("stream %s ends, because it cannot be recorded: %s", stream.connection_id, why)
        if self._eyes is not None:
            self._eyes.close()
        self._stop(End.FAILED)
        self._link.close(Close.UNRECORDED)


@dataclass
class Job:
    """One file, from its beginning to its end: pieces are written one after the other."""

    recorder: RecorderPort
    link: Link
    whose: Whose
    failed: Callable[[Exception], None]
    waiting: deque[Piece] = field(default_factory=deque)
    waiting_bytes: int = 0
    is_busy: bool = False
    is_over: bool = False
    ending: End | None = None
    writing: Writing | None = None
    noted_at: float = field(default_factory=monotonic)

    def begin(self) -> None:
        """At once, so that what stands in its way is known at once."""
        self.is_busy = True
        self.link.spawn(self._run())

    def put(self, pieces: Sequence[Piece]) -> None:
        if self.is_over:
            return
        self.waiting.extend(pieces)
        self.waiting_bytes += sum(_bytes_of(piece) for piece in pieces)
        if self.waiting_bytes > MOST_WAITING:
            self._give_up(OSError("the disk is slower than the desktop"))
        elif self.waiting_bytes > HOLD_AT:
            self.link.hold("recording")
        self._go_on()

    def end(self, end: End) -> None:
        """After what waits."""
        self.ending = self.ending or end
        self._go_on()

    def _go_on(self) -> None:
        if not self.is_busy and (self.waiting or self.ending) and not self.is_over:
            self.begin()

    async def _run(self) -> None:
        try:
            if self.writing is None and not self.is_over:
                await self.link.beside(self._start)
            while self.waiting and not self.is_over:
                piece = self.waiting.popleft()
                await self.link.beside(partial(self._write, piece))
                self.waiting_bytes -= _bytes_of(piece)
                if self.waiting_bytes < GO_ON_AT:
                    self.link.go_on("recording")
            if self.ending is not None or self.is_over:
                await self.link.beside(self._finish)
        except (OSError, Refused) as error:
            self._give_up(error)
            await self.link.beside(self._finish)
        finally:
            self.is_busy = False
        self._go_on()

    def _give_up(self, error: Exception) -> None:
        self.is_over, self.ending = True, End.FAILED
        self.waiting.clear()
        self.failed(error)

    def _start(self) -> None:
        """On a thread, as all that follows."""
        self.writing = self.recorder.start(self.whose)

    def _write(self, piece: Piece) -> None:
        if self.writing is None:
            return
        self.writing.write(piece)
        now = monotonic()
        if piece.is_checkpoint or now - self.noted_at >= NOTE_SECONDS:
            self._note(self.writing, now)

    def _note(self, writing: Writing, now: float) -> None:
        writing.settle()
        try:
            self.recorder.note(writing.recording, writing.progress, writing.points)
        except Unavailable:
            if now - self.noted_at > UNNOTED_SECONDS:
                raise
            log.warning("recording %s goes on, though its row stands still", writing.recording)
        else:
            writing.points.clear()
            self.noted_at = now

    def _finish(self) -> None:
        """Where the database is away, the keeper finishes it from its file."""
        self.is_over, writing = True, self.writing
        if writing is None:
            return
        self.writing = None
        try:
            writing.close()
            end = self.ending or End.CLOSED
            self.recorder.finish(writing.recording, writing.progress, writing.points, end)
        except (OSError, Unavailable) as error:
            log.warning("the end of recording %s is not noted: %s", writing.recording, error)


def _bytes_of(piece: Piece) -> int:
    return sum(len(record.payload) for record in piece.records)
