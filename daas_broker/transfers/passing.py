"""A file on its way, seen from beside: how much of it has passed, whether it is to stop, and in the
end whether an antivirus looked at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kernel.errors import Conflict


class Stopped(Conflict):
    """Its person stopped it, or left the page that showed how far it was."""

    code = "transfer_stopped"


@dataclass
class Passing:
    """Sizes in bytes; `total` is 0 until it is known."""

    total: int = 0
    passed: int = 0
    is_stopped: bool = False
    is_scanned: bool = False
    digest: Any = field(default_factory=sha256)

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces; raise Stopped before the next one."""
        for chunk in chunks:
            if self.is_stopped:
                raise Stopped
            self.digest.update(chunk)
            self.passed += len(chunk)
            yield chunk
