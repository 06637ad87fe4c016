"""The second window of a stream that is open: one more monitor of the same desktop.

Its pictures come by a connection of their own. Whatever is typed, pointed at, copied or asked in it
goes the way of the first window, so that there is one order of keys and text, one clipboard and one
judgement of all of it (docs/decisions/0024).
"""

import json
from typing import ClassVar

from daas_broker.display import rules
from daas_broker.display.browser.browser_socket import BrowserSocket
from daas_broker.display.companions.model import Companion, Link
from daas_broker.display.desktop.desktop_side import connect_desktop
from daas_broker.display.model import (
    Answer,
    Close,
    Control,
    Dropped,
    Opened,
    Refusal,
    ToClipboard,
    ToDisplay,
    ToText,
    Verdict,
    Wish,
)
from daas_broker.display.streams import FirstWindow, Streams

UNPLUG = "screens.unplug"


class SecondWindow(BrowserSocket):
    """It opens beside the stream that its ticket names, and ends with it [DMO4]."""

    def __init__(self, streams: Streams, wish: Wish) -> None:
        super().__init__(streams, wish)
        self._first: FirstWindow | None = None
        self._place: tuple[int, int] | None = None

    # Opening and closing

    async def _enter(self) -> None:
        opened = await self._streams.entering.ask(self._wish)
        if self._transport is None:
            return
        first = self._streams.first_of(opened.stream)
        if first is None or not first.admits_second:
            self.close(Close.ALONE)
            return
        self._opened, self._first = opened, first
        first.plug(self)
        self._accompany(self._streams.seconds)
        side = self._desktop = await connect_desktop(self, opened)
        side.on_placed = self._put_at
        if self._transport is None or self._is_locked:
            self._tidy()
        else:
            self._be_ready()

    def _leave(self, opened: Opened) -> None:  # noqa: ARG002 - the seat is the first window's
        if self._first is not None:
            self._first.unplug(self)

    def shut(self) -> None:
        """The first one was locked: nothing of the desktop passes here either [DV3]."""
        self._is_locked = True
        if self._desktop is not None:
            self._desktop.close()

    # From the browser

    def _pass_on(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self._obey(rules.from_second(message))
        else:
            self._refuse("a binary message of a second window")

    def _obey(self, verdict: Verdict) -> None:
        match verdict:
            case (ToDisplay() | ToText()) as passed if rules.is_input(passed):
                self._type(passed)
            case ToDisplay(message):
                if self._desktop is not None:
                    self._desktop.send(message)
            case (ToClipboard() | Control()) as asked:
                self._ask_first(asked)
            case Answer(answer):
                self._say(answer)
            case Dropped(why) | Refusal(why) as stopped:
                self._stop(why, is_known=isinstance(stopped, Dropped))
            case _:
                self._refuse("what a second window does not send")

    def _ask_first(self, asked: ToClipboard | Control) -> None:
        if self._first is not None and not self._first.obey_second(asked):
            self._refuse("what nobody knows")

    def _type(self, passed: ToDisplay | ToText) -> None:
        if self._first is None:
            return
        moved = rules.placed(passed, self._place)
        if moved is not None:
            for companion in self._companions:
                companion.went_in(passed)
            self._first.obey_second(moved)

    # From the desktop

    def send_binary(self, payload: memoryview) -> None:
        """Sound comes in the first window."""
        if payload[0] != rules.SOUND:
            super().send_binary(payload)

    def _put_at(self, x: int, y: int) -> None:
        self._place = (x, y)

    def clipboard_out(self, message: str) -> None:
        """The first window hears it as well, and decides."""

    # For companions

    def say(self, message: str) -> None:
        self._say(message)

    def tell(self, kind: str, **facts: object) -> None:
        self._say(json.dumps({"type": kind, **facts}, ensure_ascii=False))

    def pass_in(self, passed: ToDisplay | ToText) -> None:
        """Of its own companions: a key frame for a recording."""
        if isinstance(passed, ToDisplay) and self._desktop is not None:
            self._desktop.send(passed.message)

    def type_in(self, passed: ToDisplay | ToText) -> None:
        self._type(passed)

    def lock(self) -> None:
        if self._first is not None:
            self._first.lock()

    def unplug_second(self) -> None:
        self.close(Close.UNPLUGGED)


class Unplugging(Companion):
    """The button of the first window that takes the monitor away."""

    controls: ClassVar[frozenset[str]] = frozenset({UNPLUG})

    def __init__(self, link: Link) -> None:
        self._link = link

    def heard(self, control: Control) -> None:  # noqa: ARG002 - it has one
        self._link.unplug_second()
