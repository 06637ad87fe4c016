"""What submissions need from outside."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kernel.actor import Actor
from kernel.db import Tx
from mobile_admin.submissions.model import About, Submission


class Add(Protocol):
    """Names the bytes in the caller's transaction; the file's id. `before` gets a version."""

    def __call__(self, tx: Tx, folder: str, name: str, before: str | None) -> str: ...


@dataclass(frozen=True)
class Kept:
    sha256: str
    size_bytes: int
    add: Add


class Claims(Protocol):
    def claim(self, tx: Tx, actor: Actor, submission: Submission, number: str, /) -> None:
        """Answers that name a case by its number; a number that there is not says nothing."""

    def about(
        self, tx: Tx, submission_ids: Collection[str], /, *, is_head: bool
    ) -> Mapping[str, About]:
        """Of those of which it is known. Who names a case that was never theirs is not told that
        there is one, unless they are the head [FS10].
        """


class AttachmentFiles(Protocol):
    """The drive of the sender's division."""

    def keep(self, actor: Actor, chunks: Iterable[bytes]) -> AbstractContextManager[Kept]:
        """Durable when it enters; raise QuotaReached or DiskFull."""

    def find(self, tx: Tx, file_id: str) -> tuple[str, str] | None:
        """Media type that is safe to show, and the blob's path; the caller answers for rights."""

    def read(self, sha256: str) -> bytes | None:
        """What was kept under its hash, whatever became of the file since; None where it is gone or
        is not what it was. The caller answers for rights."""
