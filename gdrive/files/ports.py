"""Where bytes lie: first in staging, then for good."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from gdrive.files.model import Digest, StageId, Stored
from kernel.errors import Conflict, Exhausted, NotFound


class DiskFull(Exhausted):
    code = "disk_full"


class StageBusy(Conflict):
    """Somebody else writes into these staged bytes now."""

    code = "stage_busy"


class BytesMissing(NotFound):
    """A digest or stage that the store does not hold."""

    code = "bytes_missing"


class StageWriter(Protocol):
    """Staged bytes, open for one writer."""

    @property
    def size_bytes(self) -> int: ...

    def write(self, data: bytes) -> None:
        """Append. On a full disk raise DiskFull, with the stage as it was before this call."""

    def truncate(self, size_bytes: int) -> None: ...

    def sync(self) -> None:
        """What was written survives a crash when this returns."""


class Staging(Protocol):
    """Bytes on the way. They outlive the process that wrote them."""

    def open(self, stage: StageId) -> AbstractContextManager[StageWriter]:
        """Made when absent; raise StageBusy while another holds it."""

    def size(self, stage: StageId) -> int | None: ...

    def read(self, stage: StageId, start: int, end: int) -> Iterator[bytes]: ...

    def remove(self, stage: StageId) -> None:
        """Nothing happens when it is gone already."""

    def each(self) -> Iterable[Stored]: ...


class BlobStore(Protocol):
    """Bytes under their SHA-256, never changed [FI3]."""

    def keep(self, stage: StageId, digest: Digest) -> None:
        """Make the staged bytes the blob `digest`, durable when this returns; twice is once.

        The staged bytes stay. The caller vouches for the digest.
        """

    def size(self, digest: Digest) -> int | None: ...

    def read(self, digest: Digest) -> Iterator[bytes]:
        """Raise BytesMissing."""

    def delete(self, digest: Digest) -> None:
        """Nothing happens when it is gone already."""

    def each(self) -> Iterable[Stored]: ...

    def free_bytes(self) -> int:
        """What fits before the store is full, its reserve taken off."""
