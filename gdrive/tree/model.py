"""Nodes: the folders, files and documents people keep, each in one drive."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kernel.actor import UserId

NodeId = NewType("NodeId", str)
DriveId = NewType("DriveId", str)


class Kind(StrEnum):
    FOLDER = "folder"
    FILE = "file"
    DOCUMENT = "document"  # written in the web office, which keeps its text; here are snapshots
    PICTURE = "picture"  # lies in a document and is seen through it alone [PI1]


class DriveKind(StrEnum):
    PERSONAL = "personal"
    DIVISION = "division"


@dataclass(frozen=True)
class Drive:
    """`id` is also the id of its root folder; `owner_id` names a person or a division."""

    id: DriveId
    kind: DriveKind
    owner_id: str
    limit_bytes: int
    used_bytes: int

    @property
    def is_personal(self) -> bool:
        return self.kind is DriveKind.PERSONAL

    @property
    def root_id(self) -> NodeId:
        return NodeId(self.id)


@dataclass(frozen=True)
class Node:
    """`version` counts contents (0 for none yet); `rev` counts every change of the row."""

    id: NodeId
    drive_id: DriveId
    parent_id: NodeId | None
    kind: Kind
    name: str
    rev: int
    version: int
    size_bytes: int
    media_type: str
    created_by: UserId
    created_at: datetime
    updated_by: UserId
    updated_at: datetime
    trashed_at: datetime | None

    @property
    def is_root(self) -> bool:
        return self.parent_id is None

    @property
    def etag(self) -> str:
        return f"{self.id}-{self.rev}"


@dataclass(frozen=True)
class Made:
    """A new node's id, its maker and its first moment."""

    id: NodeId
    by: UserId
    at: datetime
