import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis
from redis.exceptions import RedisError

from kernel.errors import TooFast
from kernel.limits import Limit, RedisLimits
from workplace.stack import account, redis

THREE = Limit("three", 3, timedelta(seconds=1))


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A throw-away Redis, set up as the workplace's own."""
    with TemporaryDirectory(prefix="onmaru-redis-") as directory:
        home = account.own(Path(directory), 0o755)
        redis.lay_out(home / "data", home / "data" / "redis.sock")
        user = account.service_user()
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *redis.command(home / "data")],
            stdout=subprocess.DEVNULL, cwd="/", user=user, group=user,
            extra_groups=[] if user else None,
        )  # fmt: skip
        client = Redis(unix_socket_path=str(home / "data" / "redis.sock"))
        _wait(client)
        yield client
        client.close()
        process.terminate()
        process.wait(timeout=10)


def _wait(client: Redis) -> None:
    for _ in range(200):
        try:
            client.ping()
        except RedisError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Redis did not start")


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
