"""Facts about notices."""

from dataclasses import dataclass

from kernel.events import Event


@dataclass(frozen=True)
class NoticeMoved(Event):
    """Something became of a document: `act` is issued, corrected, reissued, cancelled or received.

    `number` is its registered number, `by` whoever did it or gave it away, `reason` why.
    """

    name = "mobile_admin.notice_moved"
    submission_id: str
    act: str
    number: str
    by: str
    reason: str
