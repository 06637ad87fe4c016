"""Which reviews may follow which."""

from kernel.errors import Conflict, Invalid, Stale
from mobile_admin.reviews.model import Review, Verdict, Wish
from mobile_admin.submissions.model import Links

SHORTEST_REASON = 2


class ReasonMissing(Invalid):
    """Who sends something back or sets it aside says why."""

    code = "reason_missing"


class ReviewedMeanwhile(Stale):
    """Somebody else has decided since; look again."""

    code = "reviewed_meanwhile"


class CorrectedMeanwhile(Conflict):
    """What counts now is the correction, `by`: that one is accepted or sent back."""

    code = "corrected_meanwhile"


class SameVerdict(Conflict):
    code = "same_verdict"


def check(wish: Wish, last: Review | None) -> None:
    if wish.seen != (last.seq if last else 0):
        raise ReviewedMeanwhile(seen=wish.seen)  # [FR2]
    if last and last.verdict is wish.verdict:
        raise SameVerdict(verdict=wish.verdict.value)
    if wish.verdict is not Verdict.ACCEPTED and len(wish.reason) < SHORTEST_REASON:
        raise ReasonMissing  # [FR1]


def check_latest(wish: Wish, links: Links) -> None:
    """What was corrected can only be set aside [FS7]."""
    if links.corrected_by and wish.verdict is not Verdict.SET_ASIDE:
        raise CorrectedMeanwhile(by=links.corrected_by)  # [FR5]
