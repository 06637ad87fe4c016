"""What lives beside one stream, from its opening to its end: recording, help, a message of the day.

A companion is made for each stream by what the broker's wiring lists (`DaasBroker.companions`).
Everything here is called on the gateway's loop, so nothing may block: a call of the database goes
through `Link.beside`. web/README.md tells about the page's side.
"""

from collections.abc import Callable, Coroutine
from typing import ClassVar, Protocol

from daas_broker.display.model import Close, Control, Opened, ToDisplay, ToText


class Link(Protocol):
    """The stream, as its companions have it."""

    @property
    def opened(self) -> Opened: ...

    @property
    def caller(self) -> str:
        """The address that it comes from, as the edge saw it."""

    def tell(self, kind: str, **facts: object) -> None:
        """A message for the page, `{"type": kind, …}`. A desktop cannot make one [DV1]."""

    def pass_in(self, passed: ToDisplay | ToText) -> None:
        """Something for the desktop that the browser did not send."""

    def type_in(self, passed: ToDisplay | ToText) -> None:
        """Input of a person: it keeps its order and is judged, whoever typed it."""

    def hold(self, why: str) -> None:
        """The desktop draws no more until everybody who held it lets it go on."""

    def go_on(self, why: str) -> None: ...

    def beside(self, call: Callable[[], None]) -> Coroutine[None, None, None]:
        """Run what blocks, on a thread of the gateway."""

    async def settled(self) -> None:
        """Once those who came at the same time have their first picture, or soon."""

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run on the loop; kept until it is done, even when the stream ends before."""

    def lock(self) -> None:
        """Nothing passes any more, until the person has proved who they are [DV3]."""

    def unplug_second(self) -> None:
        """The window of a second monitor closes, if there is one."""

    def close(self, code: Close) -> None: ...


class Companion:
    """Does nothing; a real one overrides what it needs. `controls` is its part of the closed list
    of control messages, each a name with a dot: `recording.consent` [DV1]."""

    controls: ClassVar[frozenset[str]] = frozenset()

    def heard(self, control: Control) -> None:
        """The page said one of `controls`. Its body is a stranger's: check it."""

    def admits(self, passed: ToDisplay | ToText) -> bool:  # noqa: ARG002 - for those who ask more
        """Whether a key or text of the page may go in. One that says no does what is to be done."""
        return True

    def admits_voice(self, message: bytes) -> bool:  # noqa: ARG002
        """Whether it lets pass what the person says; one that does is enough."""
        return False

    def put(self, message: str) -> bool:  # noqa: ARG002
        """A clipboard message of the page, which goes in only by `Link.pass_in`. False ends the
        stream: no page of ours sends it."""
        return True

    def clipboard_out(self, message: str) -> None:
        """A clipboard message of the desktop, which reaches the page only by `Link.tell`."""

    def went_in(self, passed: ToDisplay | ToText) -> None:
        """On its way to the desktop, after the rules."""

    def came_out(self, message: str | memoryview) -> None:
        """On its way to the page, after the rules. A view is valid during the call only."""

    def locked(self) -> None:
        """Nothing of the desktop is shown from here on, though the line stays [DV3]."""

    def closed(self) -> None:
        """The stream is over. Called once."""


Begin = Callable[[Link], Companion]
