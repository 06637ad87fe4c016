"""How often something may be asked: fixed windows counted in Redis."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from kernel.errors import TooFast

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    name: str
    count: int
    window: timedelta


Spend = Callable[[Limit, str], None]


def brief_redis(url: str) -> Redis:
    """Tries once and briefly: whoever is counted is waiting."""
    once = Retry(NoBackoff(), retries=0)
    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=once)


@dataclass(frozen=True)
class RedisLimits:
    redis: Redis

    @classmethod
    def at(cls, url: str) -> Self:
        return cls(brief_redis(url))

    def spend(self, limit: Limit, key: str) -> None:
        """Raise TooFast past `limit.count` calls a window.

        Without Redis everything passes: locks that must hold are in PostgreSQL
        (identity.sign_in), and a rate limit that stops all work is worse than none.
        """
        name = f"limit:{limit.name}:{key}"
        seconds = int(limit.window.total_seconds())
        try:
            used = self._count(name, seconds)
            left = self.redis.ttl(name) if used > limit.count else 0
        except (RedisError, OSError) as error:
            log.warning("rate limit %s not counted: %s", limit.name, error)
            return
        if used > limit.count:
            raise TooFast(retry_after=max(1, int(left)))

    def _count(self, name: str, seconds: int) -> int:
        with self.redis.pipeline() as pipe:
            pipe.incr(name)
            pipe.expire(name, seconds, nx=True)
            return int(pipe.execute()[0])
