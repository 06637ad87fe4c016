"""What a helper sees of a light desktop: a viewer of their own, opened beside the user's [DR8].

Their page speaks RFB, as a user's does, and is heard in what only asks for pictures. Keys and
pointer of one who was given control come as text and go through the user's stream, whose order of
keys and text, policy and counting they share.
"""

import asyncio
from typing import Protocol

from daas_broker.desktops.model import Endpoint
from daas_broker.display.desktop.desktop_side import OPENING_SECONDS
from daas_broker.display.desktop.looker import Looker
from daas_broker.display.desktop.rfb.from_viewer import FromViewer, ToServer
from daas_broker.display.desktop.rfb.greeting import GreetBrowser

# Encodings, a picture, pictures as they change, and the fence that measures the line.
LOOKING = frozenset({2, 3, 150, 248})


class Seer(Protocol):
    def show(self, picture: memoryview) -> None: ...
    def blinded(self, why: str) -> None: ...


class Sight(Looker):
    """`greeting` is done once the desktop has told its size."""

    def __init__(self, seer: Seer) -> None:
        super().__init__()
        self._seer = seer
        self._page = GreetBrowser(self.screen)
        self._from_page = FromViewer(self.screen)
        self.greeting: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def greeted(self) -> None:
        self.greeting.set_result(None)
        self._seer.show(memoryview(self._page.hello))

    def drew(self, data: memoryview) -> None:
        self._seer.show(data)

    def ended(self, why: str) -> None:
        if not self.greeting.done():
            self.greeting.set_exception(ConnectionRefusedError(why))
        else:
            self._seer.blinded(why)

    def hear(self, payload: bytes) -> None:
        """RFB of the helper's page. Raise Broken for what is on no list [DF1]."""
        if not self._page.is_done:
            self._seer.show(memoryview(self._page.feed(payload)))
            payload = self._page.rest
        for heard in self._from_page.feed(payload):
            if isinstance(heard, ToServer) and heard.data[0] in LOOKING:
                self.write(heard.data)


async def open_sight(seer: Seer, endpoint: Endpoint) -> Sight:
    """Raise OSError or TimeoutError where the desktop shows nothing."""
    async with asyncio.timeout(OPENING_SECONDS):
        sight = Sight(seer)
        path = endpoint.display
        await asyncio.get_running_loop().create_unix_connection(lambda: sight, path)
        try:
            await sight.greeting
        except BaseException:
            sight.close()
            raise
        return sight
