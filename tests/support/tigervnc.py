"""The RFB server of the light image, on a listening socket as a desktop has it; no window in it."""

import asyncio
import socket
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

PROGRAM = Path("/usr/bin/Xtigervnc")


@asynccontextmanager
async def tigervnc(folder: Path, width: int, height: int) -> AsyncIterator[None]:
    """Behind `display.sock`; deploy/desktops/files/usr/lib/onmaru/session.py starts it likewise."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a test's own folder
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "display.sock"))
    listener.listen(16)
    server = await asyncio.create_subprocess_exec(
        str(PROGRAM), "-inetd", "-SecurityTypes", "None", "-nolisten", "tcp", "-AlwaysShared",
        "-geometry", f"{width}x{height}", "-depth", "24", "-s", "0", "-noreset",
        "-MaxCutText", "1048576", "-SendPrimary=0", "-SetPrimary=0",
        stdin=listener.fileno(), stdout=DEVNULL, stderr=DEVNULL,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},  # it starts xkbcomp
    )  # fmt: skip
    listener.close()
    try:
        yield
    finally:
        server.terminate()
        await server.wait()
