"""WebSockets over Unix sockets with picows, whose protocol expects TCP."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from picows import WSAutoPingStrategy, WSListener, WSTransport, WSUpgradeRequest
from picows.picows import WSProtocol  # type: ignore[attr-defined]


class _Log(logging.LoggerAdapter["logging.Logger"]):
    """Not a Logger itself: picows would make a child of it for each connection. What picows tells
    of each that comes and goes nobody reads, and it was told hundreds of times in a morning."""

    def info(self, *_: object, **__: object) -> None: ...


log = _Log(logging.getLogger(__name__), {})
IS_DISCONNECTED_ON_EXCEPTION = True
# Who listens answers and counts them: picows would queue an answer for each that comes, as fast as
# they come, and whoever reads none of them had a gigabyte of this process within ten seconds.
ANSWERS_PINGS = False
# Those who come while the loop is busy. Beyond it the edge is told EAGAIN, and its browser 502;
# asyncio would let a hundred wait, and a morning brings two hundred.
WAITING = 1024


@dataclass(frozen=True)
class Manner:
    """`heartbeat` is the silence in seconds after which the other side is asked for a sign."""

    max_frame_bytes: int
    heartbeat: float = 0.0
    read_buffer_bytes: int = 4096
    handshake_seconds: float = 5.0
    headers: tuple[tuple[str, str], ...] = ()  # a client's own


class _Socket:
    """What picows asks of its socket: options that only TCP has, and sizes for its log."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno

    def setsockopt(self, level: int, option: int, value: int) -> None: ...

    def getsockopt(self, level: int, option: int) -> int:  # noqa: ARG002 - the socket's signature
        return 0

    def fileno(self) -> int:
        return self._fileno


class _Transport:
    """Its methods are the real one's own, so that a frame costs no detour."""

    def __init__(self, real: asyncio.Transport) -> None:
        self._real = real
        self._socket = _Socket(real.get_extra_info("socket").fileno())
        self.write = real.write
        self.get_write_buffer_size = real.get_write_buffer_size

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._socket if name == "socket" else default

    def writelines(self, parts: Iterable[bytes | memoryview]) -> None:
        """picows lends its own buffers, which uvloop would read when they hold the next frame."""
        self._real.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Protocol(WSProtocol):  # type: ignore[misc]
    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(_Transport(transport))


def _protocol(
    factory: Callable[..., Any], manner: Manner, *, client_path: str | None = None
) -> WSProtocol:
    is_client = client_path is not None
    return _Protocol(
        "desktop" if is_client else None,
        client_path,
        is_client,
        factory,
        log,
        IS_DISCONNECTED_ON_EXCEPTION,
        manner.handshake_seconds,
        manner.heartbeat > 0,
        manner.heartbeat,
        manner.heartbeat,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        ANSWERS_PINGS,
        manner.max_frame_bytes,
        manner.headers or None,
        manner.read_buffer_bytes,
    )


async def serve_unix(
    factory: Callable[[WSUpgradeRequest], Any], path: Path, manner: Manner
) -> asyncio.Server:
    """`factory` is picows' own; the socket may be opened by our group only."""
    path.unlink(missing_ok=True)  # noqa: ASYNC240 - once, before anything is served
    loop = asyncio.get_running_loop()
    protocol = partial(_protocol, factory, manner)
    server = await loop.create_unix_server(protocol, str(path), backlog=WAITING)
    path.chmod(0o660)  # noqa: ASYNC240
    return server


async def connect_unix(
    factory: Callable[[], WSListener], address: str, resource: str, manner: Manner
) -> WSTransport:
    """Raise OSError where nobody listens, WSHandshakeError where no WebSocket answers. Whoever is
    no longer waited for is left at once."""
    loop = asyncio.get_running_loop()
    line, protocol = await loop.create_unix_connection(
        partial(_protocol, factory, manner, client_path=resource), address
    )
    try:
        await protocol.wait_until_handshake_complete()
    except BaseException:
        line.abort()
        raise
    transport: WSTransport = protocol.transport
    return transport
