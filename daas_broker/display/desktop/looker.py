"""A connection of the gateway's own to a light desktop, which looks and touches nothing.

Recording looks so (`light_eye`), and so does a helper (`sight`): what a user's own connection draws
cannot be shown to a second one, because its rectangles are deflated in streams that run from the
connection's first byte.
"""

from abc import ABC, abstractmethod

from daas_broker.display.desktop.line import Line
from daas_broker.display.desktop.rfb.from_desktop import FromDesktop
from daas_broker.display.desktop.rfb.greeting import GreetDesktop
from daas_broker.display.desktop.rfb.model import Broken, CutText


class Looker(Line, ABC):
    """Texts of its clipboard end here: they are nobody's who only looks [DREC4] [DR7]."""

    def __init__(self) -> None:
        super().__init__()
        self._greeting = GreetDesktop()
        self.screen = self._greeting.screen
        self._from_desktop = FromDesktop(self.screen)

    @abstractmethod
    def greeted(self) -> None:
        """The desktop has told its size, and draws what it is asked for."""

    @abstractmethod
    def drew(self, data: memoryview) -> None:
        """Something to show. The view is valid during the call only."""

    @abstractmethod
    def ended(self, why: str) -> None:
        """It shows no more. May be called twice."""

    def data_received(self, data: bytes) -> None:
        try:
            self._count(self._hear, data)
        except Broken as broken:
            self.ended(str(broken))
            self.close()

    def _hear(self, data: bytes) -> None:
        if self._greeting.is_done:
            self._draw(data)
        else:
            self._greet(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self.ended(str(exc or "it hung up"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _greet(self, data: bytes) -> None:
        self.write(self._greeting.feed(data))
        if self._greeting.is_done:
            self.greeted()

    def _draw(self, data: bytes) -> None:
        for passed in self._from_desktop.feed(data):
            if not isinstance(passed, CutText):
                self.drew(passed)
