"""How hints are announced: by a thread of their own, and not a hundred times where once will do."""

import atexit
import logging
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any

import socketio
from redis.backoff import NoBackoff
from redis.retry import Retry

from kernel.db import Announce

log = logging.getLogger(__name__)
CHANNEL = "onmaru-live"
CLOSED = "live.closed"  # announced on a topic: everybody leaves it and must ask to watch it again
RETRY_SECONDS = 1.0
# A reconnection behind our back would lose hints without anybody hearing of it.
REDIS_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "retry": Retry(NoBackoff(), 0),
}
GATHER_SECONDS = 0.2
MOST_KNOWN = 1_000  # hints whose last time is remembered
Topic = str | tuple[str, ...]
Payload = dict[str, Any]


class RedisAnnouncer:
    """Sends hints to the live processes through Redis, from any process."""

    def __init__(self, redis_url: str) -> None:
        self._manager: Any = socketio.RedisManager(
            redis_url, CHANNEL, write_only=True, logger=log, redis_options=REDIS_OPTIONS
        )
        self._away_until = 0.0

    def __call__(self, topic: Topic, event: str, payload: Payload) -> None:
        """While Redis is away hints are dropped at once: a request must not wait for them."""
        if monotonic() < self._away_until:
            return
        message = {
            "method": "close_room" if event == CLOSED else "emit",
            "event": event,
            "data": [payload],
            "binary": False,
            "namespace": "/",
            "room": topic,
            "skip_sid": None,
            "callback": None,
            "host_id": self._manager.host_id,
        }
        # emit() would do the same after looking for sockets in this process, which has none.
        if self._manager._publish(message) is None:  # noqa: SLF001
            self._away_until = monotonic() + RETRY_SECONDS


class Behind:
    """Announces in its order from a thread of its own: who waits for an answer does not wait until
    others have heard of it."""

    def __init__(self, announce: Announce) -> None:
        self._announce = announce
        self._hints: SimpleQueue[tuple[Topic, str, Payload]] = SimpleQueue()
        Thread(target=self._tell, name="hints", daemon=True).start()

    def __call__(self, topic: Topic, event: str, payload: Payload) -> None:
        self._hints.put((topic, event, payload))

    def _tell(self) -> None:
        while True:
            hint = self._hints.get()
            try:
                self._announce(*hint)
            except Exception:
                log.exception("a hint was lost")


class Gathered:
    """Of hints that say no more than "look again" the first goes at once; those that repeat it
    within GATHER_SECONDS are one, at the end of that time. When two hundred phones send what they
    have, the page of their head fetches five times a second and not with each form.

    What carries something goes as it comes, and so does what closes a topic. A process ends with
    nothing left to say.
    """

    def __init__(self, announce: Announce, gather_seconds: float = GATHER_SECONDS) -> None:
        self._announce, self._seconds = announce, gather_seconds
        self._again_at: dict[tuple[Topic, str], float] = {}  # when the next one may go
        self._waiting: SimpleQueue[tuple[Topic, str]] = SimpleQueue()
        self._is_waiting: set[tuple[Topic, str]] = set()
        self._lock = Lock()
        self._teller: Thread | None = None  # made when it is needed: a web process forks before

    def __call__(self, topic: Topic, event: str, payload: Payload) -> None:
        if payload or event == CLOSED or self._may_go((topic, event)):
            self._announce(topic, event, payload)

    def _may_go(self, hint: tuple[Topic, str]) -> bool:
        now = monotonic()
        with self._lock:
            if now >= self._again_at.get(hint, 0.0):
                self._note(hint, now)
                return True
            if hint not in self._is_waiting:
                self._is_waiting.add(hint)
                self._waiting.put(hint)
                self._begin()
            return False

    def _note(self, hint: tuple[Topic, str], now: float) -> None:
        if len(self._again_at) >= MOST_KNOWN:
            self._again_at = {known: at for known, at in self._again_at.items() if at > now}
        self._again_at[hint] = now + self._seconds

    def _begin(self) -> None:
        if self._teller is None:
            self._teller = Thread(target=self._tell, name="gathered hints", daemon=True)
            self._teller.start()
            atexit.register(self.tell_rest)

    def _tell(self) -> None:
        while True:
            hint = self._waiting.get()
            sleep(max(0.0, self._again_at.get(hint, 0.0) - monotonic()))
            self._tell_one(hint)

    def _tell_one(self, hint: tuple[Topic, str]) -> None:
        with self._lock:
            self._is_waiting.discard(hint)
            self._note(hint, monotonic())
        try:
            self._announce(*hint, {})
        except Exception:
            log.exception("a hint was lost")

    def tell_rest(self) -> None:
        """What waits is said now; what the thread holds in its hand twice, which harms nobody."""
        for hint in list(self._is_waiting):
            self._tell_one(hint)


def silent(topic: Topic, event: str, payload: Payload) -> None:
    """Announces nothing: for processes and tests without a live edge."""
