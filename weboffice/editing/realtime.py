"""The editing server's sockets: upgrades, and the rooms of y-websocket clients."""

import asyncio
import json
import socket

from picows import (
    WSAutoPingStrategy,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kernel.http import CLIENT_HEADER, ZONE_HEADER, session_of
from kernel.settings import Settings, Zone
from weboffice.editing import codec
from weboffice.editing.admission import Door, Ended
from weboffice.editing.hocuspocus import Shelf
from weboffice.editing.host import Host
from weboffice.editing.model import CloseCode, Dialect, Request
from weboffice.editing.relay import PASSED_ON, ROOMS, SHELF, TICKET
from weboffice.editing.seat import Seat
from weboffice.editing.unix import BACKLOG
from weboffice.editing.wire import Wire

LONGEST_NAME = 64
PING_SECONDS = 25  # a connection that answers nothing for twice as long is dead


class Connection(Wire):
    """One browser tab, from its upgrade to its end: a y-websocket client in one room."""

    prefix = b""

    def __init__(self, door: Door, request: Request) -> None:
        super().__init__(door.host, request.origin)
        self._door = door
        self._request = request
        self.seat = Seat(self)

    def opened(self) -> None:
        self._door.knock(self, self._request)

    @property
    def is_waiting(self) -> bool:
        return self.is_open

    def received(self, message: bytes) -> None:
        self.seat.take(message)

    def ended(self) -> None:
        self.seat.leave()

    def fell_behind(self) -> None:
        self.seat.fall_behind()

    def caught_up(self) -> None:
        self.seat.catch_up()

    # What the host calls

    def send(self, message: bytes) -> None:
        self.post(message)

    def send_shared(self, frame: bytearray) -> None:
        self.post_shared(frame)

    def close(self, code: CloseCode, reason: str) -> None:
        if code in {CloseCode.TICKET_REFUSED, CloseCode.ACCESS_LOST}:
            self.post(codec.denied(reason))
        self.hang_up(code, reason)


class EditingServer:
    def __init__(self, settings: Settings, host: Host, ended: Ended) -> None:
        self.host = host
        self._door = Door(host, ended)
        self._origins = {zone.value: settings.origin(zone) for zone in Zone}

    async def listen(self, listener: socket.socket) -> asyncio.Server:
        made: asyncio.Server = await ws_create_server(
            self.upgrade,
            sock=listener,
            backlog=BACKLOG,  # or asyncio sets its own, which is smaller
            max_frame_size=self.host.limits.frame,
            enable_auto_pong=False,  # it would queue answers as fast as somebody asks: see Wire
            enable_auto_ping=True,
            auto_ping_idle_timeout=PING_SECONDS,
            auto_ping_reply_timeout=PING_SECONDS,
            auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
        )
        return made

    def upgrade(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        path = request.path.decode(errors="replace").partition("?")[0]
        if path == "/healthz":
            return _answer(b'{"ok": true}', "application/json")
        if path == "/metrics":
            return _answer(generate_latest(), CONTENT_TYPE_LATEST)
        room = path.removeprefix(ROOMS)
        is_room = path.startswith(ROOMS) and room.isalnum() and len(room) <= LONGEST_NAME
        if not is_room and path != SHELF:
            return _refusal(404, "not_found")
        origin = request.headers.get("Origin", "")
        if origin != self._origins.get(request.headers.get(ZONE_HEADER, Zone.WORK.value)):
            return _refusal(403, "wrong_origin")
        if path == SHELF:
            accepted = WSUpgradeResponse.create_101_response()
            shelf = Shelf(self._door, _asked(request, "", "", Dialect.HOCUSPOCUS))
            return WSUpgradeResponseWithListener(accepted, shelf)
        return self._upgrade(request, room)

    def _upgrade(self, request: WSUpgradeRequest, room: str) -> WSUpgradeResponseWithListener:
        offered = _protocols(request)
        token = next((p.removeprefix(TICKET) for p in offered if p.startswith(TICKET)), "")
        known = (Dialect.OURS, Dialect.STOCK)
        dialect = next((dialect for dialect in known if dialect.value in offered), None)
        if not token or dialect is None:
            return _refusal(401, "ticket_missing")
        connection = Connection(self._door, _asked(request, room, token, dialect))
        accepted = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": dialect.value})
        return WSUpgradeResponseWithListener(accepted, connection)


def _asked(request: WSUpgradeRequest, room: str, token: str, dialect: Dialect) -> Request:
    headers = request.headers
    zone = headers.get(ZONE_HEADER, Zone.WORK.value)
    origin, caller = headers.get("Origin", ""), headers.get(CLIENT_HEADER, "-")
    cookie = session_of(headers.get("Cookie", ""), Zone(zone))
    return Request(room, token, origin, zone, dialect, PASSED_ON in headers, caller, cookie)


def _protocols(request: WSUpgradeRequest) -> list[str]:
    values = request.headers.getall("Sec-WebSocket-Protocol", [])
    return [word.strip() for value in values for word in value.split(",")]


def _answer(body: bytes, kind: str) -> WSUpgradeResponseWithListener:
    response = WSUpgradeResponse.create_ok_response(body, {"Content-Type": kind})
    return WSUpgradeResponseWithListener(response, None)


def _refusal(status: int, code: str) -> WSUpgradeResponseWithListener:
    body = json.dumps({"code": code}).encode()
    kind = {"Content-Type": "application/json"}
    response = WSUpgradeResponse.create_error_response(status, body, kind)
    return WSUpgradeResponseWithListener(response, None)
