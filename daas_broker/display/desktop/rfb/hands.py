"""Input in the words of the rich protocol, put into those of RFB. No input or output here."""

import json
import struct
from dataclasses import dataclass, field

from daas_broker.display.desktop.rfb.model import Screen
from daas_broker.display.rules import clamp

# Rich: 8 is a notch down, 16 up, 64 left, 128 right. RFB: 8 is up, 16 down, 32 left, 64 right.
_WHEEL = {8: 16, 16: 8, 64: 32, 128: 64}
_PRESSED = 0x07
_MOST_HELD = 64
_MODIFIERS = range(0xFFE1, 0xFFEF)
_UNTIL_REPEATED = 5  # of the signs that a key is held, ten a second
_REPEATS = 2


@dataclass
class Hands:
    """`take` gives the bytes for one message, none for what RFB has no word for."""

    screen: Screen
    x: int = 0
    y: int = 0
    held: set[int] = field(default_factory=set)
    wanted: tuple[int, int] | None = None
    signs: int = 0  # that the last key is still held

    def take(self, message: str) -> bytes:
        word, _, rest = message.partition(",")
        if word.startswith("k"):
            return self._type(word, rest)
        if word in {"m", "m2"}:
            return self._pointer(word, *map(int, rest.split(",")))
        if word == "r":
            return self._size(*map(int, rest.split("x")))
        return self._settings(rest) if word == "SETTINGS" else b""

    def ask_size(self) -> bytes:
        """The size that was wished for, once the desktop lets it be asked."""
        if self.wanted is None or not self.screen.is_resizable:
            return b""
        wanted, self.wanted = self.wanted, None
        if wanted == (self.screen.width, self.screen.height):
            return b""
        screen = struct.pack(">IHHHHI", self.screen.identity, 0, 0, *wanted, self.screen.flags)
        return struct.pack(">BxHHBx", 251, *wanted, 1) + screen

    def _type(self, word: str, rest: str) -> bytes:
        if word == "kh":
            return self._repeat(int(rest.rpartition(",")[2]))
        if word == "kr":
            return b"".join(self._key(False, keysym) for keysym in sorted(self.held))  # noqa: FBT003
        return self._key(word == "kd", int(rest))

    def _key(self, is_down: bool, keysym: int) -> bytes:  # noqa: FBT001 - a key is down or up
        if is_down and len(self.held) >= _MOST_HELD:
            return b""
        (self.held.add if is_down else self.held.discard)(keysym)
        self.signs = 0
        return struct.pack(">BB2xI", 4, is_down, keysym)

    def _repeat(self, keysym: int) -> bytes:
        """A light desktop's server repeats nothing by itself; who holds a key presses it again."""
        self.signs += 1
        if self.signs <= _UNTIL_REPEATED or keysym in _MODIFIERS or keysym not in self.held:
            return b""
        return struct.pack(">BB2xI", 4, 1, keysym) * _REPEATS

    def _pointer(self, word: str, x: int, y: int, buttons: int, scroll: int) -> bytes:
        if word == "m":
            self.x, self.y = x, y
        else:
            self.x, self.y = self.x + x, self.y + y
        self.x = min(max(self.x, 0), self.screen.width - 1)
        self.y = min(max(self.y, 0), self.screen.height - 1)
        still = self._at(buttons & _PRESSED)
        notch = sum(ours for theirs, ours in _WHEEL.items() if buttons & theirs)
        if word == "m" or not notch:
            return still
        return (self._at(buttons & _PRESSED | notch) + still) * scroll

    def _at(self, buttons: int) -> bytes:
        return struct.pack(">BBHH", 5, buttons, self.x, self.y)

    def _size(self, width: int, height: int) -> bytes:
        self.wanted = clamp(width, height)
        return self.ask_size()

    def _settings(self, text: str) -> bytes:
        wish = json.loads(text)
        if "initialClientWidth" not in wish:
            return b""
        return self._size(wish["initialClientWidth"], wish["initialClientHeight"])
