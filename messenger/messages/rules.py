"""What may be said, and taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.actor import UserId
from kernel.errors import Conflict, Denied, Invalid
from kernel.text import storable
from messenger.messages.model import Draft, Kind, Message

LONGEST_TEXT = 10_000
RECALL_WITHIN = timedelta(hours=1)


class TextEmpty(Invalid):
    code = "text_empty"


class TextTooLong(Invalid):
    code = "text_too_long"


class NotYourMessage(Denied):
    code = "not_your_message"


class RecallTooLate(Conflict):
    code = "recall_too_late"


def tidy(draft: Draft) -> Draft:
    """The draft as it will be kept, or a refusal [MS4]."""
    body = storable(draft.body).strip()
    if not body and draft.kind is not Kind.CARD:
        raise TextEmpty
    if len(body) > LONGEST_TEXT:
        raise TextTooLong(limit=LONGEST_TEXT, length=len(body))
    return replace(draft, body=body)


def require_recallable(message: Message, person: UserId, now: datetime) -> None:
    if message.sender != person or message.kind is Kind.SYSTEM:
        raise NotYourMessage  # [MS5]
    if now - message.at > RECALL_WITHIN:
        raise RecallTooLate(minutes=int(RECALL_WITHIN.total_seconds() // 60))
