"""Editors that all write in one document, and how much of it reaches the others, and when."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles

from picows import WSFrame, WSListener, WSMsgType, WSTransport
from pycrdt import XmlText

from bench._editing_server import Dial, cpu_seconds
from weboffice.editing import codec
from weboffice.editing.codec import Reader
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc

EDITORS, RATE, SECONDS, WARM_UP = 200, 5, 10, 3
OBSERVERS = 5  # read what they get; parsing at all 200 would measure the generator
MARK = 8  # digits that name an update inside its bytes: editor, number
SIGN = b"#0"  # begins each mark
ARRIVAL_SECONDS = 15  # for what is on its way when writing ends


@dataclass
class Result:
    delivered_ms: list[float] = field(default_factory=list)
    saved_ms: list[float] = field(default_factory=list)
    cpu_percent: float = 0.0
    delivered_percent: float = 0.0  # of all updates to all other editors, when all had its time
    least_percent: float = 0.0  # of the editor who got fewest

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
        self.own = b"#%04d" % number
        self.others = 0  # updates of others that arrived
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
        elif body[:1] == b"\x00":
            self.others += body.count(SIGN) - body.count(self.own)
            if self.number < OBSERVERS:
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
        self.pending = self.pending[done:]
        self.acknowledged += done

    async def write(self, started: float) -> None:
        """`RATE` times a second, at moments of which nobody else knows.

        Evenly spaced, 1,000 updates a second never wait for each other, and a server that is busy
        99 % of the time looks as if it had time: Hocuspocus showed 0.7/2.4 ms that way.
        """
        chance = Random(self.number)  # noqa: S311 - a hand's moments, the same for all servers
        for number, update in enumerate(self.updates):
            due = started + (number + chance.random()) / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            now = time.perf_counter()
            self.run.sent_at[_mark(self.number, number)] = now
            self.pending.append(now)
            self.post(codec.update(update))


def _mark(editor: int, number: int) -> bytes:
    return f"{editor:04d}{number:04d}".encode()


def _updates(editor: int) -> list[bytes]:
    """Real ones, each of one insertion: a mark of nine letters, and nothing else that looks so."""
    while True:
        found = _written(editor)
        if all(update.count(SIGN) == 1 for update in found):
            return found


def _written(editor: int) -> list[bytes]:
    doc, found, text = SharedDoc(), [], XmlText()
    for number in range(RATE * (SECONDS + WARM_UP)):
        before = doc.state()
        with doc.doc.transaction():
            if number == 0:
                doc.body.children.append(text)
            ytext.append(text, f"#{_mark(editor, number).decode()}")
        doc.apply(b"\x00\x00")
        found.append(doc.since(before))
    return found


async def drive(dial: Dial, prefix: bytes, first: list[bytes], pid: int) -> Result:
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
    cpu, run.is_measuring, began = cpu_seconds(pid), True, time.perf_counter()
    await asyncio.sleep(SECONDS - 1)
    elapsed = time.perf_counter() - began
    run.result.cpu_percent = round(100 * (cpu_seconds(pid) - cpu) / elapsed, 1)
    await asyncio.gather(*writing)
    wanted = (EDITORS - 1) * RATE * (SECONDS + WARM_UP)
    await _arrived(clients, wanted)
    shares = [100 * client.others / wanted for client in clients]
    run.result.delivered_percent = round(sum(shares) / EDITORS, 2)
    run.result.least_percent = round(min(shares), 2)
    for client in clients:
        with suppress(OSError):
            if client.transport is not None:
                client.transport.disconnect()
    return run.result


async def _arrived(clients: list[Client], wanted: int) -> None:
    """All have everything, or nothing more comes."""
    deadline = time.perf_counter() + ARRIVAL_SECONDS
    while min(client.others for client in clients) < wanted:
        if time.perf_counter() > deadline:
            return
        await asyncio.sleep(0.2)
