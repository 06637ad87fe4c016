"""A file on its way in (tus 1.0, tus.io/protocols/resumable-upload)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from gdrive.files.model import Digest, StageId
from gdrive.tree.model import NodeId
from kernel.actor import UserId

UploadId = NewType("UploadId", str)


class OnConflict(StrEnum):
    """What to do when the folder already holds the name."""

    REFUSE = "refuse"
    RENAME = "rename"
    VERSION = "version"


@dataclass(frozen=True)
class Wish:
    """`target_id` is a folder that gets a file, or a file that gets a version.

    `seen` is the version that a new one follows, `digest` what the whole will be; None when the
    sender does not say.
    """

    target_id: NodeId
    name: str
    length_bytes: int
    on_conflict: OnConflict
    seen: int | None
    digest: Digest | None = None


@dataclass(frozen=True)
class Upload:
    """`checking_from` is set while bytes arrive whose checksum is not known to fit yet."""

    id: UploadId
    person_id: UserId
    target_id: NodeId
    name: str
    length_bytes: int
    on_conflict: OnConflict
    seen: int | None
    created_at: datetime
    expires_at: datetime
    checking_from: int | None = None
    node_id: NodeId | None = None
    digest: Digest | None = None

    @property
    def stage(self) -> StageId:
        return StageId(self.id)

    @property
    def is_finished(self) -> bool:
        return self.node_id is not None


@dataclass(frozen=True)
class Checksum:
    algorithm: str
    digest: bytes


@dataclass(frozen=True)
class Progress:
    upload: Upload
    offset_bytes: int
