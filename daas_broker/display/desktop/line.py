"""The gateway's end of a connection to a desktop that speaks RFB, whatever it is for."""

import asyncio
from typing import cast

from daas_broker.display.load.pace import Paced


class Garbled(ConnectionRefusedError):
    """What answers at a desktop's socket says what no desktop of ours does."""


class Line(Paced, asyncio.Protocol):
    """Written to and held up only while it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def _read_on(self, *, reads: bool) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if reads:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def write(self, data: bytes) -> None:
        if self._transport is not None and data and not self._transport.is_closing():
            self._transport.write(data)
