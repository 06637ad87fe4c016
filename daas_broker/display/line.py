"""The gateway's end of a connection to a desktop that speaks RFB, whatever it is for."""

import asyncio
from typing import cast


class Line(asyncio.Protocol):
    """Written to and held up only while it is there."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def pause(self) -> None:
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._transport is not None:
            self._transport.resume_reading()

    def write(self, data: bytes) -> None:
        if self._transport is not None and data:
            self._transport.write(data)
