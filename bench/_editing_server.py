"""The real editing server for measurements, on a private database that really writes."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from picows import WSListener, ws_connect
from psycopg import sql
from sqlalchemy import insert

from gdrive.access.model import Level, Subject, SubjectKind
from gdrive.tree.model import NodeId
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from identity.tickets.model import Presented
from kernel.actor import Actor, SessionId, UserId
from kernel.clock import utc_now
from kernel.db import Tx, begin_on, connect
from kernel.hints import silent
from kernel.http import cookie_name
from kernel.limits import Limit
from kernel.parts import Foundation
from kernel.settings import ROOT, Settings, Zone, editing_process
from kernel.tokens import Token
from weboffice.documents.keeping import KEY_FILE
from weboffice.documents.model import DocumentWish
from weboffice.editing.unix import UnixStream
from workplace.migrate import upgrade
from workplace.stack import postgres
from workplace.wiring import Workplace, build

START_SECONDS = 60
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
Dial = Callable[[WSListener], Awaitable[object]]


@dataclass
class Office:
    """A workplace without web pages: documents of one person, and processes that serve them."""

    workplace: Workplace
    actor: Actor
    cookies: dict[SessionId, Token]

    def document(self) -> str:
        return self.workplace.office.documents.create_document(self.actor, DocumentWish()).id

    def path(self, number: int = 1) -> Path:
        return self.workplace.base.settings.socket(editing_process(number))

    def start(self, number: int = 1, core: int | None = None) -> "subprocess.Popen[bytes]":
        """Without waiting for it."""
        self.path(number).parent.mkdir(parents=True, exist_ok=True)
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        return subprocess.Popen(
            [*pinned, sys.executable, "-m", "workplace.crdtd", str(number)],
            env={"PATH": "/usr/bin:/bin", **self.workplace.base.settings.environment()},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, number: int = 1) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.listens(number):
            if time.monotonic() > deadline:
                raise TimeoutError(str(self.path(number)))
            time.sleep(0.05)

    def listens(self, number: int) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.path(number)))
            except OSError:
                return False
            return True

    def ticket(self, document: str, actor: Actor | None = None) -> Presented:
        documents, who = self.workplace.office.documents, actor or self.actor
        ticket = documents.enter_document(who, document).ticket
        return Presented(ticket, self.cookies[who.session_id])

    def colleagues(self, document: str, count: int) -> list[Actor]:
        """So many people who may write in the document."""
        with self.workplace.base.begin() as tx:
            found = [
                _signed_in(self.workplace, tx, f"u{number}", self.cookies)
                for number in range(count)
            ]
        division = Subject(SubjectKind.DIVISION, "d")
        self.workplace.drive.sharing.share(self.actor, NodeId(document), division, Level.WRITE)
        return found

    def dial(self, document: str, number: int = 1) -> Dial:
        """Opens the document for a listener, as a page would."""

        async def dial(client: WSListener) -> None:
            loop = asyncio.get_running_loop()
            ticket = await loop.run_in_executor(None, self.ticket, document)
            await self.open(client, document, ticket, number)

        return dial

    async def open(self, client: WSListener, document: str, shown: Presented, number: int) -> None:
        await ws_connect(
            lambda: client,
            f"ws://localhost/y/{document}",
            extra_headers={
                "Origin": self.workplace.base.settings.origin(Zone.WORK),
                "Sec-WebSocket-Protocol": f"onmaru.y, onmaru.ticket.{shown.token}",
                "Cookie": f"{cookie_name(Zone.WORK)}={shown.cookie}",
            },
            socket_factory=lambda _url: _connected(self.path(number)),
            max_frame_size=1 << 28,
            websocket_handshake_timeout=START_SECONDS,
        )


def _connected(path: Path) -> socket.socket:
    made = UnixStream(socket.AF_UNIX, socket.SOCK_STREAM)
    made.connect(str(path))
    made.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return made


def cpu_seconds(pid: int) -> float:
    """Of the process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


@contextmanager
def office() -> Iterator[Office]:
    with _durable_database() as url:
        workplace = _workplace(url)
        try:
            cookies: dict[SessionId, Token] = {}
            yield Office(workplace, _sign_in(workplace, cookies), cookies)
        finally:
            workplace.base.engine.dispose()
            rmtree(workplace.base.settings.run, ignore_errors=True)


@contextmanager
def serving(office: Office, core: int | None = None) -> Iterator[int]:
    """One process on the given core; its pid."""
    process = office.start(core=core)
    try:
        office.wait()
        yield process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


@contextmanager
def _durable_database() -> Iterator[str]:
    """An acknowledgement waits for the disk."""
    home = Path(mkdtemp(prefix="onmaru-bench-"))
    server = postgres.start_private(home)
    try:
        with postgres.connect(server.sockets) as admin:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = on").format(sql.Identifier(name)))
            admin.execute("SELECT pg_reload_conf()")
        url = server.create("bench")
        upgrade(url)
        yield url
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)


def _workplace(url: str) -> Workplace:
    settings = Settings(
        var=Path(mkdtemp(prefix="onmaru-bench-var-")), host="localhost", port=8080, scheme="http",
        database_url=url, redis_url="unix:///nonexistent", ldap_url="ldapi://nonexistent",
        ldap_base="dc=hanbit,dc=example", demo=False,
    )  # fmt: skip
    settings.secrets.mkdir(parents=True)
    (settings.secrets / KEY_FILE).write_text("a key of the measurement")
    engine = connect(url)
    return build(
        Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, _unlimited)
    )


def _unlimited(limit: Limit, key: str) -> None:
    """No Redis here, and nothing that is limited."""


def _sign_in(workplace: Workplace, cookies: dict[SessionId, Token]) -> Actor:
    with workplace.base.begin() as tx:
        tx.db.execute(insert(divisions).values(id="d", name="과"))
        return _signed_in(workplace, tx, "ann", cookies)


def _signed_in(workplace: Workplace, tx: Tx, name: str, cookies: dict[SessionId, Token]) -> Actor:
    """Its cookie is kept among the `cookies`."""
    person = {"id": name, "user_name": name, "name": "김하늘", "division_id": "d"}
    tx.db.execute(insert(people).values(**person, roles=["member"]))
    opening = Opening(UserId(name), Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
    session, cookie = workplace.identity.sessions.open(tx, opening)
    cookies[session.id] = cookie
    return Actor(UserId(name), session.id)
