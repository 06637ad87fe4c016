"""The two ends of a measured gateway: desktops that answer at once, and the gateways themselves."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest

from daas_broker.display.unix_websocket import Manner, serve_unix

STRIPE = bytes([3, 0, 0, 1, 0, 0]) + bytes(58)
BLOCK = bytes([3, 0, 0, 1, 0, 0]) + bytes(64 * 1024 - 6)
BURST_BYTES = 256 * 1024 * 1024
PING, BURST = "kr", "START_VIDEO"
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


async def serve_desks(home: Path) -> None:
    loop = asyncio.get_running_loop()

    def desk(_request: WSUpgradeRequest) -> Desk:
        return Desk()

    servers = [
        await serve_unix(desk, home / "display.sock", Manner(2**20)),
        await loop.create_unix_server(RawDesk, str(home / "raw.sock"), backlog=256),
        await asyncio.start_unix_server(_deaf, str(home / "text.sock"), backlog=256),
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def _deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


@contextmanager
def running(command: list[str], sockets: list[Path], environment: dict[str, str]) -> Iterator[int]:
    """A process, once it listens; its pid."""
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
        process.wait(10)


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
