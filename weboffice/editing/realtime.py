"""The editing server's sockets: WebSocket upgrades, admission by ticket, frames in and out."""

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Collection
from time import monotonic
from typing import cast

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

from identity.tickets.service import TicketRefused
from kernel.actor import SessionId
from kernel.errors import NotFound, Refused
from kernel.http import ZONE_HEADER
from kernel.settings import Settings, Zone
from weboffice.editing import codec
from weboffice.editing.host import FRAME_HEAD, HeldRoom, Host
from weboffice.editing.model import CloseCode, Visitor

log = logging.getLogger(__name__)
OURS = "onmaru.y"  # our client: it also takes `saved` and `mode`
STOCK = "yjs"  # any y-websocket client
TICKET = "onmaru.ticket."
PATH = "/y/"
LONGEST_NAME = 64
PING_SECONDS = 25  # a connection that answers nothing for twice as long is dead
CLOSE_SECONDS = 1.0  # for the other side to answer that it was closed
EARLY_BYTES = 256 << 10  # what may come before the ticket is redeemed
_admissions = Counter("onmaru_editing_admissions", "Sockets that asked to enter", ["outcome"])


Ended = Callable[[Collection[SessionId]], set[SessionId]]  # which of these sign-ins are over


class Connection(WSListener):
    """One browser tab, from its upgrade to its end."""

    def __init__(self, server: "EditingServer", room: str, token: str, origin: str) -> None:
        self._server = server
        self._host = server.host
        self._room = room
        self._token = token
        self._origin = origin
        self.takes_status = False
        self.slow_since: float | None = None
        self._transport: WSTransport | None = None
        self._held: HeldRoom | None = None
        self._member_id = 0
        self._early: list[bytes] = []
        self._parts: list[bytes] = []  # of a fragmented message
        self._parts_bytes = 0

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        slow = self._host.limits.slow_buffer
        transport.underlying_transport.set_write_buffer_limits(high=slow, low=slow // 4)
        self._host.spawn(self._enter())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if self._transport is None:  # told to go; only its answer to that is waited for
            if frame.msg_type is WSMsgType.CLOSE:
                transport.disconnect()
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code(), frame.get_close_message())
            transport.disconnect()
        elif frame.msg_type in {WSMsgType.BINARY, WSMsgType.CONTINUATION}:
            self._on_part(frame.get_payload_as_bytes(), is_last=frame.fin)
        elif frame.msg_type is WSMsgType.TEXT:
            self.close(CloseCode.BAD_MESSAGE, "bad_message: text")

    def _on_part(self, part: bytes, *, is_last: bool) -> None:
        if is_last and not self._parts:
            self._on_message(part)
            return
        self._parts.append(part)
        self._parts_bytes += len(part)
        if self._parts_bytes > self._host.limits.frame:
            self.close(CloseCode.TOO_BIG, "too_big")
        elif is_last:
            whole, self._parts, self._parts_bytes = b"".join(self._parts), [], 0
            self._on_message(whole)

    def _on_message(self, data: bytes) -> None:
        held = self._held
        if held is None:
            self._early.append(data)
            if sum(map(len, self._early)) > EARLY_BYTES:
                self.close(CloseCode.TOO_BIG, "too_early")
            return
        outs = held.room.receive(self._member_id, data, monotonic())
        if outs:
            self._host.deliver(held, outs)
        self._host.poke(held)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows' signature
        self._transport = None
        if self._held is not None:
            self._host.leave(self._held, self._member_id)

    def pause_writing(self) -> None:
        self.slow_since = asyncio.get_running_loop().time()
        if self._held is not None:
            self._held.room.fall_behind(self._member_id)

    def resume_writing(self) -> None:
        self.slow_since = None
        if self._held is not None:
            self._host.deliver(self._held, self._held.room.catch_up(self._member_id))

    # What the host calls

    def send(self, message: bytes) -> None:
        # Not `send`: above 8 KiB picows lends uvloop a header that its next frame overwrites.
        self.send_shared(bytearray(FRAME_HEAD) + message)

    def send_shared(self, frame: bytearray) -> None:
        if self._transport is not None:
            self._transport.send_reuse_external_bytearray(WSMsgType.BINARY, frame, FRAME_HEAD)

    def close(self, code: CloseCode, reason: str) -> None:
        transport = self._transport
        if transport is None:
            return
        if code in {CloseCode.TICKET_REFUSED, CloseCode.ACCESS_LOST}:
            self.send(codec.denied(reason))
        # picows takes any number, its types name only the registered ones.
        transport.send_close(cast("WSCloseCode", int(code)), reason.encode())
        self._transport = None
        if self._held is not None:
            self._host.leave(self._held, self._member_id)
        # Hanging up on what it just sent would reset the connection, and the code would be lost.
        asyncio.get_running_loop().call_later(CLOSE_SECONDS, transport.disconnect)

    # Admission

    async def _enter(self) -> None:
        try:
            visitor = await self._admit()
            self._join(await self._host.open(self._room), visitor)
        except TicketRefused:
            self._refuse(CloseCode.TICKET_REFUSED, "ticket_refused")
        except NotFound:
            self._refuse(CloseCode.ACCESS_LOST, "not_found")
        except Refused as error:
            self._refuse(CloseCode.AGAIN, error.code)

    async def _admit(self) -> Visitor:
        editing = self._host.editing
        return await self._host.in_thread(
            lambda: editing.admit(
                self._token, self._origin, self._room, takes_status=self.takes_status
            )
        )

    def _refuse(self, code: CloseCode, reason: str) -> None:
        _admissions.labels(reason).inc()
        self.close(code, reason)

    def _join(self, held: HeldRoom, visitor: Visitor) -> None:
        if self._transport is None:
            return  # gone while it was let in
        if held.room.is_full:
            self._refuse(CloseCode.ROOM_FULL, "room_full")
            return
        _admissions.labels("in").inc()
        member, outs = held.room.join(visitor, monotonic())
        self._held, self._member_id = held, member.id
        self._host.enter(held, member.id, self, outs)
        early, self._early = self._early, []
        for data in early:
            self._on_message(data)
        # A right or a session may have gone between the ticket and here.
        self._host.spawn(self._server.verify(held, visitor))


