"""Pools of a story's own, of images that `./onmaru up` does not build first."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.settings import ROOT
from tests.e2e.conftest import Running
from tests.support.storm import Visitor

ADMIN = "minho.jung"
BUILD_SECONDS, WARM_SECONDS = 1_800, 300


@contextmanager
def pool_of(
    running: Running, image: str, name: str, *, warm_seconds: float = WARM_SECONDS, **wish: object
) -> Iterator[str]:
    """Its id, once a desktop of it is warm. The image is built where it is missing, and kept."""
    build = [sys.executable, "-m", "workplace.hostd.build", image]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=BUILD_SECONDS)
    admin = Visitor(running.port)
    assert admin.sign_in(ADMIN, running.password) == 200
    body = {"name": name, "image": image, "zone": "internet", "warm": 1, "maximum": 2, **wish}
    status, made = admin.ask("POST", "/api/admin/pools", body)
    assert status == 201, made
    assert isinstance(made, dict)
    try:
        _wait_until_warm(admin, made["id"], warm_seconds)
        yield made["id"]
    finally:
        admin.ask("DELETE", f"/api/admin/pools/{made['id']}")


def _wait_until_warm(admin: Visitor, pool: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        _, found = admin.ask("GET", "/api/admin/pools")
        assert isinstance(found, dict)
        counts = next(one["counts"] for one in found["pools"] if one["id"] == pool)
        if counts.get("warm", 0) >= 1:
            return
        assert time.monotonic() < deadline, f"no desktop became warm: {counts}"
        time.sleep(1)
