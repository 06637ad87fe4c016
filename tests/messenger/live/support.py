"""Real live processes on a real Redis, and a browser's end of a socket."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, unix_connect
from websockets.typing import Origin

from kernel.clock import utc_now
from kernel.db import begin_on
from kernel.hints import RedisAnnouncer
from kernel.http import cookie_name
from kernel.settings import ROOT, Settings
from messenger import wiring as messenger
from messenger.messages.ports import NoDocuments
from tests.support.world import SignedInClient, World

PATIENCE = 8.0  # seconds; how long anything may take on a busy machine
START_SECONDS = 60  # a process imports for seconds, and on a busy machine for many


class Refused(Exception):
    """The socket was not let in; says why."""


@dataclass
class Socket:
    """Socket.IO 5 over Engine.IO 4, as far as a page uses it."""

    wire: ClientConnection
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: int = 0

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        """Emit and wait for the acknowledgement."""
        self.asked += 1
        self.wire.send(f"42{self.asked}{json.dumps([event, payload])}")
        mark = f"43{self.asked}"
        return dict(json.loads(self.read_until(mark)[len(mark) :])[0])

    def hear(self, event: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next `event`, with what came before it forgotten."""
        deadline = monotonic() + seconds
        while True:
            while self.heard:
                name, payload = self.heard.pop(0)
                if name == event:
                    return payload
            self._take(self.wire.recv(timeout=max(0.01, deadline - monotonic())))

    def hears_nothing(self, event: str, seconds: float = 0.4) -> bool:
        try:
            self.hear(event, seconds)
        except TimeoutError:
            return True
        return False

    def wait_until_cut(self, seconds: float) -> float:
        """How long it took; TimeoutError when it is open after `seconds`."""
        started = monotonic()
        try:
            while True:
                left = seconds - (monotonic() - started)
                if str(self.wire.recv(timeout=max(0.01, left))).startswith("41"):
                    return monotonic() - started
        except ConnectionClosed:
            return monotonic() - started

    def read_until(self, *marks: str) -> str:
        """The next packet that begins with one of `marks`; events before it are kept."""
        while True:
            packet = str(self.wire.recv(timeout=PATIENCE))
            if packet.startswith(marks):
                return packet
            self._take(packet)

    def _take(self, packet: str | bytes) -> None:
        text = str(packet)
        if text == "2":
            self.wire.send("3")
        elif text.startswith("42"):
            name, payload = json.loads(text[2:])
            self.heard.append((name, payload))


@dataclass
class LiveStage:
    """A messenger whose hints go through Redis to `live` processes, which can be started here."""

    world: World
    home: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sockets: list[Socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        url = f"unix://{self.home}/redis.sock"
        self.settings: Settings = replace(self.world.settings, redis_url=url)
        announce = RedisAnnouncer(url)
        base = replace(
            self.world.base,
            settings=self.settings,
            now=utc_now,  # the processes know no other time
            begin=begin_on(self.world.engine, announce),
            announce=announce,
        )
        self.messenger = messenger.build(base, NoDocuments())
        self.settings.run.mkdir(parents=True, exist_ok=True)

    def start_redis(self) -> None:
        socket = self.home / "redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""]
        self._start("redis", command, socket)

    def start_live(self, name: str = "live") -> None:
        command = [sys.executable, "-m", "workplace.live", name]
        self._start(name, command, self.settings.socket(name))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(timeout=10)

    def connect(self, client: SignedInClient, name: str = "live", **headers: str) -> Socket:
        """Raise Refused when the process does not let this browser in."""
        zone = client.actor.zone
        sent = {
            "Cookie": f"{cookie_name(zone)}={client.token}",
            "X-Onmaru-Zone": zone.value,
            "Origin": self.settings.origin(zone),
            **headers,
        }
        wire = unix_connect(
            str(self.settings.socket(name)),
            "ws://localhost/socket.io/?EIO=4&transport=websocket",
            additional_headers={k: v for k, v in sent.items() if k != "Origin"},
            origin=Origin(sent["Origin"]),
            compression=None,
            ping_interval=None,  # the server does that
            legacy=True,  # closed in close(), not by a with
        )
        socket = Socket(wire)
        self.sockets.append(socket)
        try:
            wire.recv(timeout=PATIENCE)
            wire.send("40")
            answer = socket.read_until("40", "44")
        except ConnectionClosed as error:
            raise Refused("closed") from error
        if not answer.startswith("40"):
            raise Refused(answer)
        return socket

    def _start(self, name: str, command: list[str], socket: Path) -> None:
        socket.unlink(missing_ok=True)
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(os.environ) | self.settings.environment(),  # noqa: TID251 - passed on
                stdout=log,
                stderr=log,
            )
        deadline = monotonic() + START_SECONDS
        while not socket.exists():
            assert monotonic() < deadline, (self.home / f"{name}.log").read_text()
            sleep(0.02)

    def close(self) -> None:
        for socket in self.sockets:
            socket.wire.close()
        for name in list(self.processes):
            self.kill(name)
        rmtree(self.settings.run, ignore_errors=True)


@contextmanager
def live_stage(world: World, home: Path) -> Iterator[LiveStage]:
    stage = LiveStage(world, home)
    try:
        yield stage
    finally:
        stage.close()
