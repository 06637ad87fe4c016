"""The editing servers to compare with, installed by npm under var/bench when npm can."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kernel.settings import read_settings
from weboffice.editing import codec

DOCUMENT = "bench"
PACKAGES = ("@hocuspocus/server@4.7.0", "@y/websocket-server@0.1.1", "ws@8.21.0", "yjs@13.6.33")
HOCUSPOCUS = """\
import { Server } from '@hocuspocus/server'
const server = new Server({ port: Number(process.argv[2]), address: '127.0.0.1', quiet: true })
server.listen()
"""
Y_WEBSOCKET = """\
import http from 'node:http'
import { WebSocketServer } from 'ws'
import { setupWSConnection } from '@y/websocket-server/utils'
const server = http.createServer()
new WebSocketServer({ server }).on('connection', setupWSConnection)
server.listen(Number(process.argv[2]), '127.0.0.1')
"""


@dataclass(frozen=True)
class Peer:
    """`is_enveloped`: Hocuspocus puts the document's name before each message."""

    name: str
    script: str
    is_enveloped: bool
    home: Path

    def prefix(self, document: str) -> bytes:
        return codec.string(document) if self.is_enveloped else b""

    def first(self) -> list[bytes]:
        """What opens a document."""
        state = codec.step1(b"\x00")
        return [b"\x02\x00" + codec.string("token"), state] if self.is_enveloped else [state]

    @contextmanager
    def running(self, core: int) -> Iterator[tuple[str, int]]:
        """The address of its documents and its process, on one core."""
        port, file = _free_port(), self.home / f"{self.name.partition(' ')[0]}.mjs"
        file.write_text(self.script)
        command = ["taskset", "-c", str(core), "node", str(file), str(port)]
        with subprocess.Popen(command, cwd=self.home) as process:
            try:
                _wait_for(port)
                yield f"ws://127.0.0.1:{port}/", process.pid
            finally:
                process.terminate()


def peers() -> list[Peer]:
    place = read_settings().var / "bench" / "editing"
    if not _install(place):
        return []
    return [
        Peer("Hocuspocus 4.7", HOCUSPOCUS, is_enveloped=True, home=place),
        Peer("y-websocket-server 0.1.1", Y_WEBSOCKET, is_enveloped=False, home=place),
    ]


def home() -> Path | None:
    """Where the peers' packages are."""
    found = peers()
    return found[0].home if found else None


def _install(home: Path) -> bool:
    if (home / "node_modules" / "@hocuspocus" / "server").exists():
        return True
    if shutil.which("npm") is None:
        sys.stderr.write("npm is not on the path: ours is measured alone\n")
        return False
    home.mkdir(parents=True, exist_ok=True)
    (home / "package.json").write_text('{"private": true, "type": "module"}\n')
    command = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", *PACKAGES]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(f"npm cannot install the peers: {done.stderr[-500:]}\n")
    return done.returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.connect(("127.0.0.1", port))
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer on port {port}")
        time.sleep(0.1)
