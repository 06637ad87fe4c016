"""Where the messages of an open document go: into its room here, or to the process that owns it."""

from time import monotonic
from typing import Protocol

from weboffice.editing.held import HeldRoom
from weboffice.editing.model import CloseCode
from weboffice.editing.wire import ABNORMAL, Wire

EARLY_BYTES = 256 << 10  # what may come before the ticket is redeemed
EARLY_EACH = 64  # that an empty message takes as well


class Far(Protocol):
    """Our connection to the owner, for one document of one client."""

    def post(self, message: bytes) -> None: ...
    def hang_up(self, code: int, reason: str) -> None: ...
    def halt(self, why: object) -> None: ...
    def resume(self, why: object) -> None: ...


class Seat:
    def __init__(self, wire: Wire, head: bytes = b"") -> None:
        """`head` stands before each of the document's messages on the wire."""
        self.wire = wire
        self.head = head
        self._held: HeldRoom | None = None
        self._member_id = 0
        self._far: Far | None = None
        self._early: list[bytes] = []
        self._early_bytes = 0

    def enter(self, held: HeldRoom, member_id: int) -> None:
        self._held, self._member_id = held, member_id
        self._take_early()

    def pass_on(self, far: Far) -> None:
        self._far = far
        self.wire.host.passing.add(self)
        self._take_early()

    def _take_early(self) -> None:
        early, self._early = self._early, []
        for message in early:
            self.take(message)

    def take(self, message: bytes) -> None:
        """From the client, without its head."""
        if self._held is not None:
            host = self.wire.host
            host.deliver(self._held, self._held.room.receive(self._member_id, message, monotonic()))
            host.poke(self._held)
        elif self._far is not None:
            self._far.post(self.head + message)
        else:
            self._early.append(message)
            self._early_bytes += len(message) + EARLY_EACH
            if self._early_bytes > EARLY_BYTES:
                self.wire.hang_up(CloseCode.TOO_BIG, "too_early")

    def leave(self) -> None:
        """The client has gone."""
        self.wire.host.passing.discard(self)
        held, self._held = self._held, None
        far, self._far = self._far, None
        if held is not None:
            self.wire.host.leave(held, self._member_id)
        if far is not None:
            far.hang_up(1000, "")

    def lost(self, code: int, reason: str) -> None:
        """The owner hung up: so do we, with its words, and the client asks again who serves it."""
        if self._far is not None:
            self._far = None
            if code == ABNORMAL:
                code, reason = CloseCode.AGAIN, "moved"
            self.wire.hang_up(code, reason)

    def send_away(self) -> None:
        self.wire.hang_up(CloseCode.AGAIN, "restart")

    def fall_behind(self) -> None:
        if self._held is not None:
            self._held.room.fall_behind(self._member_id)
        elif self._far is not None:
            self._far.halt(self)  # the owner will see a slow reader, and knows what to do

    def catch_up(self) -> None:
        if self._held is not None:
            self.wire.host.deliver(self._held, self._held.room.catch_up(self._member_id))
        elif self._far is not None:
            self._far.resume(self)
