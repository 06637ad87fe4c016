"""Editing processes killed with -9 while people write: what was acknowledged must be in the log.

Some processes share the rooms, each started again as it ends. Writers come in at any of them, as
they do at an edge that finds one closed, so that rooms move and sockets are passed on. After each
kill nobody may come back before everything that was acknowledged until then was looked for in the
log: a writer who returns would bring it again, and heal what was lost.

    ./onmaru bench editing_crash                         200 kills in one run
    python -m bench.editing_crash 200 var/kills.jsonl    the same in scenes of 40; the count is
                                                         kept, and the next call goes on from there
"""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

import uvloop
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport
from pycrdt import XmlText
from sqlalchemy import select

from bench import Figure
from bench._editing_server import Office, office
from identity.tickets.model import Presented
from kernel.errors import Refused
from weboffice.editing import codec, store
from weboffice.editing.codec import Reader
from weboffice.editing.leases import OPENS_AGAIN
from weboffice.ydoc import ytext
from weboffice.ydoc.machine import SharedDoc

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
LEDGER = Path(sys.argv[2]) if len(sys.argv) > 2 else None
SCENE = 40  # kills between two counts of a ledger
PROCESSES, DOCUMENTS, WRITERS = 3, 8, 3  # writers of each document
ALL_AT_ONCE = 20  # every so manieth kill takes all processes
PAUSE = 0.05  # seconds between two updates of one writer
LIFE = (0.2, 1.2)  # seconds between "all are back" and the next kill
BACK_SECONDS = 60.0  # until all write durably again; longer is counted as stuck
TARGET_SECONDS = 5.0
BOUND_SECONDS = OPENS_AGAIN.total_seconds()  # [OF7]; tests hold it without a machine's help
START_SECONDS = 15.0  # where a process has to start before anybody can write
MARK = re.compile(rb"#(\d{3})\.(\d{6});")
SAVED, STEP1 = 8, b"\x00\x00"


@dataclass
class Toll:
    kills: int = 0
    lost: int = 0
    stuck: int = 0
    broken: int = 0  # logs whose chain is not whole in the end, texts that are not what was written
    acknowledged: int = 0
    back_seconds: list[float] = field(default_factory=list)  # where another process lived
    start_seconds: list[float] = field(default_factory=list)  # where one had to start first

    def add(self, other: "Toll") -> None:
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


