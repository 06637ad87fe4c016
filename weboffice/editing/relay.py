"""The way to a room that another process owns: messages pass through as they are, and bounded.

The edge sends all sockets of a room to one process. After an end or a deploy another process may
have the room, until it rests.
"""

import socket

from picows import WSError, ws_connect

from kernel.http import CLIENT_HEADER, ZONE_HEADER, cookie_name
from kernel.settings import Zone
from weboffice.editing import codec
from weboffice.editing.model import Dialect, Request
from weboffice.editing.seat import Seat
from weboffice.editing.unix import UnixStream
from weboffice.editing.wire import Wire

PASSED_ON = "X-Onmaru-Passed-On"  # the edge takes it from what comes from outside
TICKET = "onmaru.ticket."
ROOMS, SHELF = "/y/", "/hp"
AUTH = bytes((2, 0))  # Hocuspocus' message with a token
LONGEST = 80 << 20  # a whole document in one message
ANSWER_SECONDS = 2.0  # less than a lease [ED13]


class Silent(Exception):
    """The owner listens and does not answer."""


class Road(Wire):
    """Our socket at the owner's, for the document of one seat."""

    def __init__(self, seat: Seat, first: bytes) -> None:
        super().__init__(seat.wire.host, seat.wire.origin)
        self.longest = LONGEST
        self._seat = seat
        self._first = first

    def opened(self) -> None:
        if self._first:
            self.post(self._first)

    def received(self, message: bytes) -> None:
        self._seat.wire.post(message)

    def ended(self) -> None:
        self._seat.wire.resume(self)
        self._seat.lost(*self.goodbye)

    def fell_behind(self) -> None:
        self._seat.wire.halt(self)

    def caught_up(self) -> None:
        self._seat.wire.resume(self)


async def dial(seat: Seat, request: Request, address: str) -> Road:
    """Raise OSError where nobody listens, Silent where nobody answers."""
    is_shelf = request.dialect is Dialect.HOCUSPOCUS
    first = seat.head + AUTH + codec.string(request.token) if is_shelf else b""
    road = Road(seat, first)
    there = _connected(address)  # outside of picows, which tells all failures alike
    try:
        await ws_connect(
            lambda: road,
            "ws://localhost" + (SHELF if is_shelf else ROOMS + request.room),
            socket_factory=lambda _url: there,
            extra_headers=_headers(request),
            max_frame_size=LONGEST,
            websocket_handshake_timeout=ANSWER_SECONDS,
        )
    except (WSError, TimeoutError, OSError) as error:
        there.close()
        raise Silent(address) from error
    return road


def _headers(request: Request) -> dict[str, str]:
    headers = {"Origin": request.origin, ZONE_HEADER: request.zone, PASSED_ON: "1"}
    headers[CLIENT_HEADER] = request.caller
    headers["Cookie"] = f"{cookie_name(Zone(request.zone))}={request.cookie}"
    if request.dialect is not Dialect.HOCUSPOCUS:
        offered = f"{request.dialect.value}, {TICKET}{request.token}"
        headers["Sec-WebSocket-Protocol"] = offered
    return headers


def _connected(address: str) -> UnixStream:
    made = UnixStream(socket.AF_UNIX, socket.SOCK_STREAM)
    made.setblocking(False)  # noqa: FBT003 - the socket's own signature
    try:
        made.connect(address)  # at once or not at all: a full queue is an error, too
    except OSError:
        made.close()
        raise
    return made
