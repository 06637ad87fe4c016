import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from redis import Redis

from kernel.errors import TooFast
from kernel.limits import Limit, RedisLimits

THREE = Limit("three", 3, timedelta(seconds=1))


def passes(limits: RedisLimits, key: str) -> bool:
    try:
        limits.spend(THREE, key)
    except TooFast:
        return False
    return True


def test_beyond_its_count_a_call_waits_for_the_next_window(server: Redis) -> None:
    """[LI1]"""
    limits = RedisLimits(server)
    assert [passes(limits, "ann") for _ in range(5)] == [True, True, True, False, False]
    assert passes(limits, "ben")
    with pytest.raises(TooFast) as refusal:
        limits.spend(THREE, "ann")
    assert refusal.value.facts == {"retry_after": 1}
    time.sleep(1.1)
    assert passes(limits, "ann")


def test_calls_at_once_are_counted_one_by_one(server: Redis) -> None:
    """[LI1]"""
    limits = RedisLimits(server)
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: passes(limits, "crowd"), range(24)))
    assert sum(passed) == 3


def test_without_redis_everything_passes() -> None:
    """[LI1]"""
    limits = RedisLimits.at("unix:///nonexistent/redis.sock")
    started = time.monotonic()
    assert all(passes(limits, "ann") for _ in range(10))
    assert time.monotonic() - started < 1
