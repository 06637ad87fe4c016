"""The first words on either side, until pictures may flow. No input or output here."""

import struct
from collections.abc import Callable

from daas_broker.display.desktop.rfb.model import (
    LONGEST_NAME,
    NO_PASSWORD,
    PIXELS,
    SHARED,
    VERSION,
    Broken,
    Screen,
)

NAME = b"Onmaru"  # a desktop's own name for itself stays inside
SET_PIXELS = b"\x00\x00\x00\x00" + PIXELS


class GreetDesktop:
    """We are its viewer. `feed` returns what to answer; `is_done` once its screen is known.

    All that a viewer has to say until then is said with the first word: there is one answer of a
    desktop of ours to each, and waiting for it would wake both sides twice more.
    """

    def __init__(self) -> None:
        self.screen = Screen()
        self.is_done = False
        self._held = b""
        self._need = len(VERSION)
        self._step: Callable[[bytes], bytes] = self._version

    def feed(self, data: bytes) -> bytes:
        """Raise Broken where it is no desktop of ours."""
        self._held += data
        answer = b""
        while not self.is_done and len(self._held) >= self._need:
            head, self._held = self._held[: self._need], self._held[self._need :]
            answer += self._step(head)
        if self.is_done and self._held:
            raise Broken("it spoke before it was asked")
        return answer

    def _expect(self, need: int, step: Callable[[bytes], bytes]) -> None:
        self._need, self._step = need, step

    def _version(self, head: bytes) -> bytes:
        if head != VERSION:
            raise Broken("it is no RFB 003.008")
        self._expect(1, self._count)
        return VERSION + bytes([NO_PASSWORD]) + SHARED

    def _count(self, head: bytes) -> bytes:
        if head[0] == 0:
            raise Broken("it refuses every viewer")
        self._expect(head[0], self._securities)
        return b""

    def _securities(self, head: bytes) -> bytes:
        if NO_PASSWORD not in head:
            raise Broken("it wants a password")
        self._expect(4, self._result)
        return b""

    def _result(self, head: bytes) -> bytes:
        if head != bytes(4):
            raise Broken("it refuses this viewer")
        self._expect(24, self._server)
        return b""

    def _server(self, head: bytes) -> bytes:
        width, height, length = struct.unpack(">HH16xI", head)
        self.screen.set_size(width, height)
        if length > LONGEST_NAME:
            raise Broken(f"a name of {length} bytes")
        self._expect(length, self._name)
        return b""

    def _name(self, _head: bytes) -> bytes:
        self.is_done = True
        return SET_PIXELS


class GreetBrowser:
    """We are its desktop. Say `hello` first; `feed` returns the answer."""

    hello = VERSION

    def __init__(self, screen: Screen) -> None:
        self.is_done = False
        self.rest = b""
        self._screen = screen
        self._held = b""
        self._need = len(VERSION)
        self._step: Callable[[bytes], bytes] = self._version

    def feed(self, data: bytes) -> bytes:
        """Raise Broken for anything but the three words in their order; `rest` follows them."""
        self._held += data
        answer = b""
        while not self.is_done and len(self._held) >= self._need:
            head, self._held = self._held[: self._need], self._held[self._need :]
            answer += self._step(head)
        if self.is_done:
            self.rest, self._held = self._held, b""
        return answer

    def _version(self, head: bytes) -> bytes:
        if head != VERSION:
            raise Broken("a browser of another RFB")
        self._need, self._step = 1, self._security
        return bytes([1, NO_PASSWORD])

    def _security(self, head: bytes) -> bytes:
        if head[0] != NO_PASSWORD:
            raise Broken("a security type that was not offered")
        self._step = self._client
        return bytes(4)

    def _client(self, _head: bytes) -> bytes:
        """Whether it shares is not its choice."""
        self.is_done = True
        size = struct.pack(">HH", self._screen.width, self._screen.height)
        return size + PIXELS + struct.pack(">I", len(NAME)) + NAME
