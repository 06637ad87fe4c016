"""The editing server's sockets: upgrades, and the rooms of y-websocket clients."""

import asyncio
import json
import socket
from time import monotonic

from picows import (
    WSAutoPingStrategy,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kernel.http import ZONE_HEADER
from kernel.settings import Settings, Zone
from weboffice.editing import codec
from weboffice.editing.admission import Door, Ended, Request
from weboffice.editing.hocuspocus import Shelf
from weboffice.editing.host import HeldRoom, Host
from weboffice.editing.model import CloseCode, Dialect
from weboffice.editing.wire import Wire

OURS = "onmaru.y"  # our client: it also takes `saved` and `mode`
STOCK = "yjs"  # any y-websocket client
TICKET = "onmaru.ticket."
PATH = "/y/"
HOCUSPOCUS = "/hp"
LONGEST_NAME = 64
PING_SECONDS = 25  # a connection that answers nothing for twice as long is dead
EARLY_BYTES = 256 << 10  # what may come before the ticket is redeemed


class Connection(Wire):
    """One browser tab, from its upgrade to its end: a y-websocket client in one room."""

    prefix = b""

    def __init__(self, door: Door, request: Request) -> None:
        super().__init__(door.host, request.origin)
        self._door = door
        self._request = request
        self._held: HeldRoom | None = None
        self._member_id = 0
        self._early: list[bytes] = []

    def opened(self) -> None:
        self._door.knock(self, self._request)

    @property
    def is_waiting(self) -> bool:
        return self.is_open

    def entered(self, held: HeldRoom, member_id: int) -> None:
        self._held, self._member_id = held, member_id
        early, self._early = self._early, []
        for data in early:
            self.received(data)

    def received(self, message: bytes) -> None:
        held = self._held
        if held is None:
            self._early.append(message)
            if sum(map(len, self._early)) > EARLY_BYTES:
                self.close(CloseCode.TOO_BIG, "too_early")
            return
        outs = held.room.receive(self._member_id, message, monotonic())
        if outs:
            self.host.deliver(held, outs)
        self.host.poke(held)

    def ended(self) -> None:
        if self._held is not None:
            self.host.leave(self._held, self._member_id)

    def fell_behind(self) -> None:
        if self._held is not None:
            self._held.room.fall_behind(self._member_id)

    def caught_up(self) -> None:
        if self._held is not None:
            self.host.deliver(self._held, self._held.room.catch_up(self._member_id))

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
            max_frame_size=self.host.limits.frame,
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
        room = path.removeprefix(PATH)
        is_room = path.startswith(PATH) and room.isalnum() and len(room) <= LONGEST_NAME
        if not is_room and path != HOCUSPOCUS:
            return _refusal(404, "not_found")
        origin = request.headers.get("Origin", "")
        if origin != self._origins.get(request.headers.get(ZONE_HEADER, Zone.WORK.value)):
            return _refusal(403, "wrong_origin")
        if path == HOCUSPOCUS:
            accepted = WSUpgradeResponse.create_101_response()
            return WSUpgradeResponseWithListener(accepted, Shelf(self._door, origin))
        return self._upgrade(request, room, origin)

    def _upgrade(
        self, request: WSUpgradeRequest, room: str, origin: str
    ) -> WSUpgradeResponseWithListener:
        offered = _protocols(request)
        token = next((p.removeprefix(TICKET) for p in offered if p.startswith(TICKET)), "")
        protocol = next((known for known in (OURS, STOCK) if known in offered), None)
        if not token or protocol is None:
            return _refusal(401, "ticket_missing")
        dialect = Dialect.OURS if protocol == OURS else Dialect.STOCK
        connection = Connection(self._door, Request(room, token, origin, dialect))
        accepted = WSUpgradeResponse.create_101_response({"Sec-WebSocket-Protocol": protocol})
        return WSUpgradeResponseWithListener(accepted, connection)


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