class Writer(WSListener):
    """Keeps its own text like a page does; `durable` counts its updates known to be in the log."""

    def __init__(self, number: int, document: str) -> None:
        self.number = number
        self.document = document
        self.doc = SharedDoc()
        self.written = 0
        self.durable = 0
        self.covers: list[int] = []  # by ordinal on this connection: so many of ours are in it
        self.is_open = False
        self.has_news = asyncio.Event()  # let in, or turned away
        self.journey: list[tuple[float, str]] = []  # since the last kill: when, and what happened
        self._text = XmlText()
        self._transport: WSTransport | None = None
        with self.doc.doc.transaction():
            self.doc.body.children.append(self._text)

    def note(self, what: str) -> None:
        self.journey.append((time.monotonic(), what))

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport, self.covers = transport, []
        self.has_news.clear()
        self._post(codec.step1(b"\x00"))

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if transport is self._transport:
            self.is_open, self._transport = False, None
            self.note("cut")
            self.has_news.set()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            self.note(f"closed {frame.get_close_code()} {frame.get_close_reason()}")
            transport.disconnect()
        if frame.msg_type is not WSMsgType.BINARY or transport is not self._transport:
            return
        data = frame.get_payload_as_bytes()
        if data[:1] == bytes((SAVED,)):
            count = Reader(data[1:]).uint()
            if count:
                self.durable = max(self.durable, self.covers[count - 1])
                if not self.journey or self.journey[-1][1] != "saved":
                    self.note("saved")
        elif data[:2] == STEP1:
            self.covers.append(self.written)
            self._post(codec.step2(self.doc.since(Reader(data[2:]).chunk())))
            self.is_open = True
            self.note("let in")
            self.has_news.set()

    def hang_up(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.disconnect()

    def _post(self, message: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.BINARY, message)

    def write(self) -> None:
        before = self.doc.state()
        ytext.append(self._text, f"#{self.number:03d}.{self.written:06d};")
        self.doc.apply(b"\x00\x00")  # forget what was encoded before
        self.written += 1
        if self.is_open:
            self.covers.append(self.written)
            self._post(codec.update(self.doc.since(before)))


def _text(shared: SharedDoc) -> str:
    """Each writer has a text of its own in the body."""
    return "".join(
        ytext.plain(child) for child in shared.body.children if isinstance(child, XmlText)
    )


class Scene:
    def __init__(self, place: Office, kills: int) -> None:
        self.place = place
        self.kills = kills
        self.toll = Toll()
        documents = [place.document() for _ in range(DOCUMENTS)]
        self.writers = [
            Writer(number, documents[number % DOCUMENTS]) for number in range(DOCUMENTS * WRITERS)
        ]
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.may_come = asyncio.Event()
        self.is_over = False
        self.found: dict[int, set[int]] = defaultdict(set)  # of each writer: what the log has
        self._read_to: dict[str, int] = defaultdict(int)

    async def play(self) -> Toll:
        for number in range(1, PROCESSES + 1):
            self.processes[number] = self.place.start(number)
        await self._all_listen()
        self.may_come.set()
        tasks = [asyncio.ensure_future(self._live(writer)) for writer in self.writers]
        tasks.append(asyncio.ensure_future(self._supervise()))
        await self._back(time.monotonic())
        for kill in range(1, self.kills + 1):
            await asyncio.sleep(random.uniform(*LIFE))  # noqa: S311 - a moment
            await self._kill(kill)
            if kill % 20 == 0:
                saved = sum(writer.durable for writer in self.writers)
                sys.stderr.write(f"{kill} kills, {saved} acknowledged, {self.toll.lost} lost\n")
        self.is_over = True
        await asyncio.gather(*tasks)
        self._close()
        return self.toll

    async def _all_listen(self) -> None:
        for number in self.processes:
            await asyncio.get_running_loop().run_in_executor(None, self.place.wait, number)

    # Who writes

    async def _live(self, writer: Writer) -> None:
        while not self.is_over:
            if not writer.is_open:
                await self._come(writer)
            writer.write()
            await asyncio.sleep(PAUSE)

    async def _come(self, writer: Writer) -> None:
        loop = asyncio.get_running_loop()
        while not writer.is_open and not self.is_over:
            await self.may_come.wait()
            try:
                ticket = await loop.run_in_executor(None, self.place.ticket, writer.document)
                await self._knock(writer, ticket)
                await asyncio.wait_for(writer.has_news.wait(), 10)
            except (OSError, WSError, TimeoutError, Refused) as error:
                writer.note(type(error).__name__)
                writer.hang_up()
                await asyncio.sleep(0.1)

    async def _knock(self, writer: Writer, ticket: Presented) -> None:
        """At any process; as the edge does, at the next one where nobody listens."""
        for number in random.sample(range(1, PROCESSES + 1), PROCESSES):
            writer.note(f"to {number}")
            try:
                return await self.place.open(writer, writer.document, ticket, number)
            except (ConnectionRefusedError, FileNotFoundError):
                writer.note("nobody")
        raise ConnectionRefusedError

    # Who kills, and who starts again

    async def _supervise(self) -> None:
        while not self.is_over:
            for number, process in self.processes.items():
                if process.poll() is not None:
                    self.processes[number] = self.place.start(number)
            await asyncio.sleep(0.1)

    async def _kill(self, kill: int) -> None:
        doomed = [random.choice(list(self.processes))]  # noqa: S311 - any, also one that starts
        if kill % ALL_AT_ONCE == 0:
            doomed = list(self.processes)
        else:
            others = [number for number in self.processes if number not in doomed]
            await self._one_listens(others)
        self.may_come.clear()
        for writer in self.writers:
            writer.journey.clear()
        for number in doomed:
            os.kill(self.processes[number].pid, signal.SIGKILL)
        began = time.monotonic()
        self.toll.kills += 1
        told = {writer.number: writer.durable for writer in self.writers}
        await asyncio.get_running_loop().run_in_executor(None, self._look_for, told)
        looked = time.monotonic() - began
        self.may_come.set()
        seconds = await self._back(began)
        if seconds > TARGET_SECONDS:
            self._tell_why(began, looked, seconds)
        is_one = len(doomed) == 1
        (self.toll.back_seconds if is_one else self.toll.start_seconds).append(seconds)

    async def _one_listens(self, numbers: list[int]) -> None:
        while True:
            if any(self.place.listens(number) for number in numbers):
                return
            await asyncio.sleep(0.05)

    def _look_for(self, told: dict[int, int]) -> None:
        """All that was acknowledged is in the log [ED1] [ED2]."""
        self._read_log()
        for number, count in told.items():
            self.toll.lost += len(set(range(count)) - self.found[number])

    def _read_log(self) -> None:
        with self.place.workplace.base.begin() as tx:
            for room in {writer.document for writer in self.writers}:
                rows = tx.db.execute(
                    select(store.updates.c.seq, store.updates.c.bytes)
                    .where(store.updates.c.room == room, store.updates.c.seq > self._read_to[room])
                    .order_by(store.updates.c.seq)
                )
                for seq, update in rows:
                    self._read_to[room] = seq
                    for writer, mark in MARK.findall(update):
                        self.found[int(writer)].add(int(mark))

    async def _back(self, began: float) -> float:
        """Seconds until everybody has written something after the kill that is durable."""
        wanted = {writer.number: writer.written for writer in self.writers}
        while any(writer.durable <= wanted[writer.number] for writer in self.writers):
            if time.monotonic() - began > BACK_SECONDS:
                self.toll.stuck += 1
                break
            await asyncio.sleep(0.01)
        return time.monotonic() - began

    def _tell_why(self, began: float, looked: float, seconds: float) -> None:
        """The way back of who needed longest: what it waited for, and how long each time."""
        last = max(self.writers, key=lambda writer: _when_saved(writer.journey))
        way = ", ".join(f"{at - began:.1f} {what}" for at, what in last.journey[-40:])
        listening = [number for number in self.processes if self.place.listens(number)]
        load = os.getloadavg()[0]
        sys.stderr.write(
            f"back after {seconds:.1f} s (the log was read at {looked:.1f}), {listening} listen,"
            f" load {load:.0f}: writer {last.number} of {last.document}: {way}\n"
        )

    def _close(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(30)
        self._look_for({writer.number: writer.durable for writer in self.writers})
        self.toll.acknowledged = sum(writer.durable for writer in self.writers)
        with self.place.workplace.base.begin() as tx:
            for room in {writer.document for writer in self.writers}:
                shown = _text(SharedDoc(store.load(tx.db, room).updates))
                own = [writer for writer in self.writers if writer.document == room]
                is_whole = store.first_break(tx.db, room) is None and all(
                    shown.count(f"#{writer.number:03d}.{mark:06d};") == 1
                    for writer in own
                    for mark in range(writer.durable)
                )
                self.toll.broken += not is_whole


def _when_saved(journey: list[tuple[float, str]]) -> float:
    return next((at for at, what in journey if what == "saved"), float("inf"))


def main() -> None:
    toll = _counted()
    with office() as place:
        while toll.kills < KILLS:
            scene = _played(place, min(KILLS - toll.kills, SCENE if LEDGER else KILLS))
            toll.add(scene)
            if LEDGER is not None:
                with LEDGER.open("a") as file:
                    file.write(json.dumps(asdict(scene)) + "\n")
    tell(toll)


def _counted() -> Toll:
    """What former calls have counted."""
    toll = Toll()
    for line in LEDGER.read_text().splitlines() if LEDGER and LEDGER.exists() else ():
        toll.add(Toll(**json.loads(line)))
    return toll


def _played(place: Office, kills: int) -> Toll:
    async def play() -> Toll:
        scene = Scene(place, kills)
        try:
            return await scene.play()
        finally:
            for process in scene.processes.values():
                process.kill()

    return uvloop.run(play())


def tell(toll: Toll) -> None:
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    work = f"{DOCUMENTS * WRITERS} writers at {PROCESSES} processes, {toll.kills} kills -9"
    nobody = f"no peer acknowledges a durable commit; {load}"

    def figure(what: str, unit: str, value: float, most: float) -> None:
        target = f"<= {most:g}" if most else "0"
        Figure(f"{work}: {what}", unit, value, None, nobody, target, value <= most).report()

    what = f"acknowledged updates lost, of {toll.acknowledged:,}"
    figure(what, "updates", toll.lost if toll.acknowledged else float("inf"), 0)
    harm = toll.broken + toll.stuck
    figure("logs broken, texts not exact, writers stuck", "documents", harm, 0)
    cuts = quantiles(toll.back_seconds, n=100)
    longest = max(toll.back_seconds)
    for name, value, most in (
        ("p50", cuts[49], TARGET_SECONDS),
        ("p95", cuts[94], TARGET_SECONDS),
        ("longest", longest, BOUND_SECONDS),
    ):
        what = f"one killed until all write durably again, {name}"
        figure(what, "s", round(value, 2), most)
    if toll.start_seconds:
        value = round(median(toll.start_seconds), 1)
        figure("all killed until all write durably again, median", "s", value, START_SECONDS)


if __name__ == "__main__":
    main()
