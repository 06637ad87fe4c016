"""How a decision becomes a document, and what may happen to one. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from identity.people.model import Person
from kernel.errors import Conflict, Invalid
from mobile_admin.decisions.model import Decision, Recipient
from mobile_admin.decisions.rules import as_day
from mobile_admin.notices.model import GOING, Notice, Number, PaperState, Validity
from mobile_admin.printing.paper import Hand, Paper, Sender
from mobile_admin.seals.codes import shown
from mobile_admin.senders.model import Sending
from mobile_admin.submissions.model import Submission
from mobile_admin.xforms.values import SEOUL

SHORTEST_REASON = 2
MOST_TRIES = 5
STUCK = timedelta(minutes=2)
NOTICE_JSON, SUBMISSION_XML = "notice.json", "submission.xml"
PAGE = "/d"


class NotValid(Conflict):
    """`standing` is what the document is already."""

    code = "notice_not_valid"


class WhyMissing(Invalid):
    """Who cancels or re-issues a document says why."""

    code = "reason_missing"


class PaperNotReady(Conflict):
    """It has its number, and its paper is still being made."""

    code = "paper_not_ready"


@dataclass(frozen=True)
class Cast:
    """Who had a hand in it, and for whom the agency speaks."""

    agency: str
    division: str
    sending: Sending
    drafter: Person
    decider: Person


@dataclass(frozen=True)
class Draft:
    """`replaces` is the number of the one before; `origin` where strangers look it up."""

    decision: Decision
    submission: Submission
    recipients: Sequence[Recipient]
    number: Number
    code: str
    issued_at: datetime
    origin: str
    replaces: str = ""


def groups_of(decision: Decision) -> list[list[Recipient]]:
    """A document for each where it is personal, else one for all [NO7]."""
    named = list(decision.content.recipients)
    return [[each] for each in named] if decision.content.is_personal else [named]


def year_of(at: datetime) -> int:
    return at.astimezone(SEOUL).year


def day_of(at: datetime) -> str:
    return as_day(at.astimezone(SEOUL).date())


def moment_of(at: datetime) -> str:
    """행정업무규정 §7⑤: 24 hours."""
    return f"{day_of(at)} {at.astimezone(SEOUL):%H:%M}"


def paper_of(draft: Draft, cast: Cast) -> Paper:
    """Without its QR code, which tells of the source that is made of this."""
    content, sending = draft.decision.content, cast.sending
    first, *others = draft.recipients
    left = draft.decision.provisional
    shares = [*content.shares, ("조사 일시", moment_of(draft.submission.received_at))]
    if left:
        shares.append(("현장 확인서", f"{left.number} ({moment_of(left.at)})"))
    if others:
        shares.append(("수신자", ", ".join(r.name for r in draft.recipients)))
    sender = Sender(
        cast.agency, cast.division, sending.office_code, sending.name, sending.address,
        sending.homepage, sending.phone, sending.email,
    )  # fmt: skip
    return Paper(
        sender, content.title, "수신자 참조" if others else first.name,
        "" if others else first.address, content.opening, shares, content.closing,
        hands_of(draft.decision, cast), f"{cast.division}-{draft.number.serial}",
        draft.number.registered, day_of(draft.issued_at), shown(draft.code),
        f"{draft.origin.partition('://')[2]}{PAGE}", "",
        ("현장조사표(이 파일에 첨부)",), draft.replaces, content.is_personal,
    )  # fmt: skip


def hands_of(decision: Decision, cast: Cast) -> list[Hand]:
    """행정업무규정 §9①: where review was passed over, the paper says why."""
    drafter, decider = cast.drafter, cast.decider
    if drafter.id == decider.id:
        return [
            Hand("기안·결재", decider.post, decider.name, decision.mark),
            Hand("검토", "생략", "현장 처리"),
        ]
    return [
        Hand("기안", drafter.post, drafter.name),
        Hand("결재", decider.post, decider.name, decision.mark),
    ]


def source_of(draft: Draft, paper: Paper) -> bytes:
    """notice.json: the same facts for machines; its hash is what the mark is about [NO8]."""
    said: dict[str, Any] = {
        "schema": "onmaru/notice/1",
        "code": draft.code,
        "registered": draft.number.registered,
        "issued_at": draft.issued_at.isoformat(timespec="seconds"),
        "kind": draft.decision.kind.value,
        "outcome": draft.decision.content.label,
        "paper": asdict(paper),
        "recipients": [asdict(each) for each in draft.recipients],
        "replaces": draft.replaces,
        "submission": {
            "form": draft.submission.form_key,
            "version": draft.submission.version,
            "instance_id": draft.submission.instance_id,
            "sha256": draft.submission.sha256,
        },
    }
    said["paper"].pop("qr")
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def check_ends(notice: Notice, reason: str) -> None:
    if notice.standing is not Validity.VALID:
        raise NotValid(standing=notice.standing.value)  # [NO9]
    if len(reason) < SHORTEST_REASON:
        raise WhyMissing


def may_take(notice: Notice, now: datetime) -> bool:
    """Waiting, or begun by somebody who did not come to an end."""
    if notice.state is PaperState.WAITING:
        return True
    return notice.state in GOING and is_stuck(notice, now)


def is_stuck(notice: Notice, now: datetime) -> bool:
    return now - (notice.changed_at or notice.issued_at) > STUCK


def file_name(notice: Notice) -> str:
    return f"{notice.number.registered} {notice.label} {notice.recipients[0]}.pdf"
