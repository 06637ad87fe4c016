"""200 editors in one document at 5 updates a second each: delivery, saving and processor time.

Ours runs with sign-in, tickets, the durable log (fsync on) and acknowledgements; the peers keep
everything in memory and ask nobody who they are. All get the same updates over the same kind of
socket from one generator; the server is pinned to the first core and the generator to the second.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import mkdtemp
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect
from psycopg import sql
from sqlalchemy import insert

from bench._editing_peers import Peer, peers
from identity.people.store import divisions, people
from identity.sessions.model import Method, Opening
from kernel.actor import Actor, UserId
from kernel.clock import utc_now
from kernel.db import begin_on, connect
from kernel.limits import Limit
from kernel.live import silent
from kernel.parts import Foundation
from kernel.settings import ROOT, Settings, Zone
from weboffice.documents.model import DocumentWish
from weboffice.editing import codec
from weboffice.editing.codec import Reader
from weboffice.editing.unix import UnixStream
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc
from workplace.migrate import upgrade
from workplace.stack import postgres
from workplace.wiring import Workplace, build

EDITORS, RATE, SECONDS, WARM_UP = 200, 5, 10, 3
OBSERVERS = 5  # read what they get; parsing at all 200 would measure the generator
MARK = 8  # digits that name an update inside its bytes: editor, number
SERVER_CORE, GENERATOR_CORE = 0, 1
P99_MS, CORE_PERCENT = 30.0, 50.0  # docs/architecture.md, figures to beat
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    delivered_ms: list[float] = field(default_factory=list)
    saved_ms: list[float] = field(default_factory=list)
    cpu_percent: float = 0.0
    sent: int = 0

    def centile(self, values: list[float], which: int) -> float:
        return round(quantiles(values, n=100)[which - 1], 1) if len(values) > 1 else float("nan")


@dataclass
class Run:
    """What all clients share: when each update was sent, and what was measured."""

    sent_at: dict[bytes, float] = field(default_factory=dict)
    is_measuring: bool = False
    result: Result = field(default_factory=Result)


class Client(WSListener):
    """`prefix` stands before each message where a server carries many documents on a socket."""

    def __init__(self, run: Run, number: int, prefix: bytes) -> None:
        self.run = run
        self.number = number
        self.prefix = prefix
        self.updates = _updates(number)
        self.pending: list[float] = []  # when each not yet acknowledged update was sent
        self.acknowledged = 0
        self.counted = 0
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002
        if frame.msg_type is not WSMsgType.BINARY:
            return
        data = frame.get_payload_as_bytes()
        body = data[len(self.prefix) :]
        if body[:1] == b"\x08" and not self.prefix:
            self._saved(Reader(body[1:]).uint())
        elif body[:2] == b"\x00\x00":
            self.post(codec.step2(b"\x00\x00"))
            self.counted += 1
        elif self.number < OBSERVERS and body[:1] == b"\x00":
            self._delivered(body)

    def post(self, message: bytes) -> None:
        if self.transport is not None:
            self.transport.send(WSMsgType.BINARY, self.prefix + message)

    def _delivered(self, body: bytes) -> None:
        now = time.perf_counter()
        at = body.find(b"#")
        while at >= 0:
            sent = self.run.sent_at.get(body[at + 1 : at + 1 + MARK])
            if sent is not None and self.run.is_measuring:
                self.run.result.delivered_ms.append((now - sent) * 1000)
            at = body.find(b"#", at + 1)

    def _saved(self, count: int) -> None:
        now = time.perf_counter()
        done = count - self.counted - self.acknowledged
        if done <= 0:
            return
        if self.run.is_measuring:
            self.run.result.saved_ms += [(now - sent) * 1000 for sent in self.pending[:done]]
        del self.pending[:done]
        self.acknowledged += done

    async def write(self, started: float) -> None:
        """Each at its own moment, `RATE` times a second."""
        for number, update in enumerate(self.updates):
            due = started + number / RATE + self.number / EDITORS / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            now = time.perf_counter()
            self.run.sent_at[_mark(self.number, number)] = now
            self.pending.append(now)
            self.post(codec.update(update))
            self.run.result.sent += self.run.is_measuring


def _mark(editor: int, number: int) -> bytes:
    return f"{editor:04d}{number:04d}".encode()


def _updates(editor: int) -> list[bytes]:
    """Real ones, each of one insertion: a mark of nine letters."""
    from pycrdt import XmlText  # noqa: PLC0415

    doc, found = SharedDoc(), []
    text = XmlText()
    for number in range(RATE * (SECONDS + WARM_UP)):
        before = doc.state()
        with doc.doc.transaction():
            if number == 0:
                doc.body.children.append(text)
            ytext.append(text, f"#{_mark(editor, number).decode()}")
        doc.apply(b"\x00\x00")
        found.append(doc.since(before))
    return found


Dial = Callable[[Client], Any]


async def _drive(dial: Dial, prefix: bytes, first: list[bytes], pid: int) -> Result:
    run = Run()
    clients = [Client(run, number, prefix) for number in range(EDITORS)]
    for client in clients:
        await dial(client)
        for message in first:
            client.post(message)
    await asyncio.sleep(1)
    started = time.perf_counter()
    writing = [asyncio.ensure_future(client.write(started)) for client in clients]
    await asyncio.sleep(WARM_UP)
    cpu, run.is_measuring, began = _cpu_seconds(pid), True, time.perf_counter()
    await asyncio.sleep(SECONDS - 1)
    elapsed = time.perf_counter() - began
    run.result.cpu_percent = round(100 * (_cpu_seconds(pid) - cpu) / elapsed, 1)
    await asyncio.gather(*writing)
    await asyncio.sleep(1)
    for client in clients:
        with suppress(OSError):
            if client.transport is not None:
                client.transport.disconnect()
    return run.result


def _cpu_seconds(pid: int) -> float:
    """Of the process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


