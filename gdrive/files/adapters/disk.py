"""Blobs and staged bytes on a local file system, both under one directory.

A blob appears by a hard link of bytes that are already on the platter, and counts as kept only
when its directory is there too: write, fsync(file), link, fsync(directory). Killed anywhere in
between, the store holds the whole blob or nothing of it.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from gdrive.files.model import Digest, StageId, Stored
from gdrive.files.ports import BytesMissing, DiskFull, StageBusy
from gdrive.files.rules import blob_path

CHUNK_BYTES = 2**20
RESERVE_BYTES = 256 * 2**20  # left for the database and the logs of the same disk
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class DiskStageWriter:
    descriptor: int

    @property
    def size_bytes(self) -> int:
        return os.fstat(self.descriptor).st_size

    def write(self, data: bytes) -> None:
        before, rest = self.size_bytes, memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self.descriptor, rest) :]
        except OSError as error:
            os.ftruncate(self.descriptor, before)  # [QU3]
            if error.errno in _FULL:
                raise DiskFull from error
            raise

    def truncate(self, size_bytes: int) -> None:
        os.ftruncate(self.descriptor, size_bytes)

    def sync(self) -> None:
        try:
            os.fsync(self.descriptor)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull from error
            raise


@dataclass(frozen=True)
class DiskStaging:
    root: Path

    @contextmanager
    def open(self, stage: StageId) -> Iterator[DiskStageWriter]:
        self._home.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(self._path(stage), flags, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield DiskStageWriter(descriptor)
        except BlockingIOError as error:
            raise StageBusy from error
        finally:
            os.close(descriptor)

    def size(self, stage: StageId) -> int | None:
        try:
            return self._path(stage).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, stage: StageId, start: int, end: int) -> Iterator[bytes]:
        return _read(self._path(stage), start, end)

    def remove(self, stage: StageId) -> None:
        self._path(stage).unlink(missing_ok=True)

    def each(self) -> Iterator[Stored]:
        return _each(self._home)

    @property
    def _home(self) -> Path:
        return self.root / "stage"

    def _path(self, stage: StageId) -> Path:
        return self._home / stage


@dataclass(frozen=True)
class DiskBlobs:
    root: Path

    def keep(self, stage: StageId, digest: Digest) -> None:
        source, target = self.root / "stage" / stage, self._path(digest)
        try:
            size_bytes = source.stat().st_size
            _sync(source)
            self._make_home(target.parent)
            _link(source, target, size_bytes)
            _sync(target.parent)
        except FileNotFoundError as error:
            raise BytesMissing(stage=stage) from error
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull from error
            raise

    def size(self, digest: Digest) -> int | None:
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, digest: Digest) -> Iterator[bytes]:
        return _read(self._path(digest), 0, self.size(digest) or 0)

    def delete(self, digest: Digest) -> None:
        self._path(digest).unlink(missing_ok=True)

    def each(self) -> Iterator[Stored]:
        return _each(self.root / "sha256")

    def free_bytes(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True)
        return max(0, shutil.disk_usage(self.root).free - RESERVE_BYTES)

    def _path(self, digest: Digest) -> Path:
        return self.root / blob_path(digest)

    def _make_home(self, home: Path) -> None:
        """Each new directory is durable in the one above it."""
        missing = [p for p in (home, *home.parents) if p.is_relative_to(self.root)]
        for directory in reversed(missing):
            if not directory.exists():
                directory.mkdir(exist_ok=True)
                _sync(directory.parent)


def _link(source: Path, target: Path, size_bytes: int) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        if target.stat().st_size != size_bytes:
            # Something harmed it from outside; these bytes have the right digest.
            spare = target.with_name(f"{target.name}.{source.name}")
            spare.hardlink_to(source)
            spare.replace(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Opened at once, so that what is missing is said to the caller and not to its loop."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BytesMissing from error
    return _chunks(file, start, end)


def _chunks(file: BufferedReader, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start
        while left > 0 and (data := file.read(min(CHUNK_BYTES, left))):
            left -= len(data)
            yield data


def _each(home: Path) -> Iterator[Stored]:
    for path in home.rglob("*"):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file():
            stored_at = datetime.fromtimestamp(found.st_mtime, UTC)
            yield Stored(path.name, found.st_size, stored_at)
