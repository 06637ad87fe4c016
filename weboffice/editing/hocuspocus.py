"""Hocuspocus clients in the same rooms: many documents on one socket, at `/hp`.

A frame is `varString document • varUint type • body`. The first frame of a document is its Auth
with a ticket as the token; frames before the answer wait, up to a bound. Source: the messages of
@hocuspocus/provider 4.7 and @hocuspocus/common 4.7 (types.ts, auth.ts). What differs: SyncStatus is
sent when an update is durable, not when it is in memory; types 4 to 6 are for servers and
extensions and are refused.
"""

import asyncio
from dataclasses import replace

from weboffice.editing import codec
from weboffice.editing.admission import Door
from weboffice.editing.codec import Malformed, Reader
from weboffice.editing.model import CloseCode, Request
from weboffice.editing.seat import Seat
from weboffice.editing.wire import Wire

AUTH, CLOSE, SYNC_STATUS, PING, PONG = 2, 7, 8, 9, 10
TOKEN, DENIED, AUTHENTICATED = 0, 1, 2
SCOPES = ("readonly", "read-write", "read-write")  # by Mode
RESET_CONNECTION, UNAUTHORIZED = 4205, 4401
MOST_DOCUMENTS = 20  # on one socket
MOST_REFUSED = 40  # tickets that opened nothing, on one socket
LONGEST_NAME, LONGEST_KEY = 64, 128  # a key may have the client's own session behind a zero byte
LONGEST_TICKET = 256
PING_SECONDS = 20
PASSED_ON = {codec.SYNC, codec.AWARENESS, codec.QUERY_AWARENESS}


class Shelf(Wire):
    """One socket, and the documents open on it."""

    def __init__(self, door: Door, request: Request) -> None:
        """`request` is that of the socket, without a room and a token."""
        super().__init__(door.host, request.origin)
        self.door = door
        self._request = request
        self.open: dict[str, OpenDocument] = {}
        self.refused = 0

    def opened(self) -> None:
        """The client gives a socket up on which it hears nothing for 30 seconds."""
        if self.is_open:
            self.post(bytes((PING,)))
            asyncio.get_running_loop().call_later(PING_SECONDS, self.opened)

    def received(self, message: bytes) -> None:
        if message == bytes((PONG,)):
            return
        try:
            reader = Reader(message)
            key = reader.string()
            kind = reader.uint()
            self._take(key, kind, reader)
        except Malformed as error:
            self.hang_up(CloseCode.BAD_MESSAGE, f"bad_message: {error}")

    def _take(self, key: str, kind: int, reader: Reader) -> None:
        found = self.open.get(key)
        if kind == AUTH:
            if reader.uint() != TOKEN:
                raise Malformed("auth")
            self._authenticate(key, reader.string())
        elif kind == CLOSE:
            if found is not None:
                found.leave()
        elif kind not in PASSED_ON:
            raise Malformed("type")
        elif found is None:
            raise Malformed("no_auth")
        else:
            found.seat.take(reader.data[len(found.prefix) :])

    def _authenticate(self, key: str, token: str) -> None:
        if key in self.open:
            return  # a client that renews its token; rights are the session's, not the ticket's
        room = key.partition("\0")[0]
        if len(self.open) >= MOST_DOCUMENTS or len(key) > LONGEST_KEY:
            raise Malformed("documents")
        if not room.isalnum() or len(room) > LONGEST_NAME:
            raise Malformed("name")
        if len(token) > LONGEST_TICKET:
            raise Malformed("ticket")
        document = self.open[key] = OpenDocument(self, key)
        self.door.knock(document, replace(self._request, room=room, token=token))

    def note_refusal(self) -> None:
        """Whoever tries tickets on one socket does so a few times only [ED6]."""
        self.refused += 1
        if self.refused > MOST_REFUSED:
            self.hang_up(UNAUTHORIZED, "ticket_refused")

    def ended(self) -> None:
        for document in list(self.open.values()):
            document.leave()

    def fell_behind(self) -> None:
        for document in self.open.values():
            document.seat.fall_behind()

    def caught_up(self) -> None:
        for document in list(self.open.values()):
            document.seat.catch_up()


class OpenDocument:
    """A document of a shelf: towards the room, a socket of its own."""

    def __init__(self, shelf: Shelf, key: str) -> None:
        self._shelf = shelf
        self._key = key
        self.prefix = codec.string(key)
        self.seat = Seat(shelf, self.prefix)
        self._acknowledged = 0

    @property
    def slow_since(self) -> float | None:
        return self._shelf.slow_since

    @property
    def is_waiting(self) -> bool:
        return self._shelf.is_open and self._shelf.open.get(self._key) is self

    def leave(self) -> None:
        self._shelf.open.pop(self._key, None)
        self.seat.leave()

    # What the host calls

    def send(self, message: bytes) -> None:
        for part in self._translate(message):
            self._shelf.post(self.prefix + part)

    def send_shared(self, frame: bytearray) -> None:
        self._shelf.post_shared(frame)

    def close(self, code: CloseCode, reason: str) -> None:
        if code is CloseCode.AGAIN:
            # Only a new socket makes the client authenticate again.
            self._shelf.hang_up(RESET_CONNECTION, reason)
        elif code is CloseCode.SESSION_ENDED:
            self._shelf.hang_up(UNAUTHORIZED, reason)
        elif code in {CloseCode.TICKET_REFUSED, CloseCode.ACCESS_LOST}:
            self._shelf.post(self.prefix + bytes((AUTH, DENIED)) + codec.string(reason))
            self.leave()
            self._shelf.note_refusal()
        else:
            self._shelf.post(self.prefix + bytes((CLOSE,)) + codec.string(reason))
            self.leave()

    def _translate(self, message: bytes) -> list[bytes]:
        """Our own two messages in Hocuspocus' words; all others are the same."""
        reader = Reader(message)
        kind = reader.uint()
        if kind == codec.MODE:
            return [bytes((AUTH, AUTHENTICATED)) + codec.string(SCOPES[reader.uint()])]
        if kind == codec.REFUSED:
            return [bytes((SYNC_STATUS, 0))]
        if kind == codec.SAVED:
            count = reader.uint()
            more, self._acknowledged = count - self._acknowledged, count
            return [bytes((SYNC_STATUS, 1))] * more
        return [message]