# Ours


@contextmanager
def _durable_database() -> Iterator[str]:
    """A private server that really writes: an acknowledgement waits for the disk."""
    server = postgres.start_private(Path(mkdtemp(prefix="onmaru-bench-")))
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


def _workplace(url: str) -> Workplace:
    settings = Settings(
        var=Path(mkdtemp(prefix="onmaru-bench-var-")), host="localhost", port=8080, scheme="http",
        database_url=url, redis_url="unix:///nonexistent", ldap_url="ldapi://nonexistent",
        ldap_base="dc=hanbit,dc=example", demo=False,
    )  # fmt: skip
    engine = connect(url)
    return build(
        Foundation(settings, engine, begin_on(engine, silent), utc_now, silent, _unlimited)
    )


def _unlimited(limit: Limit, key: str) -> None:
    """No Redis here, and nothing that is limited."""


def _sign_in(workplace: Workplace) -> Actor:
    with workplace.base.begin() as tx:
        tx.db.execute(insert(divisions).values(id="d", name="과"))
        tx.db.execute(
            insert(people).values(
                id="ann", user_name="ann", name="김하늘", division_id="d", roles=["member"]
            )
        )
        opening = Opening(UserId("ann"), Zone.WORK, Method.DIRECTORY, "127.0.0.1", "bench")
        session, _ = workplace.identity.sessions.open(tx, opening)
    return Actor(UserId("ann"), session.id)


def _ours() -> Result:
    with _durable_database() as url:
        workplace = _workplace(url)
        actor = _sign_in(workplace)
        document = workplace.office.documents.create_document(actor, DocumentWish()).id
        path = workplace.base.settings.socket("crdtd-1")
        path.parent.mkdir(parents=True, exist_ok=True)
        command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "workplace.crdtd"]
        environment = {"PATH": "/usr/bin:/bin", **workplace.base.settings.environment()}
        with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
            try:
                _wait_for(path)
                dial = _ticketed(workplace, actor, document, path)
                return uvloop.run(_drive(dial, b"", [codec.step1(b"\x00")], process.pid))
            finally:
                process.terminate()


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(str(path))
            return
        if time.monotonic() > deadline:
            raise TimeoutError(str(path))
        time.sleep(0.1)


def _ticketed(workplace: Workplace, actor: Actor, document: str, path: Path) -> Dial:
    async def dial(client: Client) -> None:
        ticket = workplace.office.documents.enter_document(actor, document).ticket

        def unix(_url: object) -> socket.socket:
            made = UnixStream(socket.AF_UNIX, socket.SOCK_STREAM)
            made.connect(str(path))
            made.setblocking(False)  # noqa: FBT003 - the socket's own signature
            return made

        await ws_connect(
            lambda: client, f"ws://localhost/y/{document}",
            extra_headers={
                "Origin": workplace.base.settings.origin(Zone.WORK),
                "Sec-WebSocket-Protocol": f"onmaru.y, onmaru.ticket.{ticket}",
            },
            socket_factory=unix,
        )  # fmt: skip

    return dial


def _theirs(peer: Peer) -> Result:
    with peer.running(SERVER_CORE) as (url, pid):

        async def dial(client: Client) -> None:
            await ws_connect(lambda: client, url)

        return uvloop.run(_drive(dial, peer.prefix, peer.first, pid))


def _tell(
    figure: str, unit: str, ours: float, rival: tuple[str, float | None], target: float
) -> None:
    name, peer = rival
    line = {
        "figure": figure, "unit": unit, "ours": ours, "peer": peer, "peer_name": name,
        "target": target, "holds": ours <= target,
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    os.sched_setaffinity(0, {GENERATOR_CORE})
    ours = _ours()
    found: list[tuple[str, Result | None]] = [(peer.name, _theirs(peer)) for peer in peers()]
    load = f"{EDITORS} editors x {RATE}/s in one document"
    for name, theirs in found or [("none installed", None)]:
        for which in (50, 99):
            peer = theirs.centile(theirs.delivered_ms, which) if theirs else None
            own = ours.centile(ours.delivered_ms, which)
            _tell(f"{load}: delivery p{which}", "ms", own, (name, peer), P99_MS)
        cpu = theirs.cpu_percent if theirs else None
        _tell(f"{load}: server", "% of a core", ours.cpu_percent, (name, cpu), CORE_PERCENT)
    nobody = ("no peer acknowledges a durable commit", None)
    for which in (50, 99):
        own = ours.centile(ours.saved_ms, which)
        _tell(f"{load}: written until durable and told, p{which}", "ms", own, nobody, 100.0)


if __name__ == "__main__":
    main()
