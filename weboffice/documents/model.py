"""A document as people see it in lists and headers."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from kernel.actor import UserId


class Level(IntEnum):
    """What somebody may do with a document."""

    READ = 1
    COMMENT = 2
    WRITE = 3
    MANAGE = 4


@dataclass(frozen=True)
class Folder:
    id: str
    name: str


@dataclass(frozen=True)
class DocumentFile:
    """A document's node, as one person may see it; `folder` is None where he may not read it."""

    id: str
    title: str
    level: Level
    folder: Folder | None


@dataclass(frozen=True)
class Listed:
    """A document in a list, with who changed it last and when."""

    file: DocumentFile
    template: str
    changed_by: UserId
    changed_by_name: str
    changed_at: datetime


@dataclass(frozen=True)
class DocumentWish:
    """Without a folder: the person's own drive. Without a title: the template's."""

    template: str = "blank"
    title: str | None = None
    folder_id: str | None = None


@dataclass(frozen=True)
class Entrance:
    """What a client needs to open a room; `schema` is the oldest editor that may.

    Under `keeping_key` (32 bytes) it keeps what it could not send.
    """

    ticket: str
    room: str
    generation: int
    schema: int
    level: Level
    keeping_key: bytes
