"""A guest's sockets over one serial line: many at a time, and none holds up another."""

import asyncio
import importlib.util
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workplace.hostd.machines import line
from workplace.hostd.machines.disk import order


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("channel", line.PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


channel: Any = load()
FRAMES = st.lists(
    st.tuples(
        st.integers(channel.HELLO, channel.CREDIT),
        st.integers(0, 3),
        st.integers(0, 2**32 - 1),
        st.binary(max_size=200),
    ),
    max_size=8,
)


@given(FRAMES, st.lists(st.integers(1, 60)))
def test_frames_arrive_however_the_line_cuts_them(
    frames: list[tuple[int, int, int, bytes]], cuts: list[int]
) -> None:
    hello = (channel.HELLO, 0, 0, b"nonce")
    data = b"".join(channel.frame(*frame) for frame in [hello, *frames])
    parser, heard = channel.Frames(), []
    for size in [*cuts, len(data)]:
        heard += parser.feed(data[:size])
        data = data[size:]
    assert heard == [hello, *frames]


@given(st.binary(max_size=300))
def test_after_anything_at_all_the_next_beginning_is_found(noise: bytes) -> None:
    parser = channel.Frames()
    list(parser.feed(noise.replace(channel.MARK[:1], b"")))
    again = channel.frame(channel.HELLO, 0, 0, b"0123456789abcdef")
    heard: list[Any] = []
    for _ in range(2500):  # a frame that noise began may be long
        heard += parser.feed(again)
        if heard and heard[-1][0] == channel.HELLO:
            break
    assert heard[-1] == (channel.HELLO, 0, 0, b"0123456789abcdef")


@asynccontextmanager
async def tied(folder: Path) -> AsyncIterator[dict[str, Path]]:
    """Both ends over a pair of sockets in place of the serial line; paths of the outer doors."""
    near, far = socket.socketpair()
    listeners, doors = [], {}
    for name in channel.DOORS:
        doors[name] = folder / f"outer-{name}.sock"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(doors[name]))
        listener.listen()
        listener.settimeout(0)
        listeners.append(listener)
    channel.INSIDE = str(folder)
    inner = channel.Line(*await asyncio.open_connection(sock=far))
    outer = channel.Line(*await asyncio.open_connection(sock=near))
    tasks = [
        asyncio.create_task(inner.follow()),
        asyncio.create_task(channel.serve(outer, listeners)),
    ]
    try:
        yield doors
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for listener in listeners:
            listener.close()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(10_000):
        writer.write(data)
        await writer.drain()
    writer.close()


def test_much_goes_both_ways_beside_a_connection_that_nobody_reads(tmp_path: Path) -> None:
    """[DVM4]"""

    async def both() -> None:
        over = asyncio.Event()

        async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await over.wait()
            writer.close()

        kept = await asyncio.start_unix_server(echo, str(tmp_path / "display.sock"))
        stuck = await asyncio.start_unix_server(deaf, str(tmp_path / "text.sock"))
        async with tied(tmp_path) as doors, asyncio.timeout(30):
            _, blocked = await asyncio.open_unix_connection(doors["text"])
            blocked.write(b"x" * 4_000_000)
            payload = bytes(range(256)) * 8_000
            reader, writer = await asyncio.open_unix_connection(doors["display"])
            writer.write(payload)
            assert await reader.readexactly(len(payload)) == payload
            writer.close()
            blocked.close()
            over.set()
        for server in (kept, stuck):
            server.close()
            await server.wait_closed()

    asyncio.run(both())


def test_where_nobody_listens_inside_the_connection_ends(tmp_path: Path) -> None:
    async def alone() -> None:
        async with tied(tmp_path) as doors, asyncio.timeout(10):
            reader, writer = await asyncio.open_unix_connection(doors["files"])
            assert await reader.read() == b""
            writer.close()

    asyncio.run(alone())


def test_a_module_comes_after_all_that_it_needs() -> None:
    listed = "kernel/a.ko: kernel/b.ko kernel/c.ko\nkernel/b.ko: kernel/c.ko\nkernel/c.ko:\n"
    assert order(["a"], listed) == ["kernel/c.ko", "kernel/b.ko", "kernel/a.ko"]
    with pytest.raises(Exception, match="no module"):
        order(["zzz"], listed)
