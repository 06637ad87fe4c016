"""An input method at its socket that says what a test gives it."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path


@asynccontextmanager
async def input_method(folder: Path, says: bytes) -> AsyncIterator[str]:
    """It ends then; the address of its socket."""
    path = folder / "text.sock"

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            writer.write(says)
            await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(serve, str(path)):
        yield str(path)
    path.unlink(missing_ok=True)


@contextmanager
def at_once(folder: Path, says: bytes) -> Iterator[str]:
    """One that does not wait for the loop of a test, and stays; its address."""
    path = folder / "text.sock"

    def answer() -> None:
        with listener.accept()[0] as peer:
            peer.sendall(says)
            peer.recv(1)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=answer, daemon=True).start()
        yield str(path)
