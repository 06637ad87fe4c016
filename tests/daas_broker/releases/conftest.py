"""ann asks, mary is her head, otto the security officer; hana heads the bureau above."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from identity.people.store import divisions, people
from kernel import audit
from kernel.actor import Role
from kernel.reconcile import Report
from tests.daas_broker.conftest import Broker
from tests.daas_broker.transfers.conftest import BRIDGE, listening
from tests.support.world import SignedInClient

REASON = "민원인에게 회신할 안내문입니다"
ANSWER = "내용을 확인했습니다"


class Releasing:
    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.world = broker, broker.world
        self.folder, self.home = folder, folder / "home"
        self.home.mkdir()
        broker.host.sockets = folder
        with self.world.begin() as tx:
            tx.db.execute(insert(divisions).values(id="top", name="디지털국", parent_id=None))
            tx.db.execute(update(divisions).where(divisions.c.id == "div").values(parent_id="top"))
            tx.db.execute(insert(divisions).values(id="far", name="감사실", parent_id=None))
        self.ann = self.world.as_user("ann")
        self.mary = self.world.as_user("mary", Role.MEMBER, Role.MANAGER)
        self.otto = self.world.as_user("otto", Role.MEMBER, Role.SECURITY_OFFICER)
        self.hana = self.world.as_user("hana", Role.MEMBER, Role.MANAGER)
        self.finn = self.world.as_user("finn", Role.MEMBER, Role.MANAGER)
        for who, where in (("hana", "top"), ("finn", "far")):
            with self.world.begin() as tx:
                moved = update(people).where(people.c.id == who).values(division_id=where)
                tx.db.execute(moved)

    def in_drive(self, name: str, data: bytes, who: SignedInClient | None = None) -> str:
        drive = self.broker.broker.transfers.drive
        return drive.save((who or self.ann).actor, name, [data]).id

    def ask(self, name: str, data: bytes, who: SignedInClient | None = None) -> str:
        """Asked for by `who`, of their drive, and looked into."""
        who = who or self.ann
        body = {"source": "drive", "file_id": self.in_drive(name, data, who), "reason": REASON}
        reply = who.post("/api/releases", **body)
        assert reply.status_code == 201, reply.get_json()
        self.keep()
        return str(reply.get_json()["id"])

    def keep(self) -> Report:
        return self.broker.broker.release_keeper.run()

    def seen(self, release: str, who: SignedInClient | None = None) -> Any:
        return (who or self.ann).get(f"/api/releases/{release}").get_json()["release"]

    def approve(self, release: str, who: SignedInClient | None = None, **body: Any) -> Any:
        who = who or self.mary
        found = list(self.seen(release)["findings"] or {})
        body = {"answer": ANSWER, "seen": found, **body}
        return who.post(f"/api/releases/{release}/approve", **body)

    def lane(self, to: str, **changes: Any) -> Any:
        lanes = self.otto.get("/api/releases").get_json()["lanes"]
        lane = next(one for one in lanes if one["to"] == to)
        lane.pop("to")
        return self.otto.put(f"/api/releases/lanes/{to}", **{**lane, **changes})

    def held(self) -> list[str]:
        """What lies on the disk."""
        directory = self.world.settings.var / "releases"
        return sorted(one.name for one in directory.iterdir()) if directory.exists() else []

    def audited(self, act: str) -> list[tuple[str, dict[str, Any]]]:
        with self.world.begin() as tx:
            rows = tx.db.execute(select(audit.entries).where(audit.entries.c.act == act))
            return [(row.outcome, row.facts) for row in rows]

    @property
    def downloads(self) -> Path:
        return self.home / "Downloads"

    @property
    def outbox(self) -> Path:
        return self.home / "문서함으로 보내기"

    def sit_down(self) -> str:
        """ann's Internet desktop, of which only its home and file door are there."""
        pool = self.broker.pool(zone="internet")
        self.broker.settle()
        desktop: str = self.broker.claim("ann", pool)["desktop"]["desktop_id"]
        (self.folder / desktop).mkdir(exist_ok=True)
        return desktop

    @contextmanager
    def door(self, desktop: str) -> Iterator[None]:
        """The program of the image, with its socket as descriptor 6."""
        path = self.folder / desktop / "files.sock"
        with listening(path) as listener, bridge(listener.fileno(), self.home, self.outbox):
            yield


@contextmanager
def bridge(number: int, home: Path, outbox: Path, program: Path = BRIDGE) -> Iterator[None]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "CUPS_SERVER": str(home / "cups")}
    command = f'exec "$0" -I "$1" 6<&{number}'
    running = subprocess.Popen(
        ["bash", "-c", command, sys.executable, program], pass_fds=(number,), env=environment
    )
    try:
        while not outbox.exists():
            sleep(0.02)
        yield
    finally:
        running.terminate()
        running.wait()


@pytest.fixture
def releasing(broker: Broker) -> Iterator[Releasing]:
    with TemporaryDirectory(prefix="dsr") as folder:
        yield Releasing(broker, Path(folder))
