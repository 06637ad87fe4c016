"""A room that this process owns, with the sockets of those who are in it."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from kernel.actor import UserId
from weboffice.editing.machine import Room
from weboffice.editing.model import CloseCode
from weboffice.editing.service import Lease

FRAME_HEAD = 16  # room for a WebSocket header before the message of a shared frame
LARGE = 16 << 10  # bytes of a message that is framed once for all who are sent the same


class Socket(Protocol):
    """A member's connection."""

    @property
    def slow_since(self) -> float | None: ...
    @property
    def prefix(self) -> bytes:
        """What stands before each shared message, where a socket carries many documents."""
        ...

    def send(self, message: bytes) -> None: ...
    def send_shared(self, frame: bytearray) -> None: ...
    def close(self, code: CloseCode, reason: str) -> None: ...


@dataclass
class HeldRoom:
    room: Room
    lease: Lease
    tail: int  # updates and bytes since the last snapshot
    tail_bytes: int
    sockets: dict[int, Socket] = field(default_factory=dict)
    arriving: int = 0
    empty_since: float = 0.0
    version_at: float = 0.0
    last_writer: UserId | None = None  # since the last version
    tick_timer: asyncio.TimerHandle | None = None
    presence_timer: asyncio.TimerHandle | None = None
    is_folding: bool = False
    # The last large message, by what stands before it.
    framed: tuple[bytes, dict[bytes, bytearray]] = field(default_factory=lambda: (b"", {}))

    def send(self, socket: Socket, message: bytes) -> None:
        """A document for many who open it at once is neither copied nor framed for each."""
        if len(message) < LARGE:
            socket.send(message)
            return
        if self.framed[0] is not message:
            self.framed = (message, {})
        frames = self.framed[1]
        if socket.prefix not in frames:
            frames[socket.prefix] = bytearray(FRAME_HEAD) + socket.prefix + message
        socket.send_shared(frames[socket.prefix])

    def rest(self) -> None:
        if self.room.answers.rest():
            self.framed = (b"", {})