class EditingServer:
    def __init__(self, settings: Settings, host: Host, ended: Ended) -> None:
        self.host = host
        self._origins = {zone.value: settings.origin(zone) for zone in Zone}
        self._ended = ended

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

    async def verify(self, held: HeldRoom, visitor: Visitor) -> None:
        over = await self.host.in_thread(lambda: self._ended({visitor.session_id}))
        self.host.cut_sessions(over)
        await self.host.recheck([held.room.name])

    def upgrade(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        path = request.path.decode(errors="replace").partition("?")[0]
        if path == "/healthz":
            return _answer(b'{"ok": true}', "application/json")
        if path == "/metrics":
            return _answer(generate_latest(), CONTENT_TYPE_LATEST)
        room = path.removeprefix(PATH)
        if not path.startswith(PATH) or not room.isalnum() or len(room) > LONGEST_NAME:
            return _refusal(404, "not_found")
        return self._upgrade(request, room)

    def _upgrade(self, request: WSUpgradeRequest, room: str) -> WSUpgradeResponseWithListener:
        origin = request.headers.get("Origin", "")
        if origin != self._origins.get(request.headers.get(ZONE_HEADER, Zone.WORK.value)):
            return _refusal(403, "wrong_origin")
        offered = _protocols(request)
        token = next((p.removeprefix(TICKET) for p in offered if p.startswith(TICKET)), "")
        protocol = next((known for known in (OURS, STOCK) if known in offered), None)
        if not token or protocol is None:
            return _refusal(401, "ticket_missing")
        connection = Connection(self, room, token, origin)
        connection.takes_status = protocol == OURS
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
