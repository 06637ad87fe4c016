"""An antivirus, which an agency may have or not."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from daas_broker.antivirus.model import Scan
from kernel.errors import Unavailable


class AntivirusAway(Unavailable):
    """One is there and does not answer, or fell silent; it is asked again."""

    code = "antivirus_away"


class Watch(Protocol):
    """A look at bytes while they pass. Both raise AntivirusAway."""

    def see(self, chunk: bytes) -> None: ...

    def verdict(self) -> Scan:
        """Of all that it has seen; `Scan()` where none is there, or it did not look at all of
        it."""
        ...


class Antivirus(Protocol):
    def watch(self) -> AbstractContextManager[Watch]:
        """Raise AntivirusAway."""
        ...

    def scan(self, chunks: Iterable[bytes]) -> Scan:
        """A watch that saw all of them."""
        ...

    def name(self) -> str:
        """And the date of its signatures; empty where none is there. Within some seconds; raise
        AntivirusAway."""
        ...
