"""A desktop of which only its home and its file door are there, with the bridge of the image."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from sqlalchemy import select

from daas_broker.desktops.model import DesktopId
from daas_broker.sessions.reaching import Reached
from kernel import audit
from kernel.settings import ROOT
from tests.daas_broker.conftest import Broker

BRIDGE = ROOT / "deploy/desktops/files/usr/lib/onmaru/filebridge.py"
REPORT = "추진계획.hwpx"


class Desk:
    """ann's desktop, of which only its home and its file door are there."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.home = broker, folder / "home"
        self.home.mkdir()
        broker.host.sockets = folder
        pool = broker.pool(zone="work")
        broker.settle()
        self.id: str = broker.claim("ann", pool)["desktop"]["desktop_id"]
        self.door = folder / self.id / "files.sock"
        self.door.parent.mkdir()

    @property
    def downloads(self) -> Path:
        return self.home / "Downloads"

    @property
    def outbox(self) -> Path:
        return self.home / "문서함으로 보내기"

    def post(self, way: str, **body: Any) -> Any:
        return self.broker.world.as_user("ann").post(f"/api/desktops/{self.id}/files/{way}", **body)

    def reached(self) -> Reached:
        actor = self.broker.world.as_user("ann").actor
        return self.broker.broker.reaching.reach(actor, DesktopId(self.id))

    def listed(self) -> Any:
        reply = self.broker.world.as_user("ann").get(f"/api/desktops/{self.id}/files/outbox")
        return reply.get_json()["files"]

    def in_drive(self, name: str, data: bytes) -> str:
        actor = self.broker.world.as_user("ann").actor
        return self.broker.broker.transfers.drive.save(actor, name, [data]).id

    def read(self, file_id: str) -> bytes:
        actor = self.broker.world.as_user("ann").actor
        return b"".join(self.broker.broker.transfers.drive.open(actor, file_id).chunks)

    def policy(self, **changes: Any) -> None:
        path = "/api/admin/policies/person/ann/draft"
        assert self.broker.admin.put(path, body=changes).status_code == 200
        assert self.broker.admin.post(f"{path}/apply").status_code == 200

    def audited(self, act: str) -> list[tuple[str, dict[str, Any]]]:
        with self.broker.world.begin() as tx:
            rows = tx.db.execute(select(audit.entries).where(audit.entries.c.act == act))
            return [(row.outcome, row.facts) for row in rows]

    @contextmanager
    def bridge(self) -> Iterator[None]:
        """The program of the image, with its socket as descriptor 6."""
        with listening(self.door) as listener:
            number = listener.fileno()
            command = f'exec "$0" -I "$1" 6<&{number}'
            environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin",
                           "CUPS_SERVER": str(self.home / "cups.sock")}  # fmt: skip
            running = subprocess.Popen(
                ["bash", "-c", command, sys.executable, BRIDGE], pass_fds=(number,), env=environment
            )
            try:
                while not self.outbox.exists():
                    sleep(0.02)
                yield
            finally:
                running.terminate()
                running.wait()


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(8)
        yield listener


@contextmanager
def stranger(path: Path, answer: bytes) -> Iterator[None]:
    """A desktop that says this to whatever it is asked, once for each connection."""

    def talk(listener: socket.socket) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer, suppress(BrokenPipeError):  # who asked may have heard enough
                peer.recv(4096)
                peer.sendall(answer)

    with listening(path) as listener:
        threading.Thread(target=talk, args=(listener,), daemon=True).start()
        yield
        listener.shutdown(socket.SHUT_RDWR)


def lay_print(desk: Desk, name: str, data: bytes) -> None:
    tray = desk.home / ".cache/onmaru/prints"
    tray.mkdir(parents=True, exist_ok=True)
    (tray / name).write_bytes(data)


@pytest.fixture
def desk(broker: Broker) -> Iterator[Desk]:
    with TemporaryDirectory(prefix="dsf") as folder:
        yield Desk(broker, Path(folder))
