"""Live state, one protocol for all domains: subscribe, fetch, apply what came meanwhile.

A *topic* is `<kind>:<id>`. Whoever watches it is sent hints; a hint says that something changed
and carries little. It may be lost (Redis gone, a socket down), so every client can start over from
a fetch, and nothing is acknowledged by a hint. A live process that lost Redis says so to its
sockets (`live.away`) and says when hints flow again (`live.back`); clients fetch in between. A new
socket is told at once which it is (`live.hello`).
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, Protocol

import socketio
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refuse
from flask_socketio import SocketIO, join_room, leave_room
from redis.exceptions import RedisError

from kernel.actor import Actor, SessionId
from kernel.errors import Denied, Invalid, NotFound, Refused, Unavailable
from kernel.hints import CHANNEL, CLOSED, REDIS_OPTIONS, RETRY_SECONDS, Payload
from kernel.http import Authenticate, client_address, cookie_name, current_zone
from kernel.settings import Settings, Zone

log = logging.getLogger(__name__)
LARGEST_FRAME_BYTES = 64 * 1024
MOST_TOPICS_AT_ONCE = 200
Door = Callable[[Actor, str], None]  # raises what keeps an actor at that address out
TopicGate = Callable[[Actor, str], bool]  # may this actor watch the topic with this id?


class BadSignal(Invalid):
    """What came over the socket has not the shape of its event."""

    code = "bad_signal"


@dataclass(frozen=True)
class Connected:
    """One socket of a signed-in person."""

    actor: Actor
    socket_id: str


class Realtime(Protocol):
    """A domain's part of the live process: what it does when people come, go and send."""

    # The result is the acknowledgement.
    events: Mapping[str, Callable[[Connected, Payload], Payload]]

    def connected(self, who: Connected) -> None: ...
    def disconnected(self, who: Connected) -> None: ...


class _Bus(socketio.RedisManager):  # type: ignore[misc]  # untyped
    """Brings hints from Redis to this process's sockets, and knows whether they flow."""

    def __init__(self, redis_url: str) -> None:
        super().__init__(redis_url, CHANNEL, logger=log, redis_options=REDIS_OPTIONS)
        self.is_subscribed = False
        self.was_away = False

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        """As the base class does it, but without a delay that grows to a minute."""
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                yield from self._messages()
            except (RedisError, OSError) as error:
                log.warning("hints do not flow: %s", error)
                self._flows(flows=False)
                self.was_away = True
                sleep(RETRY_SECONDS)

    def _messages(self) -> Iterator[Any]:
        """A ping in every quiet second finds a connection that died without a word.

        After an absence announcers go on dropping hints for up to a second: who is told earlier
        that they flow would look too early and miss one.
        """
        sure_at = monotonic() + (RETRY_SECONDS if self.was_away else 0)
        while True:
            if monotonic() >= sure_at:
                self._flows(flows=True)
            message = self.pubsub.get_message(timeout=RETRY_SECONDS)
            if message is not None:
                yield message
            else:
                self.pubsub.ping()

    def _flows(self, *, flows: bool) -> None:
        if flows == self.is_subscribed:
            return
        self.is_subscribed = flows
        self.server.emit("live.back" if flows else "live.away", {}, ignore_queue=True)

    def _handle_emit(self, message: dict[str, Any]) -> None:
        """A hint may be for many topics; each socket is told for which of its own."""
        for topic in _each(message["room"]):
            if topic in self.rooms.get("/", {}):
                data = [{**message["data"][0], "topic": topic}]
                super()._handle_emit({**message, "room": topic, "data": data})

    def _handle_close_room(self, message: dict[str, Any]) -> None:
        self._handle_emit({**message, "event": CLOSED})
        for topic in _each(message["room"]):
            super()._handle_close_room({**message, "room": topic})


