"""What the head of a division said of a submission. Rules FR1-FR3."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"  # to its sender, with what is wanted
    SET_ASIDE = "set_aside"  # kept, but it counts for nothing


@dataclass(frozen=True)
class Review:
    """`seq` counts from 1 within a submission; the last one holds."""

    submission_id: str
    seq: int
    verdict: Verdict
    reason: str
    by: UserId
    at: datetime


@dataclass(frozen=True)
class Wish:
    """`seen` is how many reviews there were when the head decided."""

    verdict: Verdict
    reason: str
    seen: int
