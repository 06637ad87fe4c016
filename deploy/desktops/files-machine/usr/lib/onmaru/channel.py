"""The sockets of a desktop that is a virtual machine, carried over one serial line.

The same program at both ends. *outside*, on the host, it has the listening sockets of the door and
takes each connection through the line; *inside*, in the guest, it makes the connection there. The
guest needs no network for it, and nothing that listens on one.

On the line are frames: kind, door, connection, length, payload; integers are big endian. Each
connection has a window in both directions, so that one that nobody reads holds up no other. What
does not read as a frame is passed over until the next mark, so that either end may begin anew.
"""

import asyncio
import errno
import os
import secrets
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path

DOORS = ("display", "text", "state", "files")
FIRST_FD = 3  # outside: the listening sockets in this order, then the console's
HELLO, READY, OPEN, DATA, CLOSE, CREDIT = range(1, 7)
HEAD = struct.Struct(">BBII")
MARK = b"\x89onmaru-channel\r\n"
LONGEST = 32 * 1024
WINDOW = 256 * 1024
MOST = 256  # connections at a time
PATIENCE = 30.0  # seconds that the line may be gone before this end ends


def frame(kind: int, door: int, number: int, payload: bytes = b"") -> bytes:
    mark = MARK if kind in {HELLO, READY} else b""
    return mark + HEAD.pack(kind, door, number, len(payload)) + payload


