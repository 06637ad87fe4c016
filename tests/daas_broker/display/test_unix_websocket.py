"""Frames between processes of this machine."""

import asyncio
import socket
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest

from daas_broker.display.unix_websocket import Manner, connect_unix, serve_unix

# More than 8 KiB each, and more in all than the socket takes at once.
FRAMES = [bytes([number]) * (10_000 + 3_000 * number) for number in range(60)]
MANNER = Manner(2**20)


class Pouring(WSListener):
    """Lends the same memory for each frame, as a desktop's side does."""

    def on_ws_connected(self, transport: WSTransport) -> None:
        lent = bytearray(max(map(len, FRAMES)))
        for frame in FRAMES:
            lent[: len(frame)] = frame
            transport.send(WSMsgType.BINARY, memoryview(lent)[: len(frame)])


class Catching(WSListener):
    def __init__(self) -> None:
        self.caught: list[bytes] = []

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002
        self.caught.append(frame.get_payload_as_bytes())


async def pour(path: Path) -> list[bytes]:
    def answer(_request: WSUpgradeRequest) -> Pouring:
        return Pouring()

    server = await serve_unix(answer, path, MANNER)
    catching = Catching()
    transport = await connect_unix(lambda: catching, str(path), "/", MANNER)
    async with asyncio.timeout(10):
        while len(catching.caught) < len(FRAMES):  # noqa: ASYNC110 - what comes is counted
            await asyncio.sleep(0.01)
    transport.disconnect()
    server.close()
    return catching.caught


def test_frames_sent_in_one_turn_of_the_loop_arrive_whole_and_in_order() -> None:
    """[DK10]"""
    with TemporaryDirectory(prefix="uws") as folder:
        assert uvloop.run(pour(Path(folder) / "s")) == FRAMES


MORNING = 250


async def come_at_once(path: Path) -> int:
    """How many are let in line while the loop has time for none."""

    def answer(_request: WSUpgradeRequest) -> Catching:
        return Catching()

    server = await serve_unix(answer, path, MANNER)
    lines = [socket.socket(socket.AF_UNIX) for _ in range(MORNING)]
    try:
        return sum(_comes(line, path) for line in lines)
    finally:
        for line in lines:
            line.close()
        server.close()


def _comes(line: socket.socket, path: Path) -> bool:
    line.settimeout(0)
    return line.connect_ex(str(path)) == 0  # EAGAIN is what makes the edge answer 502


def test_a_morning_comes_at_once_and_nobody_is_turned_away_at_the_socket() -> None:
    """[DK14]"""
    with TemporaryDirectory(prefix="uws") as folder:
        assert uvloop.run(come_at_once(Path(folder) / "s")) == MORNING


def test_whoever_is_given_up_in_the_middle_is_left(tmp_path: Path) -> None:
    """[DK8] Its desktop would take the next one for one viewer too many."""

    async def scene() -> None:
        path, left = tmp_path / "silent.sock", asyncio.Event()
        came = asyncio.Event()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            came.set()
            while await reader.read(1024):
                continue
            left.set()
            writer.close()

        async with await asyncio.start_unix_server(silent, str(path)):
            reaching = asyncio.ensure_future(connect_unix(WSListener, str(path), "/", MANNER))
            await came.wait()
            reaching.cancel()
            await asyncio.wait_for(left.wait(), 5)

    asyncio.run(scene())
