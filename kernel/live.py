"""Live state, one protocol for all domains: subscribe, fetch, apply what came meanwhile.

A *topic* is `<kind>:<id>`. Whoever watches it is sent hints; a hint says that something changed
and carries little. It may be lost (Redis gone, a socket down), so every client can start over from
a fetch, and nothing is acknowledged by a hint.
"""

import logging
from typing import Any

import socketio
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
CHANNEL = "onmaru-live"


def announcer(redis_url: str) -> "RedisAnnouncer":
    return RedisAnnouncer(redis_url)


class RedisAnnouncer:
    """Sends hints to the live process through Redis, from any process."""

    def __init__(self, redis_url: str) -> None:
        self._manager: Any = socketio.RedisManager(redis_url, channel=CHANNEL, write_only=True)

    def __call__(self, topic: str, event: str, payload: dict[str, Any]) -> None:
        try:
            self._manager.emit(event, {"topic": topic, **payload}, room=topic, namespace="/")
        except (RedisError, OSError) as error:
            log.warning("hint %s to %s lost: %s", event, topic, error)


def silent(topic: str, event: str, payload: dict[str, Any]) -> None:
    """Announces nothing: for processes and tests without a live edge."""
