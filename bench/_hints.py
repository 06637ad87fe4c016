"""Where it is announced what happens: without it, each second costs one try."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.settings import Settings
from workplace.stack import redis

PATIENCE_SECONDS = 120.0


@contextmanager
def hints_on(settings: Settings) -> Iterator[None]:
    """A Redis of its own, at the `redis` socket of these settings."""
    data, socket = settings.var / "redis", settings.socket("redis")
    settings.run.mkdir(parents=True, exist_ok=True)
    redis.lay_out(data, socket)
    with subprocess.Popen(redis.command(data), stdout=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not socket.exists():
                if time.monotonic() > deadline:
                    raise TimeoutError("Redis did not start")
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait()
