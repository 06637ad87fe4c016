"""Bytes that wait, as files of a directory that only the service user may enter."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from daas_broker.releases.model import Kept, ReleaseId
from daas_broker.releases.ports import BytesAway, ReleaseTooLarge

CHUNK = 256 * 1024
PICTURE = ".png"
_ON_THE_WAY = ".part"


@dataclass(frozen=True)
class DiskHold:
    """daas_broker.releases.ports.Hold"""

    directory: Path

    def keep(self, key: ReleaseId, chunks: Iterable[bytes], most_bytes: int) -> Kept:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.directory / key
        part = path.with_suffix(_ON_THE_WAY)
        try:
            kept = _write(part, chunks, most_bytes)
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync(self.directory)
        return kept

    def read(self, key: ReleaseId) -> Iterator[bytes]:
        try:
            file = (self.directory / key).open("rb")
        except OSError as error:
            raise BytesAway from error
        with file:
            while chunk := file.read(CHUNK):
                yield chunk

    def put_picture(self, key: ReleaseId, png: bytes) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.directory / f"{key}{PICTURE}").write_bytes(png)

    def picture(self, key: ReleaseId) -> bytes:
        try:
            return (self.directory / f"{key}{PICTURE}").read_bytes()
        except OSError as error:
            raise BytesAway from error

    def remove(self, key: ReleaseId) -> None:
        for name in (key, f"{key}{PICTURE}", f"{key}{_ON_THE_WAY}"):
            (self.directory / name).unlink(missing_ok=True)

    def left_since(self, age: timedelta) -> Iterable[ReleaseId]:
        newest = time.time() - age.total_seconds()
        found: set[str] = set()
        with suppress(FileNotFoundError):
            for one in self.directory.iterdir():
                with suppress(FileNotFoundError):  # somebody removes it meanwhile
                    if one.stat().st_mtime <= newest:
                        found.add(one.stem)
        return {ReleaseId(name) for name in found}


def _write(path: Path, chunks: Iterable[bytes], most_bytes: int) -> Kept:
    size, digest = 0, sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                raise ReleaseTooLarge(limit=most_bytes)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Kept(size, digest.hexdigest())


def _sync(directory: Path) -> None:
    at = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(at)
    finally:
        os.close(at)
