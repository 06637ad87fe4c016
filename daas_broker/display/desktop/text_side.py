"""The input method's side of a stream, and the order between what goes there and keys."""

import asyncio
import json
import logging
from collections.abc import Mapping
from time import monotonic
from typing import Protocol

from daas_broker.display import rules
from daas_broker.display.desktop.words import Words
from daas_broker.display.machine import Lanes
from daas_broker.display.model import LINE_BYTES, MARKERS, Settle, Settled, ToDisplay, ToText

log = logging.getLogger(__name__)
LINK_SECONDS = 1.0  # between two wishes for a link; a person opens no more (PROTOCOL.md §10)
NO_INPUT_METHOD = {"type": "focus", "text": False}


class Typist(Protocol):
    def typed(self, passed: ToDisplay | ToText) -> None:
        """Its turn has come."""

    def mark(self, keysym: int) -> None:
        """Let this key go behind the keys that went before."""

    def heard_text(self, said: dict[str, object]) -> None:
        """The input method said it."""

    def lost_text(self) -> None:
        """It hears nothing any more, though the stream goes on."""


class TextSide:
    """Without `open` it has no input method, as the console of a machine has none."""

    def __init__(self, typist: Typist) -> None:
        self._typist = typist
        self._words: Words | None = None
        self._lanes = Lanes()
        self._alarm: asyncio.TimerHandle | None = None
        self._wished_at: float | None = None
        self._is_held = False

    async def open(self, address: str) -> Words | None:
        loop = asyncio.get_running_loop()
        try:
            _, self._words = await loop.create_unix_connection(Words, address)
        except FileNotFoundError:
            self._typist.heard_text(NO_INPUT_METHOD)
            return None
        return self._words

    async def read(self, words: Words) -> None:
        if self._is_held:
            words.pause()
        await words.read(self._hear)
        if self._words is not None:
            self._typist.lost_text()

    def _hear(self, line: bytes) -> None:
        said = rules.from_text(line)
        if isinstance(said, Settled):
            self._lanes.answer(said, monotonic())
            self._go_on()
        elif said is not None and not self._is_too_soon(said):
            self._typist.heard_text(said)

    def pause(self) -> None:
        """The browser is slow: what the input method says waits in its own socket."""
        self._is_held = True
        if self._words is not None:
            self._words.pause()

    def resume(self) -> None:
        self._is_held = False
        if self._words is not None:
            self._words.resume()

    def _is_too_soon(self, said: Mapping[str, object]) -> bool:
        """A desktop that wishes for link after link asks its person once a second [DX10]."""
        if said["type"] != "outside":
            return False
        before, now = self._wished_at, monotonic()
        if before is not None and now - before < LINK_SECONDS:
            return True
        self._wished_at = now
        return False

    @property
    def is_deaf(self) -> bool:
        """None is there, or one that reads nothing."""
        words = self._words
        return words is None or words.is_over or words.unread_bytes > LINE_BYTES

    def keeps_order(self, typed: ToDisplay | ToText) -> bool:
        return self._lanes.keeps_order(typed)

    def queue(self, typed: ToDisplay | ToText) -> bool:
        """False when far too much waits."""
        is_room = self._lanes.push(typed)
        if is_room:
            self._go_on()
        return is_room

    def write(self, line: bytes) -> None:
        if self._words is not None and not self.is_deaf:
            self._words.write(line)

    def close(self) -> None:
        words, self._words = self._words, None
        if words is not None:
            words.close()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _go_on(self) -> None:
        """Send what may go now, and come back for what must wait for it."""
        now = monotonic()
        for typed in self._lanes.take(now):
            if isinstance(typed, Settle):
                self._ask(typed)
            else:
                self._typist.typed(typed)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        wake_at = self._lanes.wake_at
        if wake_at is not None:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(max(0.0, wake_at - now), self._go_on)

    def _ask(self, settle: Settle) -> None:
        line: dict[str, object] = {"type": "settle", "seq": settle.number}
        if settle.after_keys:
            marker = MARKERS[settle.number % len(MARKERS)]
            self._typist.mark(marker)
            line["after"] = marker
        self.write(json.dumps(line).encode() + b"\n")
