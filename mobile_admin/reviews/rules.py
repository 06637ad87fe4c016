"""Which reviews may follow which."""

from kernel.errors import Conflict, Invalid, Stale
from mobile_admin.reviews.model import Review, Verdict, Wish

SHORTEST_REASON = 2


class ReasonMissing(Invalid):
    """Who sends something back or sets it aside says why."""

    code = "reason_missing"


class ReviewedMeanwhile(Stale):
    """Somebody else has decided since; look again."""

    code = "reviewed_meanwhile"


class SameVerdict(Conflict):
    code = "same_verdict"


def check(wish: Wish, last: Review | None) -> None:
    if wish.seen != (last.seq if last else 0):
        raise ReviewedMeanwhile(seen=wish.seen)  # [FR2]
    if last and last.verdict is wish.verdict:
        raise SameVerdict(verdict=wish.verdict.value)
    if wish.verdict is not Verdict.ACCEPTED and len(wish.reason) < SHORTEST_REASON:
        raise ReasonMissing  # [FR1]