def _each(rooms: str | Sequence[str]) -> Sequence[str]:
    return [rooms] if isinstance(rooms, str) else rooms


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
        self.doors: list[Door] = []  # each is asked before a socket is let in
        self._settings = settings
        self._authenticate = authenticate
        self._topics = topics
        self._realtime = realtime
        self._connected: dict[str, Connected] = {}
        self._bus = _Bus(settings.redis_url)
        self.io: Any = SocketIO(
            app,
            async_mode="gevent",
            client_manager=self._bus,
            transports=["websocket"],
            cors_allowed_origins=self._is_our_origin,
            max_http_buffer_size=LARGEST_FRAME_BYTES,
            ping_interval=20,
            ping_timeout=20,
            manage_session=False,
        )
        self.io.on("connect")(self._connect)
        self.io.on("disconnect")(self._disconnect)
        self.io.on("watch")(self._answering(self._watch))
        self.io.on("unwatch")(self._answering(self._unwatch))
        for part in realtime:
            for event, answer in part.events.items():
                self.io.on(event)(self._answering(answer))

    @property
    def open_sessions(self) -> set[SessionId]:
        return {found.actor.session_id for found in self._connected.values()}

    def cut(self, sessions: Collection[SessionId]) -> None:
        """Close this process's sockets of `sessions`; each process does that for itself."""
        for found in list(self._connected.values()):
            if found.actor.session_id in sessions:
                self.io.server.disconnect(found.socket_id, ignore_queue=True)

    def _is_our_origin(self, origin: str, environ: Mapping[str, str]) -> bool:
        """Zones differ by port only, which cookies do not tell apart: the Origin has to."""
        zone = Zone(environ.get("HTTP_X_ONMARU_ZONE", Zone.WORK.value))
        return origin == self._settings.origin(zone)

    def _connect(self, _auth: object = None) -> None:
        zone = current_zone()
        try:
            cookie, address = request.cookies.get(cookie_name(zone), ""), client_address()
            found = self._authenticate(cookie, zone, address=address)
            if found is not None:
                for door in self.doors:
                    door(found.actor, address)
        except (Unavailable, Denied) as error:
            raise Refuse(error.code) from error
        if found is None:
            raise Refuse("not_signed_in")
        who = Connected(found.actor, str(request.sid))  # type: ignore[attr-defined]
        self._connected[who.socket_id] = who
        join_room(f"person:{who.actor.user_id}")
        join_room(f"session:{who.actor.session_id}")
        for part in self._realtime:
            part.connected(who)
        state = {"flows": self._bus.is_subscribed}
        self.io.server.emit("live.hello", state, to=who.socket_id, ignore_queue=True)

    def _disconnect(self, _reason: object = None) -> None:
        who = self._connected.pop(str(request.sid), None)  # type: ignore[attr-defined]
        if who is not None:
            for part in self._realtime:
                part.disconnected(who)

    def _watch(self, who: Connected, payload: Payload) -> Payload:
        """Ask for one `topic` or many `topics`; `refused` holds those that one may not watch."""
        topics = _topics(payload)
        refused = [topic for topic in topics if not self._may_watch(who.actor, topic)]
        if len(refused) == len(topics):
            raise NotFound(refused=refused)
        for topic in set(topics).difference(refused):
            join_room(topic)
        return {"refused": refused}

    def _may_watch(self, actor: Actor, topic: str) -> bool:
        kind, _, key = topic.partition(":")
        gate = self._topics.get(kind)
        try:
            return gate is not None and gate(actor, key)
        except (NotFound, Denied):
            return False

    @staticmethod
    def _unwatch(_who: Connected, payload: Payload) -> Payload:
        for topic in _topics(payload):
            leave_room(topic)
        return {}

    def _answering(
        self, answer: Callable[[Connected, Payload], Payload]
    ) -> Callable[[object], Payload]:
        def run(payload: object = None) -> Payload:
            who = self._connected.get(str(request.sid))  # type: ignore[attr-defined]
            try:
                if who is None or not isinstance(payload, dict):
                    raise BadSignal
                return {"ok": True, **answer(who, payload)}
            except Refused as error:
                return {"ok": False, "code": error.code, **error.facts}

        return run


def _topics(payload: Payload) -> list[str]:
    topics = payload.get("topics", [payload.get("topic")])
    if not isinstance(topics, list) or not 0 < len(topics) <= MOST_TOPICS_AT_ONCE:
        raise BadSignal
    if not all(isinstance(topic, str) for topic in topics):
        raise BadSignal
    return topics