class Frames:
    """What comes over the line, cut into frames."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._lost = True

    def feed(self, data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
        self._data += data
        while self._found() and len(self._data) >= HEAD.size:
            kind, door, number, length = HEAD.unpack_from(self._data)
            if not HELLO <= kind <= CREDIT or door >= len(DOORS) or length > LONGEST:
                self._lost = True
                continue
            end = HEAD.size + length
            if len(self._data) < end:
                return
            payload = bytes(self._data[HEAD.size : end])
            del self._data[:end]
            yield kind, door, number, payload

    def _found(self) -> bool:
        """Whether a frame begins here; until it does, all before the next mark is dropped."""
        if self._data.startswith(MARK):
            self._lost = False
            del self._data[: len(MARK)]
        if self._lost:
            place = self._data.find(MARK)
            keep = len(MARK) - 1
            del self._data[: place if place >= 0 else max(0, len(self._data) - keep)]
            self._lost = place < 0
            if place >= 0:
                del self._data[: len(MARK)]
        return not self._lost


class Connection:
    """One of a door: what is read from its socket goes to the line, and the other way."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]], door: int, number: int) -> None:
        self._send, self._door, self._number = send, door, number
        self._credit = WINDOW
        self._unread = 0
        self._more = asyncio.Event()
        self._coming: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until either side ends it."""
        self._writer = writer
        directions = [
            asyncio.ensure_future(self._take(reader)),
            asyncio.ensure_future(self._give(writer)),
        ]
        try:
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for direction in directions:
                direction.cancel()
            await asyncio.gather(*directions, return_exceptions=True)
            writer.close()

    def hear(self, kind: int, payload: bytes) -> None:
        if kind == CREDIT:
            self._credit += int.from_bytes(payload, "big")
            self._more.set()
        elif kind == DATA and self._unread + len(payload) <= WINDOW:
            self._unread += len(payload)
            self._coming.put_nowait(payload)
        else:  # closed, or more than was allowed
            self._coming.put_nowait(None)

    async def _take(self, reader: asyncio.StreamReader) -> None:
        while True:
            while self._credit <= 0:
                self._more.clear()
                await self._more.wait()
            data = await reader.read(min(self._credit, LONGEST))
            if not data:
                return
            self._credit -= len(data)
            await self._send(frame(DATA, self._door, self._number, data))

    async def _give(self, writer: asyncio.StreamWriter) -> None:
        while (data := await self._coming.get()) is not None:
            writer.write(data)
            await writer.drain()
            self._unread -= len(data)
            credit = len(data).to_bytes(4, "big")
            await self._send(frame(CREDIT, self._door, self._number, credit))


class Line:
    """All connections over one line, from its opening to its end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._frames = Frames()
        self._connections: dict[int, Connection] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._last = 0
        self._nonce = b""
        self.ready = asyncio.Event()

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def follow(self) -> None:
        """Until the other end is gone."""
        try:
            while data := await self._reader.read(64 * 1024):
                for heard in self._frames.feed(data):
                    await self._hear(*heard)
        except OSError:
            pass
        finally:
            await self._forget()
            self._writer.close()

    async def greet(self) -> None:
        """Again and again until the guest answers: it may still be starting."""
        self._nonce = secrets.token_bytes(16)
        while not self.ready.is_set():
            await self.send(frame(HELLO, 0, 0, self._nonce))
            try:
                await asyncio.wait_for(self.ready.wait(), 0.5)
            except TimeoutError:
                continue

    async def carry(self, door: int, client: socket.socket) -> None:
        """A connection that somebody made outside."""
        reader, writer = await asyncio.open_connection(sock=client)
        if len(self._connections) >= MOST:
            writer.close()
            return
        self._last += 1
        self._begin(door, self._last, reader, writer)
        await self.send(frame(OPEN, door, self._last))

    async def _hear(self, kind: int, door: int, number: int, payload: bytes) -> None:
        if kind == HELLO:
            await self._forget()
            await self.send(frame(READY, 0, 0, payload))
        elif kind == READY:
            if payload == self._nonce:
                self.ready.set()
        elif kind == OPEN:
            await self._connect(door, number)
        elif number in self._connections:
            self._connections[number].hear(kind, payload)

    async def _connect(self, door: int, number: int) -> None:
        try:
            path = f"{INSIDE}/{DOORS[door]}.sock"
            reader, writer = await asyncio.open_unix_connection(path)
        except OSError:
            await self.send(frame(CLOSE, door, number))
        else:
            self._begin(door, number, reader, writer)

    def _begin(
        self, door: int, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._connections[number] = connection = Connection(self.send, door, number)
        task = asyncio.ensure_future(self._keep(connection, door, number, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(
        self,
        connection: Connection,
        door: int,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        try:
            await connection.run(reader, writer)
        finally:
            self._connections.pop(number, None)
        try:
            await self.send(frame(CLOSE, door, number))
        except OSError:
            return  # the line is gone, and the other end forgets it as well

    async def _forget(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._connections.clear()


INSIDE = "/run/onmaru"


async def inside(port: str) -> None:
    """In the guest: one line after the other, for as long as the guest runs."""
    loop = asyncio.get_running_loop()
    while True:
        reader = asyncio.StreamReader()
        try:
            receiving = os.open(port, os.O_RDWR | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            await asyncio.sleep(0.2)
            continue
        sending = os.dup(receiving)
        hearing = asyncio.StreamReaderProtocol(reader)
        await loop.connect_read_pipe(partial(_same, hearing), os.fdopen(receiving, "rb", 0))
        transport, protocol = await loop.connect_write_pipe(
            asyncio.streams.FlowControlMixin, os.fdopen(sending, "wb", 0)
        )
        await Line(reader, asyncio.StreamWriter(transport, protocol, None, loop)).follow()
        await asyncio.sleep(0.2)  # nobody is at the other end yet, or not any more


def _same(hearing: asyncio.StreamReaderProtocol) -> asyncio.StreamReaderProtocol:
    return hearing


async def outside(port: str, console: str) -> None:
    """On the host: until the guest is gone."""
    listeners = [socket.socket(fileno=FIRST_FD + number) for number in range(len(DOORS) + 1)]
    for listener in listeners:
        listener.setblocking(False)
    screen = asyncio.ensure_future(show(listeners[-1], console))
    loop = asyncio.get_running_loop()
    gone_since = loop.time()
    while loop.time() - gone_since < PATIENCE:
        try:
            reader, writer = await asyncio.open_unix_connection(port)
        except OSError:
            await asyncio.sleep(0.3)
            continue
        await serve(Line(reader, writer), listeners[:-1])
        gone_since = loop.time()
        await asyncio.sleep(1)  # the guest notices the end before a new beginning
    screen.cancel()


async def serve(line: Line, listeners: list[socket.socket]) -> None:
    greeting = asyncio.ensure_future(line.greet())
    takers = [
        asyncio.ensure_future(take(line, door, listener)) for door, listener in enumerate(listeners)
    ]
    await line.follow()
    for task in (greeting, *takers):
        task.cancel()
    await asyncio.gather(greeting, *takers, return_exceptions=True)


async def take(line: Line, door: int, listener: socket.socket) -> None:
    """Who comes before the guest answers waits in the kernel's queue."""
    await line.ready.wait()
    loop = asyncio.get_running_loop()
    while True:
        client, _ = await loop.sock_accept(listener)
        await line.carry(door, client)


async def show(listener: socket.socket, console: str) -> None:
    """The screen of the machine itself, which needs nothing from the guest."""
    loop = asyncio.get_running_loop()
    shown: set[asyncio.Task[None]] = set()
    while True:
        client, _ = await loop.sock_accept(listener)
        task = asyncio.ensure_future(splice(client, console))
        shown.add(task)
        task.add_done_callback(shown.discard)


async def splice(client: socket.socket, console: str) -> None:
    near = await asyncio.open_connection(sock=client)
    await join(*near, asyncio.open_unix_connection(console))


async def lead(port: int, gateway: str) -> None:
    """In the guest: what asks for the workplace at localhost reaches it at the gateway."""

    async def take_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join(reader, writer, asyncio.open_connection(gateway, port))

    async with await asyncio.start_server(take_one, "127.0.0.1", port) as server:
        await server.serve_forever()


async def join(
    near_reader: asyncio.StreamReader,
    near: asyncio.StreamWriter,
    beyond: Coroutine[None, None, tuple[asyncio.StreamReader, asyncio.StreamWriter]],
) -> None:
    """Until either side ends."""
    try:
        far_reader, far = await beyond
    except OSError:
        near.close()
        return
    copies = [
        asyncio.ensure_future(copy(near_reader, far)),
        asyncio.ensure_future(copy(far_reader, near)),
    ]
    await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    for task in copies:
        task.cancel()
    await asyncio.gather(*copies, return_exceptions=True)
    near.close()
    far.close()


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(64 * 1024):
        writer.write(data)
        await writer.drain()


if __name__ == "__main__":
    if sys.argv[1] == "inside":
        asyncio.run(inside(sys.argv[2]))
    elif sys.argv[1] == "lead":
        asyncio.run(lead(int(sys.argv[2]), sys.argv[3]))
    else:
        os.chdir(Path("/"))
        asyncio.run(outside(sys.argv[2], sys.argv[3]))
