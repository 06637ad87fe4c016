"""A hostd of its own for a test: its own instance, network and epoch; the images of the machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from daas_broker.desktops.adapters.podman import PodmanHost
from daas_broker.desktops.model import DesktopId, Image, SeenDesktop
from daas_broker.desktops.ports import Retryable
from kernel.settings import ROOT, read_settings
from workplace.hostd import definition, podman
from workplace.hostd.container import Labels
from workplace.hostd.egress import Egress
from workplace.hostd.network import Networks
from workplace.hostd.proxies import SERVICE, Proxies
from workplace.hostd.shelf import Shelf

LAST_EPOCH = 2**62
PATIENCE = 30.0


@dataclass
class Hostd:
    var: Path
    process: subprocess.Popen[bytes] | None = None
    image: Image = field(init=False)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def instance(self) -> str:
        return sha256(str(self.var).encode()).hexdigest()[:8]

    @property
    def host(self) -> PodmanHost:
        return PodmanHost(Path("/run/onmaru") / self.instance / "hostd.sock")

    def start(self) -> None:
        with (self.var / "hostd.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workplace.hostd"],
                cwd=ROOT,
                env={
                    "ONMARU_VAR": str(self.var),
                    "ONMARU_CACHE": str(read_settings().cache),
                    "PATH": os.defpath + ":/usr/sbin:/sbin",
                    **self.environment,
                },
                stderr=log,
            )
        eventually(self.answers)

    def answers(self) -> bool:
        try:
            return self.host.health() is not None
        except Retryable:
            return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        for desktop in self.host.desktops():
            self.host.destroy(desktop.id, desktop.generation, LAST_EPOCH)
        assert self.process is not None
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0
        proxies = Proxies(self.var / "proxies", self.var, SERVICE)
        Egress(Networks(self.instance), self.var / "egress.json", {}, proxies).dismantle()

    def seen(self, desktop: DesktopId) -> SeenDesktop:
        return next(seen for seen in self.host.desktops() if seen.id == desktop)

    def end(self, desktop: DesktopId) -> None:
        """Kill everything in it, as the kernel does when it runs out of memory."""
        os.kill(self.container(desktop).pid, signal.SIGKILL)

    def container(self, desktop: DesktopId) -> podman.Container:
        found = podman.containers(f"{Labels.INSTANCE}={self.instance}")
        return next(one for one in found if one.labels[Labels.DESKTOP] == desktop)


def eventually(look: object, seconds: float = PATIENCE) -> None:
    assert callable(look)
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


@contextmanager
def running_hostd(var: Path, name: str = "internet") -> Iterator[Hostd]:
    """Skips where nobody may start containers or where no image is built."""
    if os.geteuid() != 0 or not Path(podman.PODMAN).exists():
        pytest.skip("needs root and podman")
    image = Shelf(read_settings().cache / "images").made_from(definition.read(name))
    if image is None:
        pytest.skip(f"the image of deploy/desktops/{name}.toml is not built")
    hostd = Hostd(var)
    hostd.image = image
    hostd.start()
    try:
        yield hostd
    finally:
        hostd.stop()
