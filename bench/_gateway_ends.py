"""The two ends of a measured gateway: desktops that answer at once, and the gateways themselves."""

import asyncio
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest

from daas_broker.display.desktop.rfb.model import PIXELS, VERSION
from daas_broker.display.unix_websocket import Manner, serve_unix

STRIPE = bytes([3, 0, 0, 1, 0, 0]) + bytes(58)
BLOCK = bytes([3, 0, 0, 1, 0, 0]) + bytes(64 * 1024 - 6)
BURST_BYTES = 256 * 1024 * 1024
PING, BURST = "kr", "START_VIDEO"
SERVER_INIT = struct.pack(">HH", 1280, 800) + PIXELS + struct.pack(">I4s", 4, b"desk")
SMALL_UPDATE = struct.pack(">BxHHHHHi", 0, 1, 0, 0, 4, 4, 0) + bytes(64)
# As a desktop draws a film: tiles of some 7 KiB, each with a length of its own.
TILE = struct.pack(">HHHHiI", 0, 0, 64, 64, 16, 7 * 1024) + bytes(7 * 1024)
LARGE_UPDATE = struct.pack(">BxH", 0, 9) + TILE * 9
ASK = struct.pack(">BBHHHH", 3, 1, 0, 0, 1280, 800)
POUR = struct.pack(">BBHHHH", 150, 1, 0, 0, 1280, 800)
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Desk(WSListener):
    """Speaks as much of a desktop's protocol as is measured."""

    def __init__(self) -> None:
        self.left = 0
        self.is_paused = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        transport.send(WSMsgType.TEXT, b"MODE websockets")

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        if frame.get_payload_as_ascii_text() == BURST:
            self.left = BURST_BYTES
            self._pour()
        else:
            transport.send(WSMsgType.BINARY, STRIPE)

    def _pour(self) -> None:
        while self.left > 0 and not self.is_paused:
            self.transport.send(WSMsgType.BINARY, BLOCK)
            self.left -= len(BLOCK)

    def pause_writing(self) -> None:
        self.is_paused = True

    def resume_writing(self) -> None:
        self.is_paused = False
        self._pour()


class RawDesk(asyncio.Protocol):
    """The same without WebSocket, as websockify's targets are."""

    def __init__(self) -> None:
        self.left = 0
        self.is_paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        transport = self.transport
        transport.write(b"MODE websockets")

    def data_received(self, data: bytes) -> None:
        if data == BURST.encode():
            self.left = BURST_BYTES
            self._pour()
        else:
            self.transport.write(STRIPE)

    def pause_writing(self) -> None:
        self.is_paused = True

    def resume_writing(self) -> None:
        self.is_paused = False
        self._pour()

    def _pour(self) -> None:
        while self.left > 0 and not self.is_paused:
            self.transport.write(BLOCK)
            self.left -= len(BLOCK)


class LightDesk(asyncio.Protocol):
    """RFB as far as it is measured: each request is drawn at once, continuous updates pour."""

    def __init__(self) -> None:
        self.left = 0
        self.is_paused = False
        self.heard = b""
        self.said = [(12, b"\x01\x01"), (1, bytes(4)), (1, SERVER_INIT)]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(VERSION)

    def data_received(self, data: bytes) -> None:
        if self.said:
            self._greet(data)
        elif data[-10:-9] == b"\x03":
            self.transport.write(SMALL_UPDATE)
        elif data[-10:-9] == b"\x96":
            self.left = BURST_BYTES
            self._pour()

    def _greet(self, data: bytes) -> None:
        """As much as it has heard, whether word by word or at once, and in one answer."""
        self.heard += data
        answer = b""
        while self.said and len(self.heard) >= self.said[0][0]:
            length, word = self.said.pop(0)
            self.heard, answer = self.heard[length:], answer + word
        self.transport.write(answer)

    def pause_writing(self) -> None:
        self.is_paused = True

    def resume_writing(self) -> None:
        self.is_paused = False
        self._pour()

    def _pour(self) -> None:
        while self.left > 0 and not self.is_paused:
            self.transport.write(LARGE_UPDATE)
            self.left -= len(LARGE_UPDATE)


async def serve_desks(home: Path) -> None:
    loop = asyncio.get_running_loop()

    def desk(_request: WSUpgradeRequest) -> Desk:
        return Desk()

    servers = [
        await serve_unix(desk, home / "rich/display.sock", Manner(2**20)),
        await loop.create_unix_server(RawDesk, str(home / "raw.sock"), backlog=256),
        await asyncio.start_unix_server(_deaf, str(home / "rich/text.sock"), backlog=256),
        await loop.create_unix_server(LightDesk, str(home / "light/display.sock"), backlog=256),
        await asyncio.start_unix_server(_deaf, str(home / "light/text.sock"), backlog=256),
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def _deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


@contextmanager
def running(command: list[str], sockets: list[Path], environment: dict[str, str]) -> Iterator[int]:
    """A process, once it listens; its pid."""
    for left in sockets:
        left.unlink(missing_ok=True)
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},  # noqa: TID251 - with ours added
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not all(socket.exists() for socket in sockets):
            if time.monotonic() > deadline or process.poll() is not None:
                raise TimeoutError(f"{command} does not listen")
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # the peer's children: nothing of it is measured any more
            process.kill()


def family(pid: int) -> list[int]:
    """A process and those it forked."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            text = Path(f"/proc/{one}/task/{one}/children").read_text()
            found += [int(child) for child in text.split()]
    return found


def memory_mib(pid: int) -> float:
    """Proportional set size of the family."""
    total = 0
    for one in family(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_seconds(pid: int) -> float:
    total = 0
    for one in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total / CLOCK_TICKS


def websockify(home: Path) -> Path | None:
    """The peer's own program, installed apart from ours; None where that is not possible."""
    program = home / "websockify" / "bin" / "websockify"
    if program.exists():
        return program
    commands = [
        ["/usr/bin/python3", "-m", "venv", str(home / "websockify")],
        [str(home / "websockify" / "bin" / "pip"), "install", "-q", "websockify==0.13.0"],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stderr.write(f"websockify cannot be installed: {done.stderr[-300:]}\n")
            return None
    return program


if __name__ == "__main__":
    uvloop.run(serve_desks(Path(sys.argv[1])))
