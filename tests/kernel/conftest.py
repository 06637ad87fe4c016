import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis
from redis.exceptions import RedisError

from workplace.stack import account, redis


@pytest.fixture(scope="package")
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
