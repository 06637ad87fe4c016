"""Signs in Redis: one hash a person, one field a socket."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from kernel.actor import UserId
from messenger.presence.model import LASTS, Sign, State
from messenger.presence.ports import PresenceAway


def connect(redis_url: str) -> Redis:
    """Presence is worth no wait: one attempt, a second at most."""
    return Redis.from_url(
        redis_url,
        decode_responses=True,
        socket_timeout=1,
        socket_connect_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )


@dataclass(frozen=True)
class RedisSigns:
    redis: Redis

    def put(self, signs: Mapping[tuple[UserId, str], Sign]) -> None:
        with _away(), self.redis.pipeline(transaction=False) as pipe:
            for (person, socket_id), sign in signs.items():
                value = f"{sign.state.value} {sign.ends_at.timestamp():.0f}"
                pipe.hset(_key(person), socket_id, value)
                pipe.expire(_key(person), LASTS)
            pipe.execute()

    def drop(self, person: UserId, socket_id: str) -> None:
        with _away():
            self.redis.hdel(_key(person), socket_id)

    def of(self, people: Sequence[UserId]) -> Mapping[UserId, Sequence[Sign]]:
        with _away(), self.redis.pipeline(transaction=False) as pipe:
            for person in people:
                pipe.hvals(_key(person))
            found: list[list[str]] = pipe.execute()
        return {
            person: [_sign(value) for value in values]
            for person, values in zip(people, found, strict=True)
        }


def _key(person: UserId) -> str:
    return f"presence:{person}"


def _sign(value: str) -> Sign:
    state, ends = value.split(" ")
    return Sign(State(state), datetime.fromtimestamp(int(ends), UTC))


@contextmanager
def _away() -> Iterator[Any]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise PresenceAway from error
