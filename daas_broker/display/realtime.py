"""One open stream: a browser on one side, a desktop on the other, and the rules between them."""

import json
import logging
from datetime import datetime

from daas_broker.desktops.model import Protocol
from daas_broker.display import rules
from daas_broker.display.browser.browser_socket import BrowserSocket, refusals
from daas_broker.display.browser.pair import Pair, Second
from daas_broker.display.companions.missed import Missed
from daas_broker.display.desktop.desktop_side import connect_desktop
from daas_broker.display.desktop.head_start import Connect, HeadStart
from daas_broker.display.desktop.light_side import connect_light
from daas_broker.display.desktop.text_side import TextSide
from daas_broker.display.model import (
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
from daas_broker.sessions.model import Stream
from kernel.errors import Unavailable

log = logging.getLogger(__name__)


class Viewer(BrowserSocket):
    """The browser's side, and the owner of the other two; and of a second window, if there is."""

    def __init__(self, streams: Streams, wish: Wish, agent: str = "") -> None:
        super().__init__(streams, wish)
        self.agent = agent
        self._text = TextSide(self)
        self._pair = Pair()
        self._is_announced = False
        self._ahead: HeadStart | None = None
        self._missed: Missed | None = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._text.pause()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._text.resume()

    # Opening and closing

    async def _enter(self) -> None:
        try:
            await self._take_seat()
        finally:
            if self._ahead is not None:
                self._ahead.give_up()

    def _set_out(self, opened: Opened) -> None:
        """One that somebody else looks at is reached when they have been told [DV2]."""
        is_free = opened.stream.desktop_id not in self._streams.by_desktop
        if is_free and self._transport is not None:
            self._ahead = HeadStart(_way_to(opened), opened)

    async def _take_seat(self) -> None:
        opened, cut = await self._streams.enter(self._wish, self._set_out)
        self._opened, self._is_announced = opened, True
        self._streams.take(self, opened.stream.desktop_id)
        if self._transport is None:
            self._tidy()
        elif cut is not None:
            self.close(cut)
        elif opened.locked_at is not None:
            self._shut(opened.locked_at)
        else:
            await self._connect(opened)

    async def _connect(self, opened: Opened) -> None:
        self._missed = Missed(self._begin_companions)
        self._companions = [self._missed]
        ahead, self._ahead = self._ahead, None
        reached = await ahead.reach(self) if ahead is not None else None
        self._desktop = reached or await _way_to(opened)(self, opened)
        if self._transport is None:
            self._tidy()

    def _begin_companions(self) -> None:
        missed, self._missed = self._missed, None
        if missed is not None and self._transport is not None:
            self._accompany(self._streams.companions)
            missed.tell(self._companions)

    async def _finish(self) -> None:
        if self._desktop is None:
            return
        await self.settled()
        if self._transport is None or self._is_locked:
            return
        self._begin_companions()
        reader = await self._text.open(self.opened.endpoint.text)
        if reader is not None:
            self.spawn(self._text.read(reader))
        if self._transport is None:
            self._tidy()
        elif self._is_locked:
            self._text.close()
        else:
            self._be_ready()

    def _leave(self, opened: Opened) -> None:
        self._pair.end(Close.ALONE)
        self._streams.leave(self, opened.stream.desktop_id)
        self._text.close()
        if self._is_announced:
            self._is_announced = False
            self.spawn(self._note_gone(opened.stream))

    async def _note_gone(self, stream: Stream) -> None:
        try:
            await self._streams.part(stream)
        except Unavailable as error:
            # The grace of the broker's next sweep, or of this gateway's restart, catches it.
            log.warning("the end of a stream is not noted: %s", error)

    def close(self, code: Close) -> None:
        self._pair.end(code)
        super().close(code)

    # The second window

    @property
    def admits_second(self) -> bool:
        return self._is_ready and not self._is_locked and self._transport is not None

    def plug(self, second: Second) -> None:
        self._pair.begin(second)
        self.tell("screens.state", count=2)

    def unplug(self, second: Second) -> None:
        if self._pair.leave(second):
            self.tell("screens.state", count=1)

    def unplug_second(self) -> None:
        self._pair.end(Close.UNPLUGGED)
        self.tell("screens.state", count=1)

    def obey_second(self, verdict: ToDisplay | ToText | ToClipboard | Control) -> bool:
        """What is done in the second window is judged as here; False for what nobody knows."""
        self._pair.is_second_used = True
        match verdict:
            case ToClipboard(part):
                return all(each.put(part) for each in self._companions)
            case Control():
                return self._tell_companions(verdict)
            case _:
                self.type_in(verdict)
                return True

    # From the browser

    def _pass_on(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self._obey(rules.from_viewer(message))
        elif self._desktop is not None:
            for verdict in self._desktop.hear(message):
                self._obey(verdict)

    def _obey(self, verdict: Verdict) -> None:
        match verdict:
            case (ToDisplay() | ToText()) as passed:
                self._use(passed)
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

    def _use(self, passed: ToDisplay | ToText) -> None:
        if rules.is_input(passed):
            self._pair.is_second_used = False
        self.type_in(passed)

    def _speak(self, message: bytes) -> None:
        if self._desktop is not None and any(c.admits_voice(message) for c in self._companions):
            self._desktop.speak(message)
        else:
            refusals.labels("microphone").inc()

    def _put(self, part: str) -> None:
        for companion in self._companions:
            if not companion.put(part):
                self._refuse("clipboard")

    def _queue(self, typed: ToDisplay | ToText) -> None:
        if not all(each.admits(typed) for each in self._companions):
            refusals.labels("policy").inc()
        elif isinstance(typed, ToText) and self._text.is_deaf:
            refusals.labels("text").inc()
        elif not self._text.queue(typed):
            self._refuse("too much typed at once")

    def _hear(self, control: Control) -> None:
        if not self._tell_companions(control):
            self._refuse(f"unknown control {control.kind[:20]!r}")

    def _tell_companions(self, control: Control) -> bool:
        """The union of what companions declare is the closed list of control messages [DV1]."""
        takers = [each for each in self._companions if control.kind in each.controls]
        for companion in takers:
            companion.heard(control)
        return bool(takers)

    def typed(self, passed: ToDisplay | ToText) -> None:
        for companion in self._companions:
            companion.went_in(passed)
        match passed:
            case ToDisplay(message):
                if self._desktop is not None:
                    self._desktop.send(message)
            case ToText(line):
                self._text.write(line)

    # From the desktop

    def mark(self, keysym: int) -> None:
        if self._desktop is not None:
            self._desktop.mark(keysym)

    def heard_text(self, said: dict[str, object]) -> None:
        """Either window may be composing."""
        message = json.dumps(said)
        self._say(message)
        self._pair.say(message)

    def lost_text(self) -> None:
        self.tell("typing.lost")

    def clipboard_out(self, message: str) -> None:
        for companion in self._companions:
            companion.clipboard_out(message)

    # For companions

    def tell(self, kind: str, **facts: object) -> None:
        message = json.dumps({"type": kind, **facts}, ensure_ascii=False)
        if self._pair.told(kind, message):
            self._say(message)

    def pass_in(self, passed: ToDisplay | ToText) -> None:
        if isinstance(passed, ToText):
            self._text.queue(passed)
        else:
            self.typed(passed)

    def type_in(self, passed: ToDisplay | ToText) -> None:
        if self._text.keeps_order(passed):
            self._queue(passed)
        else:
            self.typed(passed)

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
        self._pair.shut()
        self.tell("idle.locked", since=since.isoformat() if since else None)


def _way_to(opened: Opened) -> Connect:
    is_light = opened.endpoint.protocol is Protocol.LIGHT
    return connect_light if is_light else connect_desktop
