"""Staging and blobs in memory, and stores that fail the way disks and machines do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gdrive.files.model import Digest, StageId, Stored
from gdrive.files.ports import BlobStore, BytesMissing, DiskFull, StageBusy

START = datetime(2030, 1, 7, tzinfo=UTC)


@dataclass
class MemoryWriter:
    data: bytearray
    room_bytes: int

    @property
    def size_bytes(self) -> int:
        return len(self.data)

    def write(self, data: bytes) -> None:
        if len(self.data) + len(data) > self.room_bytes:
            raise DiskFull
        self.data += data

    def truncate(self, size_bytes: int) -> None:
        del self.data[size_bytes:]

    def sync(self) -> None:
        """Memory is as durable as the test."""


@dataclass
class MemoryStaging:
    room_bytes: int = 2**40
    stages: dict[StageId, bytearray] = field(default_factory=dict)
    held: set[StageId] = field(default_factory=set)

    @contextmanager
    def open(self, stage: StageId) -> Iterator[MemoryWriter]:
        if stage in self.held:
            raise StageBusy
        self.held.add(stage)
        try:
            yield MemoryWriter(self.stages.setdefault(stage, bytearray()), self.room_bytes)
        finally:
            self.held.discard(stage)

    def size(self, stage: StageId) -> int | None:
        return len(self.stages[stage]) if stage in self.stages else None

    def read(self, stage: StageId, start: int, end: int) -> Iterator[bytes]:
        if stage not in self.stages:
            raise BytesMissing
        return iter([bytes(self.stages[stage][start:end])])

    def remove(self, stage: StageId) -> None:
        self.stages.pop(stage, None)

    def each(self) -> list[Stored]:
        return [Stored(key, len(data), START) for key, data in self.stages.items()]


@dataclass
class MemoryBlobs:
    staging: MemoryStaging
    room_bytes: int = 2**40
    blobs: dict[Digest, bytes] = field(default_factory=dict)

    def keep(self, stage: StageId, digest: Digest) -> None:
        if stage not in self.staging.stages:
            raise BytesMissing
        data = bytes(self.staging.stages[stage])
        if len(self.blobs.get(digest, b"")) != len(data) or digest not in self.blobs:
            self.blobs[digest] = data

    def size(self, digest: Digest) -> int | None:
        return len(self.blobs[digest]) if digest in self.blobs else None

    def read(self, digest: Digest) -> Iterator[bytes]:
        if digest not in self.blobs:
            raise BytesMissing
        return iter([self.blobs[digest]])

    def delete(self, digest: Digest) -> None:
        self.blobs.pop(digest, None)

    def each(self) -> list[Stored]:
        return [Stored(key, len(data), START) for key, data in self.blobs.items()]

    def free_bytes(self) -> int:
        return self.room_bytes - sum(map(len, self.blobs.values()))


class PowerCut(Exception):
    """The process is gone at this point."""


@dataclass
class Interrupted:
    """A blob store whose process dies before or after it kept the bytes, as long as it is armed."""

    store: BlobStore
    moment: str  # "before" or "after"
    is_armed: bool = True
    then: Callable[[], None] = lambda: (
        None
    )  # what somebody else does right after the bytes are kept

    def keep(self, stage: StageId, digest: Digest) -> None:
        if self.is_armed and self.moment == "before":
            raise PowerCut
        self.store.keep(stage, digest)
        then, self.then = self.then, lambda: None
        then()
        if self.is_armed and self.moment == "after":
            raise PowerCut

    def size(self, digest: Digest) -> int | None:
        return self.store.size(digest)

    def read(self, digest: Digest) -> Iterator[bytes]:
        return self.store.read(digest)

    def delete(self, digest: Digest) -> None:
        self.store.delete(digest)

    def each(self) -> Iterator[Stored]:
        return iter(self.store.each())

    def free_bytes(self) -> int:
        return self.store.free_bytes()
