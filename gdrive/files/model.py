"""Contents: blobs that never change, and the versions that name them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from gdrive.tree.model import NodeId
from kernel.actor import UserId

Digest = NewType("Digest", str)  # SHA-256 in 64 lower-case hex digits
StageId = NewType("StageId", str)


class Via(StrEnum):
    """The door a version came through."""

    UPLOAD = "upload"
    OFFICE = "office"
    RESTORE = "restore"


@dataclass(frozen=True)
class Staged:
    """Bytes that arrived whole and are hashed; they may still be lost with the power."""

    stage: StageId
    digest: Digest
    size_bytes: int


@dataclass(frozen=True)
class Durable:
    """Proof that the staged bytes survive a crash; only `Files.make_durable` makes one."""

    staged: Staged


@dataclass(frozen=True)
class Stored:
    """Something that lies in a store."""

    key: str
    size_bytes: int
    stored_at: datetime


@dataclass(frozen=True)
class Change:
    """`seen` is the version that the author had before him; None when he does not say."""

    author: UserId
    via: Via
    media_type: str
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Version:
    """`seq` counts from 1 within a node; `restored_from` is the seq that this one repeats."""

    node_id: NodeId
    seq: int
    digest: Digest
    size_bytes: int
    media_type: str
    author: UserId
    via: Via
    note: str
    created_at: datetime
    restored_from: int | None = None
