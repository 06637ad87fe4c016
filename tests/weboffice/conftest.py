"""The real editing server as a process of its own, on the test's database."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlencode

import pytest

from identity.tickets.model import Presented
from kernel.clock import utc_now
from kernel.ids import fresh_id
from kernel.settings import ROOT, editing_process
from tests.support.world import SignedInClient, World
from tests.weboffice.editing.client import Editor
from workplace.stack.postgres import PrivatePostgres


@dataclass
class EditingProcess:
    world: World
    number: int = 1
    process: subprocess.Popen[bytes] | None = None

    @property
    def path(self) -> Path:
        return self.world.settings.socket(editing_process(self.number))

    def start(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        log = self._log.open("ab")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workplace.crdtd", str(self.number)],
                env={"PATH": "/usr/bin:/bin", **self.world.settings.environment()},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 120
        while not self._answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    @property
    def _log(self) -> Path:
        return self.world.settings.var / f"{editing_process(self.number)}.log"

    @property
    def log(self) -> str:
        return self._log.read_text()

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
            self.signal(how)
            self.process.wait(timeout=20)
            self.process = None

    def signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(which)

    def who(self, user: str) -> SignedInClient:
        return self.world.as_user(user)

    def ticket(self, user: str, document: str, *, away: timedelta | None = None) -> str:
        """Or the code of the refusal. `away`: for how long one was not in step."""
        self.world.time = utc_now()  # the process has the machine's clock
        path = f"/api/office/documents/{document}/tickets"
        if away is not None:
            path += "?" + urlencode({"away_since": (self.world.time - away).isoformat()})
        reply = self.world.as_user(user).post(path)
        assert reply.json is not None
        return str(reply.json["ticket" if reply.status_code == 201 else "code"])

    def presented(self, user: str, document: str, *, away: timedelta | None = None) -> Presented:
        """A ticket, in the browser that asked for it."""
        return self.who(user).presents(self.ticket(user, document, away=away))

    def editor(self, user: str, document: str, editor: Editor | None = None) -> Editor:
        """Somebody opens the document, as a browser would, and has it before him."""
        found = editor or Editor()
        found.connect(self.path, document, self.presented(user, document))
        assert found.listen(lambda e: e.has_arrived and e.mode is not None), self.log
        return found


@pytest.fixture(scope="module")
def office(
    postgres: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EditingProcess]:
    """One for a module: starting it costs more than most tests; each has its own documents."""
    name = f"t{fresh_id()}"
    world = World(postgres.create_from_template(name), tmp_path_factory.mktemp("office"))
    made = EditingProcess(world)
    made.start()
    yield made
    made.end()
    rmtree(world.settings.run, ignore_errors=True)
    world.close()
    postgres.drop(name)
