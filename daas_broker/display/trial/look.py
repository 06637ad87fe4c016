"""Somebody who looks at a desktop on trial, whatever protocol it speaks."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import suppress


class Look(ABC):
    """What a viewer sees: bytes of pictures, and the last text of the clipboard. `drawn_bytes`
    are those of a picture of 1280×800 with a desktop on it; a black one takes half at most."""

    drawn_bytes: int

    def __init__(self) -> None:
        self.picture_bytes = 0
        self.clipboard = ""
        self._changed = asyncio.Event()

    @abstractmethod
    def say(self, messages: Iterable[str]) -> None:
        """In the words of the rich protocol; and ask for what has changed in the picture."""

    @abstractmethod
    def end(self) -> None: ...

    async def until(self, is_so: Callable[[], bool], seconds: float) -> None:
        """Or until there is no patience left."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not is_so():
                    self._changed.clear()
                    await self._changed.wait()

    def drew(self, count: int) -> None:
        self.picture_bytes += count
        self._changed.set()

    def copied(self, text: str) -> None:
        self.clipboard = text
        self._changed.set()
