"""The real editing server as a process of its own, on the test's database."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pytest

from kernel.settings import ROOT
from tests.support.world import World
from tests.weboffice.editing.client import Editor


@dataclass
class EditingProcess:
    world: World
    process: subprocess.Popen[bytes] | None = None

    @property
    def path(self) -> Path:
        return self.world.settings.socket("crdtd")

    def start(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        log = (self.world.settings.var / "crdtd.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workplace.crdtd"],
                env={"PATH": "/usr/bin:/bin", **self.world.settings.environment()},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 20
        while not self._answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    @property
    def log(self) -> str:
        return (self.world.settings.var / "crdtd.log").read_text()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("localhost", timeout=2)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.sock.connect(str(self.path))
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None

    def editor(self, user: str, document: str, editor: Editor | None = None) -> Editor:
        """Somebody opens the document, as a browser would: ticket by HTTP, then the socket."""
        reply = self.world.as_user(user).post(f"/api/office/documents/{document}/tickets")
        assert reply.status_code == 201, reply.json
        assert reply.json is not None
        return (editor or Editor()).connect(self.path, document, reply.json["ticket"])


@pytest.fixture
def crdtd(world: World) -> Iterator[EditingProcess]:
    world.time = world.time.now(world.time.tzinfo)  # the process has the machine's clock
    made = EditingProcess(world)
    made.start()
    yield made
    made.end()
    rmtree(world.settings.run, ignore_errors=True)
