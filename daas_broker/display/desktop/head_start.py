"""A desktop is reached while the database still writes down who sits at it.

A ticket that was redeemed names the desktop; the rest of that transaction takes longer than
reaching it. Until the seat stands nothing passes, in either direction [DK8].
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from daas_broker.display.desktop.desktop_side import BrowserSide, DesktopSide
from daas_broker.display.desktop.light_side import LightSide
from daas_broker.display.model import FROM_DESKTOP_BYTES, Opened

MOST_SAID = 64  # a desktop says two or three messages by itself, and waits
Side = DesktopSide | LightSide
Connect = Callable[[BrowserSide, Opened], Awaitable[Side]]


class Unheard:
    """Keeps what a desktop says, in its order, until there is somebody to hear it."""

    def __init__(self) -> None:
        self._said: list[Callable[[BrowserSide], None]] = []
        self._bytes = 0

    def send_text(self, message: str) -> None:
        self._keep(lambda viewer: viewer.send_text(message), len(message))

    def send_binary(self, payload: memoryview) -> None:
        if self.is_too_much:
            return
        kept = bytes(payload)  # the buffer is the next frame's as well
        self._keep(lambda viewer: viewer.send_binary(memoryview(kept)), len(kept))

    def clipboard_out(self, message: str) -> None:
        self._keep(lambda viewer: viewer.clipboard_out(message), len(message))

    def desktop_closed(self, *, is_garbled: bool = False) -> None:
        self._keep(lambda viewer: viewer.desktop_closed(is_garbled=is_garbled), 0)

    @property
    def is_too_much(self) -> bool:
        return len(self._said) > MOST_SAID or self._bytes > FROM_DESKTOP_BYTES

    def tell(self, viewer: BrowserSide) -> None:
        said, self._said = self._said, []
        for each in said:
            each(viewer)

    def _keep(self, said: Callable[[BrowserSide], None], size: int) -> None:
        if not self.is_too_much:
            self._said.append(said)
            self._bytes += size


class HeadStart:
    def __init__(self, connect: Connect, opened: Opened) -> None:
        self._unheard = Unheard()
        self._reaching = asyncio.ensure_future(connect(self._unheard, opened))

    async def reach(self, viewer: BrowserSide) -> Side | None:
        """The desktop's side, which speaks to `viewer` from now on; None where it must be reached
        again, which tells why it cannot be."""
        try:
            side = await self._reaching
        except Exception:  # noqa: BLE001 - whoever reaches it again raises the same
            return None
        if self._unheard.is_too_much:
            side.close()
            return None
        side.turn_to(viewer)
        self._unheard.tell(viewer)
        return side

    def give_up(self) -> None:
        """Nobody will sit there by this ticket."""
        self._reaching.add_done_callback(_close)
        self._reaching.cancel()


def _close(reaching: asyncio.Future[Side]) -> None:
    with suppress(asyncio.CancelledError, Exception):
        reaching.result().close()
