"""Facts about reviews."""

from dataclasses import dataclass

from kernel.events import Event


@dataclass(frozen=True)
class SubmissionReviewed(Event):
    """Somebody said what becomes of answers; `seq` counts what was said of them."""

    name = "mobile_admin.submission_reviewed"
    submission_id: str
    seq: int
    verdict: str
    by: str
