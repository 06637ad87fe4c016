"""Browsers that cost next to nothing: what is measured shares two cores with who measures.

Each is one socket on one selector: the upgrade (RFC 6455, §4.1), the first whole message, and what
its dialect says until a picture can come. Unfit for anything but answering at once.
"""

import socket
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from selectors import EVENT_READ, DefaultSelector

from bench._gateway_ways import Way

LONGEST_SECONDS = 30.0
CHUNK_BYTES = 65_536
BINARY, MASKED = 0x82, 0x80
HEAD_END = b"\r\n\r\n"
SWITCHING = b"HTTP/1.1 101 "
SHORT, TWO_BYTES = 125, 126


@dataclass
class Opening:
    way: Way
    line: socket.socket
    began: float
    heard: bytearray = field(default_factory=bytearray)
    seconds: float | None = None  # to the first whole message
    words: int = 0  # of its greeting, said so far

    def read(self) -> bool:
        """Whether it has nothing more to wait for. Raise where the gateway refuses or leaves."""
        came = self.line.recv(CHUNK_BYTES)
        if not came:
            raise ConnectionError(bytes(self.heard[:200]).decode("latin-1"))
        if self.seconds is None:
            self.heard += came
            if not is_answered(self.heard):
                return False
            self.seconds = time.perf_counter() - self.began
        if self.words == len(self.way.dialect.greeting):
            return True
        self.line.sendall(frame(self.way.dialect.greeting[self.words]))
        self.words += 1
        return False


def open_all(ways: Sequence[Way]) -> list[Opening]:
    """All at once, until each has its first message and has greeted. Blocks."""
    requests = [(way, request(way)) for way in ways]
    selector = DefaultSelector()
    openings = [_begin(selector, *each) for each in requests]
    waiting = len(openings)
    until = time.monotonic() + LONGEST_SECONDS
    while waiting:
        if time.monotonic() > until:
            raise TimeoutError(f"{waiting} of {len(openings)} heard nothing")
        for key, _ in selector.select(1):
            if key.data.read():
                selector.unregister(key.fileobj)
                waiting -= 1
    selector.close()
    return openings


def _begin(selector: DefaultSelector, way: Way, said: bytes) -> Opening:
    line = socket.socket(socket.AF_UNIX)
    opening = Opening(way, line, time.perf_counter())
    line.connect(str(way.socket))
    line.sendall(said)
    selector.register(line, EVENT_READ, opening)
    return opening


def request(way: Way) -> bytes:
    asked = (
        ("Host", "localhost"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", b64encode(bytes(16)).decode()),
        *way.headers,
    )
    lines = [f"GET {way.resource} HTTP/1.1", *(f"{name}: {value}" for name, value in asked)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def is_answered(heard: bytes | bytearray) -> bool:
    """Whether the upgrade was answered and one whole message came. Raise for another answer."""
    head = heard.find(HEAD_END)
    if head < 0:
        return False
    if not heard.startswith(SWITCHING):
        raise ConnectionError(bytes(heard[:head]).decode("latin-1"))
    at = head + len(HEAD_END)
    if len(heard) < at + 2:
        return False
    size, begins = heard[at + 1], at + 2
    if size > SHORT:
        width = 2 if size == TWO_BYTES else 8
        size, begins = int.from_bytes(heard[begins : begins + width]), begins + width
    return len(heard) >= begins + size


def frame(word: bytes) -> bytes:
    """A masked binary frame (RFC 6455, §5.2); a key of zeros leaves the bytes as they are."""
    return bytes((BINARY, MASKED | len(word))) + bytes(4) + word
