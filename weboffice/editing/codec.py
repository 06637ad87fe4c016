"""The wire: y-websocket's messages in lib0's encoding, read with bounds, and two of our own.

A message is `varUint type • body`. Sources: y-protocols 1.0.7 (sync.js, awareness.js, auth.js),
lib0 0.2.120 (encoding.js). Own choice: type 8 `saved` and type 9 `mode`, sent only to clients that
offered the subprotocol `onmaru.y`, and type 10 `refused`, for which hocuspocus.py has other words.
"""

from dataclasses import dataclass

SYNC, AWARENESS, AUTH, QUERY_AWARENESS = 0, 1, 2, 3
STEP1, STEP2, UPDATE = 0, 1, 2
SAVED, MODE, REFUSED = 8, 9, 10
LARGEST = (1 << 53) - 1  # a JavaScript number
MOST_CLIENTS = 1000  # in one awareness message
LAST_CLOCK = 1 << 32  # of a presence; ours go one further when its client leaves


class Malformed(Exception):
    """Not a message of this protocol, or beyond a bound."""


def uint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a group
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def chunk(value: bytes) -> bytes:
    return uint(len(value)) + value


def string(value: str) -> bytes:
    return chunk(value.encode())


class Reader:
    """Never reads past the end, never copies more than is there."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.end = len(data)

    @property
    def is_done(self) -> bool:
        return self.at >= self.end

    def uint(self) -> int:
        value = shift = 0
        while True:
            if self.at >= self.end or shift > 49:  # noqa: PLR2004 - 8 groups of 7 bits hold 2^53
                raise Malformed("number")
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 - the last group
                break
            shift += 7
        if value > LARGEST:
            raise Malformed("number")
        return value

    def chunk(self) -> bytes:
        size = self.uint()
        stop = self.at + size
        if stop > self.end:
            raise Malformed("length")
        found = self.data[self.at : stop]
        self.at = stop
        return found

    def string(self) -> str:
        try:
            return self.chunk().decode()
        except UnicodeDecodeError as error:
            raise Malformed("text") from error


@dataclass(frozen=True)
class Presence:
    """One client's entry of an awareness message; `state` is JSON text, `null` when it left."""

    client: int
    clock: int
    state: str


def read_presences(body: bytes) -> list[Presence]:
    reader = Reader(body)
    count = reader.uint()
    if count > MOST_CLIENTS:
        raise Malformed("clients")
    found = [Presence(reader.uint(), reader.uint(), reader.string()) for _ in range(count)]
    if not reader.is_done:
        raise Malformed("tail")
    if any(presence.clock > LAST_CLOCK for presence in found):
        raise Malformed("clock")
    return found


def step1(state: bytes) -> bytes:
    return b"\x00\x00" + chunk(state)


def step2(update: bytes) -> bytes:
    return b"\x00\x01" + chunk(update)


def update(update_: bytes) -> bytes:
    return b"\x00\x02" + chunk(update_)


def awareness(presences: list[Presence]) -> bytes:
    body = uint(len(presences)) + b"".join(
        uint(p.client) + uint(p.clock) + string(p.state) for p in presences
    )
    return b"\x01" + chunk(body)


def denied(reason: str) -> bytes:
    return b"\x02\x00" + string(reason)


def saved(count: int) -> bytes:
    """The first `count` updates of this connection are durable."""
    return b"\x08" + uint(count)


def mode(number: int, reason: str) -> bytes:
    return b"\x09" + uint(number) + string(reason)


def refused() -> bytes:
    """An update was not taken."""
    return bytes((REFUSED,))
