"""Looks at a desktop on trial as a viewer would, types into it, and reads what arrived.

The trial's window (deploy/desktops/files/usr/lib/onmaru/trial.py) lays its text on the clipboard.
"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport

from daas_broker.desktops.model import Endpoint, Protocol
from daas_broker.display import rules
from daas_broker.display.desktop.desktop_side import DESKTOP, ROUTE
from daas_broker.display.model import LINE_BYTES
from daas_broker.display.trial.light import look_at_light
from daas_broker.display.trial.look import Look
from daas_broker.display.unix_websocket import connect_unix
from daas_broker.images.ports import Probed

# Initial, medial and final of every kind, compounds, and what is on no keyboard.
SYLLABLES = "가나다각닭값괜뷁쌍쑥앉읽않훑없흙꽃밭뷔꿿힣땠믜퓌쵸"
ASK = ("cr",)  # a desktop tells of what is copied while somebody looks, and when it is asked
CLICK = ("m,800,500,0,0", "m,800,500,1,0", "m,800,500,0,0", *ASK)  # into the trial's window
READY = "시험 준비"  # lies there once somebody has clicked into the window
SETTINGS = {
    "displayId": "primary", "encoder": "jpeg", "initialClientWidth": 1280,
    "initialClientHeight": 800, "framerate": 15, "scaling_dpi": 96,
}  # fmt: skip
ASK_AGAIN = 0.5
ROUNDS = 3


class RichLook(Look, WSListener):
    """At a desktop of the rich protocol."""

    drawn_bytes = 20_000  # JPEG
    transport: WSTransport

    def say(self, messages: Iterable[str]) -> None:
        for message in messages:
            self.transport.send(WSMsgType.TEXT, message.encode())

    def end(self) -> None:
        self.transport.disconnect()

    def _live(self, transport: WSTransport, frame: WSFrame) -> None:
        """Not to one that asks for ever, and hears none of the answers."""
        if not transport.underlying_transport.get_write_buffer_size():
            transport.send_pong(frame.get_payload_as_bytes())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
        elif frame.msg_type == WSMsgType.PING:
            self._live(transport, frame)
        elif frame.msg_type == WSMsgType.BINARY:
            self.drew(frame.payload_size)
        elif frame.msg_type == WSMsgType.TEXT:
            kind, _, rest = frame.get_payload_as_utf8_text().partition(",")
            if kind == "clipboard":
                self.copied(b64decode(rest).decode(errors="replace"))


def probe(endpoint: Endpoint, patience: float) -> Probed:
    """For a thread of its own. `patience` in seconds, for the picture and for the text."""
    try:
        return asyncio.run(Trial(endpoint, patience).run())
    except (OSError, WSError, TimeoutError, ValueError) as error:
        return Probed(typed=len(SYLLABLES), why=f"no_answer: {error or type(error).__name__}"[:200])


async def look_at_rich(endpoint: Endpoint) -> RichLook:
    look = RichLook()
    look.transport = await connect_unix(lambda: look, endpoint.display, ROUTE, DESKTOP)
    look.say([f"SETTINGS,{json.dumps(SETTINGS)}"])
    return look


@dataclass(frozen=True)
class Trial:
    endpoint: Endpoint
    patience: float

    async def run(self) -> Probed:
        is_light = self.endpoint.protocol is Protocol.LIGHT
        async with asyncio.timeout(self.patience):
            opening = look_at_light if is_light else look_at_rich
            look: Look = await opening(self.endpoint)
        try:
            await self._see(look)
            for _ in range(ROUNDS):
                typed, took = await self.write(look)
                if look.clipboard not in {READY, ""}:
                    break
        finally:
            look.end()
        arrived = _same(SYLLABLES, look.clipboard)
        why = _why(look, typed=typed, arrived=arrived)
        return Probed(look.picture_bytes, len(SYLLABLES), arrived, round(took, 3), why)

    async def _see(self, look: Look) -> None:
        deadline = monotonic() + self.patience
        while look.picture_bytes < look.drawn_bytes and monotonic() < deadline:
            look.say(())
            await look.until(lambda: look.picture_bytes >= look.drawn_bytes, ASK_AGAIN)

    async def write(self, look: Look) -> tuple[bool, float]:
        """Where nothing arrived at all another window took the focus: a browser that starts."""
        look.clipboard = ""  # what lay there before somebody looked is no answer
        await self._read(look, READY, CLICK)
        began = monotonic()
        typed = await self._type()
        await self._read(look, SYLLABLES, ASK)
        return typed, monotonic() - began

    async def _read(self, look: Look, wanted: str, says: tuple[str, ...]) -> None:
        """Until it lies on the clipboard; what a viewer says meanwhile, again and again. A light
        desktop tells once of what is copied, also while the last letters are still typed."""
        deadline = monotonic() + self.patience / 2
        while look.clipboard != wanted and monotonic() < deadline:
            look.say(says)
            await look.until(lambda: look.clipboard == wanted, ASK_AGAIN)

    async def _type(self) -> bool:
        """Each syllable as the viewer's input method commits it; False when none was taken."""
        reader, writer = await asyncio.open_unix_connection(self.endpoint.text, limit=LINE_BYTES)
        try:
            async with asyncio.timeout(self.patience):
                return await _commit_all(reader, writer)
        except TimeoutError:
            return False
        finally:
            writer.close()


async def _commit_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """The trial's window takes the focus a moment after the desktop is drawn."""
    for number, syllable in enumerate(SYLLABLES):
        line = json.dumps({"type": "commit", "text": syllable, "seq": number}).encode() + b"\n"
        while True:
            writer.write(line)
            if await _is_done(reader, number):
                break
            await asyncio.sleep(0.1)
    return True


async def _is_done(reader: asyncio.StreamReader, number: int) -> bool:
    while said := await reader.readline():
        answer = rules.from_text(said)
        if isinstance(answer, dict) and answer.get("seq") == number:
            return answer["type"] == "done"
    raise ConnectionResetError("the input method ended")


def _same(wanted: str, got: str) -> int:
    """How many arrived at their place."""
    return sum(a == b for a, b in zip(wanted, got, strict=False))


def _why(look: Look, *, typed: bool, arrived: int) -> str:
    if look.picture_bytes < look.drawn_bytes:
        return "no_picture"
    if not typed or not look.clipboard:
        return "no_text"
    return "" if arrived == len(SYLLABLES) == len(look.clipboard) else "wrong_text"
