"""Companions of a stream begin when those who came in together have their first picture.

A morning opens two hundred at once, and what lives beside a stream takes a tenth of its opening.
What came out until then they hear afterwards, in its order.
"""

from collections.abc import Callable, Iterable

from daas_broker.display.companions.model import Companion
from daas_broker.display.model import FROM_DESKTOP_BYTES

MOST_KEPT = 64  # a desktop says two or three messages by itself, and waits


class Missed(Companion):
    """In their place until they are there; `begin` is called where more comes than it keeps."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._kept: list[Callable[[Companion], None]] = []
        self._bytes = 0

    def came_out(self, message: str | memoryview) -> None:
        if isinstance(message, str):
            self._keep(lambda companion: companion.came_out(message), len(message))
        else:
            kept = bytes(message)  # the buffer is the next frame's as well
            self._keep(lambda companion: companion.came_out(memoryview(kept)), len(kept))

    def clipboard_out(self, message: str) -> None:
        self._keep(lambda companion: companion.clipboard_out(message), len(message))

    def tell(self, companions: Iterable[Companion]) -> None:
        kept, self._kept = self._kept, []
        for companion in companions:
            for each in kept:
                each(companion)

    def _keep(self, said: Callable[[Companion], None], size: int) -> None:
        self._kept.append(said)
        self._bytes += size
        if len(self._kept) > MOST_KEPT or self._bytes > FROM_DESKTOP_BYTES:
            self._begin()
