"""What parcels need of the drive: its own way for bytes that come in pieces."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kernel.actor import Actor


@dataclass(frozen=True)
class Coming:
    """A file that is named in the drive goes on under its `before`."""

    folder: str
    name: str
    sha256: str
    size_bytes: int
    before: str | None


@dataclass(frozen=True)
class Arrived:
    """`file_id` once the whole is durable, hashed and named."""

    offset_bytes: int
    file_id: str | None


class Intake(Protocol):
    def begin(self, actor: Actor, coming: Coming) -> str:
        """The upload's id; raise QuotaReached or DiskFull before any byte."""

    def look(self, actor: Actor, upload_id: str) -> Arrived | None:
        """None where it ended: begin again."""

    def append(
        self, actor: Actor, upload_id: str, offset_bytes: int, chunks: Iterable[bytes]
    ) -> Arrived:
        """What came is kept, also of a sender that was cut off; raise OffsetMismatch,
        TooLarge, or ChecksumMismatch where the whole is not what was announced."""
