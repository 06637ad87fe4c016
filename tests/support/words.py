"""An input method at its socket that says what a test gives it, and ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


@asynccontextmanager
async def input_method(folder: Path, says: bytes) -> AsyncIterator[str]:
    """The address of its socket."""
    path = folder / "text.sock"

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            writer.write(says)
            await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(serve, str(path)):
        yield str(path)
    path.unlink(missing_ok=True)
