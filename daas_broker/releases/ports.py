"""What lies beyond: the bytes while they wait and who looks into them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Protocol

from daas_broker.releases.model import Inspected, Kept, ReleaseId
from kernel.errors import Invalid, Unavailable


class ReleaseTooLarge(Invalid):
    """`limit` in bytes."""

    code = "release_too_large"


class BytesAway(Unavailable):
    """They are not held, or not all of them."""

    code = "release_bytes_away"


class InspectorAway(Unavailable):
    """Nothing can be looked into now; it is tried again."""

    code = "inspector_away"


class Hold(Protocol):
    """Bytes from the asking until they are delivered or nobody wants them."""

    def keep(self, key: ReleaseId, chunks: Iterable[bytes], most_bytes: int) -> Kept:
        """Durable when this returns. Raise ReleaseTooLarge, and nothing is kept."""
        ...

    def read(self, key: ReleaseId) -> Iterator[bytes]:
        """Raise BytesAway."""
        ...

    def put_picture(self, key: ReleaseId, png: bytes) -> None: ...

    def picture(self, key: ReleaseId) -> bytes:
        """Raise BytesAway."""
        ...

    def remove(self, key: ReleaseId) -> None:
        """Absent is removed."""
        ...

    def left_since(self, age: timedelta) -> Iterable[ReleaseId]:
        """Whatever lies here, and has for so long."""
        ...


class Inspector(Protocol):
    def inspect(self, name: str, data: bytes) -> Inspected:
        """Blocking, under bounds. A file that cannot be read says so in its findings; raise
        InspectorAway where nobody is there to look."""
        ...
