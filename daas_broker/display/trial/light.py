"""A look at a desktop of the light protocol: a browser of our own at its side of the gateway."""

import struct
from base64 import b64decode
from collections.abc import Iterable

from daas_broker.desktops.model import DesktopId, Endpoint
from daas_broker.display.desktop.light_side import LightSide, connect_light
from daas_broker.display.desktop.rfb.model import VERSION
from daas_broker.display.model import Opened
from daas_broker.display.trial.look import Look
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.actor import SessionId

NOBODY = Stream(DesktopId(""), SessionId(""), ConnectionId(""))
GREETING = VERSION + b"\x01\x01"  # no password; others may look as well
ENCODINGS = (7, 16, 1, 0, -308)  # Tight, ZRLE, CopyRect, Raw, and the screen's size
WIDE, HIGH = 1280, 800
POINTER = ("m,", "k")


class LightLook(Look):
    drawn_bytes = 20_000  # Tight; a black screen takes some hundred, a panel on it 9,000
    side: LightSide

    def begin(self, side: LightSide) -> None:
        self.side = side
        side.hear(GREETING)
        side.hear(struct.pack(f">BxH{len(ENCODINGS)}i", 2, len(ENCODINGS), *ENCODINGS))
        self._ask(whole=True)

    def say(self, messages: Iterable[str]) -> None:
        for message in messages:
            if message.startswith(POINTER):
                self.side.send(message)
        self._ask(whole=self.picture_bytes == 0)

    def end(self) -> None:
        self.side.close()

    def _ask(self, *, whole: bool) -> None:
        self.side.hear(struct.pack(">BBHHHH", 3, not whole, 0, 0, WIDE, HIGH))

    # What the desktop's side calls

    def send_text(self, message: str) -> None:
        """There is no page to tell."""

    def send_binary(self, payload: memoryview) -> None:
        self.drew(len(payload))

    def clipboard_out(self, message: str) -> None:
        self.copied(b64decode(message.partition(",")[2]).decode(errors="replace"))

    def desktop_closed(self, *, is_garbled: bool = False) -> None:
        """The trial's patience ends it."""


async def look_at_light(endpoint: Endpoint) -> LightLook:
    look = LightLook()
    look.begin(await connect_light(look, Opened(NOBODY, endpoint)))
    return look
