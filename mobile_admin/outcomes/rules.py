"""Where a case goes when something became of its documents. Pure [CA7] [CA8]."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mobile_admin.cases.model import CaseState as State
from mobile_admin.cases.model import CaseStep as Step
from mobile_admin.cases.model import Entry

OUT = frozenset({State.ENFORCED, State.DELIVERED, State.FILED})


class Act(StrEnum):
    ISSUED = "issued"
    CORRECTED = "corrected"
    REISSUED = "reissued"
    CANCELLED = "cancelled"
    RECEIVED = "received"


@dataclass(frozen=True)
class Papers:
    """Documents of the answers that count, as they are now: valid, and how many of these came."""

    valid: int
    received: int


def following(state: State, act: Act, papers: Papers) -> tuple[Step, ...]:
    """The news says that something happened, the papers what holds: late news moves nothing."""
    if act is Act.CANCELLED:
        return (Step.RECALL,) if state in OUT and papers.valid == 0 else ()
    if papers.valid == 0:
        return ()
    if act is Act.RECEIVED:
        is_whole = papers.received >= papers.valid
        return (Step.DELIVER,) if state is State.ENFORCED and is_whole else ()
    if state is State.SURVEYED:
        return (Step.ACCEPT, Step.ENFORCE)  # who decides has reviewed
    if state is State.DECIDING:
        return (Step.ENFORCE,)
    is_new = act in {Act.CORRECTED, Act.REISSUED} and papers.received < papers.valid
    return (Step.CORRECT,) if is_new and state in OUT - {State.ENFORCED} else ()


def is_told(history: Iterable[Entry], act: Act, number: str) -> bool:
    """News may come twice; a case tells of a document's act once."""
    return any(e.reason.startswith(told(act, number)) for e in history)


def told(act: Act, number: str) -> str:
    return f"{number} {WORDS[act]}"


WORDS = {
    Act.ISSUED: "시행", Act.CORRECTED: "정정", Act.REISSUED: "재발급", Act.CANCELLED: "취소",
    Act.RECEIVED: "교부",
}  # fmt: skip
REMARK = "notice"
