"""What an input method says, line by line, within its part of the gateway's time."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import cast

from daas_broker.display.load.pace import Paced
from daas_broker.display.machine import Flood
from daas_broker.display.model import LINE_BYTES, WORDS_PER_SECOND

log = logging.getLogger(__name__)
READ_BYTES = 4096  # at once, and whoever else has something to do has their turn
Hear = Callable[[bytes], None]


class Words(Paced, asyncio.BufferedProtocol):
    """Nothing is heard before `read`. What is done with a line is paced; to be woken for it costs
    as much, so that there are so many a second at most: more are said by none of ours [DK15]."""

    def __init__(self) -> None:
        super().__init__()
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray(READ_BYTES)
        self._early = b""
        self._line = bytearray()  # what of it has come
        self._words = Flood(most=WORDS_PER_SECOND)
        self._hear: Hear | None = None
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def read(self, hear: Hear) -> None:
        """Until it ends."""
        self._hear = hear
        if not self._is_held:
            self._read_on(reads=True)
        await self._ended

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> bytearray:
        del sizehint
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        part = bytes(memoryview(self._buffer)[:nbytes])
        if self._hear is not None:
            self._count(self._take, part)
        else:  # loops differ in whether it can be put off that they begin to read
            self._early += part
            self._read_on(reads=False)

    def eof_received(self) -> None:
        self._lose()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            log.warning("an input method is lost: %s", exc)
        self._ended.set_result(None)

    def _take(self, part: bytes) -> None:
        *ends, begun = part.split(b"\n")
        for end in ends:
            line = bytes(self._line + end)
            self._line.clear()
            if self._hear is not None and not self._is_too_much(len(line)):
                self._hear(line)
        self._line += begun
        if not ends:
            self._is_too_much(len(self._line))

    def _is_too_much(self, line_bytes: int) -> bool:
        """A line more, or a piece of one."""
        if self.is_over:
            return True
        if self._words.is_over(monotonic()) or line_bytes > LINE_BYTES:
            log.warning("an input method is lost: it says too much")
            self._lose()
        return self.is_over

    def _lose(self) -> None:
        """At once: one that reads nothing would keep it as long as it likes."""
        if self.transport is not None:
            self.transport.abort()

    def _read_on(self, *, reads: bool) -> None:
        if self.transport is None or self.is_over:
            return
        if not reads:
            self.transport.pause_reading()
        elif self._hear is not None:
            self.transport.resume_reading()
            early, self._early = self._early, b""
            if early:
                self._count(self._take, early)

    # What its owner calls

    @property
    def is_over(self) -> bool:
        return self.transport is None or self.transport.is_closing()

    @property
    def unread_bytes(self) -> int:
        """Which it was told and has not taken."""
        return self.transport.get_write_buffer_size() if self.transport is not None else 0

    def write(self, line: bytes) -> None:
        if self.transport is not None:
            self.transport.write(line)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()
