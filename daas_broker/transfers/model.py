"""Files between a desktop and the drive: the only way a file crosses. Rules DLP11, DLP13."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """A folder of the desktop from which files are handed out."""

    OUTBOX = "outbox"
    PRINTS = "prints"


@dataclass(frozen=True)
class DriveFile:
    """A file of the person's as the drive calls it; `where` is the folder it lies in."""

    id: str
    name: str
    size_bytes: int
    where: str = ""


@dataclass(frozen=True)
class Contents:
    """`chunks` is read once."""

    file: DriveFile
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class OutboxFile:
    """A file that a person put into the outbox folder of the desktop."""

    name: str
    size_bytes: int
