"""Live state, one protocol for all domains: subscribe, fetch, apply what came meanwhile.

A *topic* is `<kind>:<id>`. Whoever watches it is sent hints; a hint says that something changed
and carries little. It may be lost (Redis gone, a socket down), so every client can start over from
a fetch, and nothing is acknowledged by a hint.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import socketio
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refuse
from flask_socketio import SocketIO, join_room, leave_room
from redis.exceptions import RedisError

from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.http import Authenticate, cookie_name, current_zone
from kernel.settings import Settings, Zone

log = logging.getLogger(__name__)
CHANNEL = "onmaru-live"
TopicGate = Callable[[Actor, str], bool]  # may this actor watch the topic with this id?
Payload = dict[str, Any]


class Realtime(Protocol):
    """A domain's part of the live process: what it does when people come, go and send."""

    events: Mapping[str, Callable[[Actor, Payload], Payload]]  # the result is the acknowledgement

    def connected(self, actor: Actor, socket_id: str) -> None: ...
    def disconnected(self, actor: Actor, socket_id: str) -> None: ...


class RedisAnnouncer:
    """Sends hints to the live processes through Redis, from any process."""

    def __init__(self, redis_url: str) -> None:
        self._manager: Any = socketio.RedisManager(redis_url, channel=CHANNEL, write_only=True)

    def __call__(self, topic: str, event: str, payload: Payload) -> None:
        try:
            self._manager.emit(event, {"topic": topic, **payload}, room=topic, namespace="/")
        except (RedisError, OSError) as error:
            log.warning("hint %s to %s lost: %s", event, topic, error)


def silent(topic: str, event: str, payload: Payload) -> None:
    """Announces nothing: for processes and tests without a live edge."""


class LiveServer:
    """The live process: signs sockets in by the session cookie and routes topics and events."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        authenticate: Authenticate,
        topics: Mapping[str, TopicGate],
        realtime: Sequence[Realtime],
    ) -> None:
        self._authenticate = authenticate
        self._topics = topics
        self._realtime = realtime
        self._actors: dict[str, Actor] = {}
        # The edge lets only its own origins through; Socket.IO checks the header once more.
        origins = [settings.origin(zone) for zone in Zone]
        self.io: Any = SocketIO(
            app,
            async_mode="gevent",
            message_queue=settings.redis_url,
            channel=CHANNEL,
            transports=["websocket"],
            cors_allowed_origins=origins,
            ping_interval=20,
        )
        self.io.on("connect")(self._connect)
        self.io.on("disconnect")(self._disconnect)
        self.io.on("watch")(self._watch)
        self.io.on("unwatch")(self._unwatch)
        for part in realtime:
            for event, answer in part.events.items():
                self.io.on(event)(self._answering(answer))

    def _connect(self, _auth: object = None) -> None:
        zone = current_zone()
        found = self._authenticate(request.cookies.get(cookie_name(zone), ""), zone)
        if found is None:
            raise Refuse("not_signed_in")
        actor, socket_id = found.actor, self._socket_id()
        self._actors[socket_id] = actor
        join_room(f"person:{actor.user_id}")
        join_room(f"session:{actor.session_id}")
        for part in self._realtime:
            part.connected(actor, socket_id)

    def _disconnect(self, _reason: object = None) -> None:
        socket_id = self._socket_id()
        actor = self._actors.pop(socket_id, None)
        if actor is not None:
            for part in self._realtime:
                part.disconnected(actor, socket_id)

    def _watch(self, payload: Payload) -> Payload:
        topic = str(payload.get("topic", ""))
        kind, _, key = topic.partition(":")
        gate = self._topics.get(kind)
        actor = self._actors[self._socket_id()]
        try:
            if gate is None or not gate(actor, key):
                raise NotFound
        except Refused as error:
            return {"ok": False, "code": error.code}
        join_room(topic)
        return {"ok": True}

    def _unwatch(self, payload: Payload) -> Payload:
        leave_room(str(payload.get("topic", "")))
        return {"ok": True}

    def _answering(
        self, answer: Callable[[Actor, Payload], Payload]
    ) -> Callable[[Payload], Payload]:
        def run(payload: Payload) -> Payload:
            actor = self._actors[self._socket_id()]
            try:
                return {"ok": True, **answer(actor, payload)}
            except Refused as error:
                return {"ok": False, "code": error.code, **error.facts}

        return run

    @staticmethod
    def _socket_id() -> str:
        return str(request.sid)  # type: ignore[attr-defined]
