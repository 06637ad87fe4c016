"""What may be asked, and by whom it is decided. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from daas_broker.requests.model import Request, RequestStage, Wish
from kernel.actor import UserId
from kernel.errors import Conflict, Denied, Invalid

MOST_DAYS = 366
SHORTEST, LONGEST = 5, 500  # characters of a reason


class RequestMalformed(Invalid):
    """`field` says which part."""

    code = "request_malformed"


class RequestDecided(Conflict):
    """Somebody was faster, or it was withdrawn."""

    code = "request_decided"


class RequestOpen(Conflict):
    """One asks once for a pool until there is an answer."""

    code = "request_open"


class NothingToAsk(Conflict):
    """The pool is theirs to use already."""

    code = "nothing_to_ask"


class OwnRequest(Denied):
    """Nobody decides on what they asked for themselves."""

    code = "own_request"


def check(wish: Wish) -> Wish:
    reason = wish.reason.strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        raise RequestMalformed(field="reason", least=SHORTEST, most=LONGEST)
    check_days(wish.days)
    return replace(wish, reason=reason)


def check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise RequestMalformed(field="days", least=1, most=MOST_DAYS)


def decided(
    request: Request, stage: RequestStage, by: UserId, at: datetime, answer: str = ""
) -> Request:
    """[DV10] An approval counts from now for as long as was asked."""
    if request.person_id == by:
        raise OwnRequest
    before = {RequestStage.ENDED: RequestStage.APPROVED}.get(stage, RequestStage.ASKED)
    if request.stage is not before:
        raise RequestDecided(stage=request.stage.value)
    if stage is not RequestStage.APPROVED and len(answer.strip()) < SHORTEST:
        raise RequestMalformed(field="answer", least=SHORTEST, most=LONGEST)
    until = at + timedelta(days=request.wish.days) if stage is RequestStage.APPROVED else None
    made = replace(request, stage=stage, decided_by=by, decided_at=at, answer=answer.strip())
    return replace(made, until=until, is_news=True)


def withdrawn(request: Request, at: datetime) -> Request:
    if request.stage is not RequestStage.ASKED:
        raise RequestDecided(stage=request.stage.value)
    return replace(request, stage=RequestStage.WITHDRAWN, decided_at=at)


def usual(past: Sequence[Request]) -> timedelta | None:
    """How long the last answers took, in the middle; None where nothing was answered."""
    took = [
        (one.decided_at - one.asked_at).total_seconds()
        for one in past
        if one.decided_at is not None and one.stage is not RequestStage.WITHDRAWN
    ]
    return timedelta(seconds=median(took)) if took else None
