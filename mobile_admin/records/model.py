"""The readable record of accepted answers, in the drive. Rules EX8, EX9."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class RecordStage(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    FILED = "filed"
    FAILED = "failed"


@dataclass(frozen=True)
class FiledRecord:
    """`seq` is of the review that accepted the answers, `by` its author; `node_id` the file's."""

    submission_id: str
    division_id: str
    seq: int
    by: UserId
    stage: RecordStage
    problem: str
    tries: int
    changed_at: datetime
    node_id: str | None = None


@dataclass(frozen=True)
class Told:
    """An answer in words; `file` where it is one."""

    label: str
    shown: str
    file: str = ""


@dataclass(frozen=True)
class Sheet:
    """What stands on it, in words; `files` are names and hashes, `shown` those of them of which
    there are small pictures, in the order of these, `late` those for which no time was left."""

    title: str
    number: str
    sender: str
    received: str
    reviewer: str
    version: str
    findings: int
    answers: tuple[Told, ...]
    files: tuple[tuple[str, str], ...]
    shown: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
