"""What was said. Rules MS1-MS7 are in messenger/RULES.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kernel.actor import UserId
from messenger.rooms.model import RoomId


class Kind(StrEnum):
    TEXT = "text"
    CARD = "card"  # a document, with words about it or none
    SYSTEM = "system"  # the room's own notices: who came, who left


class CardType(StrEnum):
    DOCUMENT = "document"  # a node of the drive


@dataclass(frozen=True)
class CardRef:
    """Only a reference is kept: what it may show depends on who looks [MS6]."""

    type: CardType
    id: str


@dataclass(frozen=True)
class Card:
    """A document as one reader may see it; `kind` is its media type."""

    id: str
    title: str
    kind: str


@dataclass(frozen=True)
class Draft:
    """`client_id` is made by the sender's device and repeated with each attempt [MS2]."""

    client_id: str
    kind: Kind
    body: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """`facts` is `{type, id}` of a card, or `{act, …}` of a notice. A recalled one is empty."""

    room_id: RoomId
    seq: int
    sender: UserId
    client_id: str
    kind: Kind
    body: str
    facts: Mapping[str, Any]
    at: datetime
    recalled_at: datetime | None = None

    @property
    def card(self) -> CardRef | None:
        if self.kind is not Kind.CARD or self.recalled_at is not None:
            return None
        return CardRef(CardType(self.facts["type"]), str(self.facts["id"]))


@dataclass(frozen=True)
class Window:
    """Which part of a log: the `limit` newest before `before`, or the oldest after `after`.

    `changed_after` asks also for older messages that were changed since that change.
    """

    before: int | None = None
    after: int | None = None
    changed_after: int | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """`messages` in order; `changed` are older ones to be replaced; `cards` by document id."""

    messages: Sequence[Message]
    changed: Sequence[Message]
    cards: Mapping[str, Card]
    last_seq: int
    changes: int
    first_seq: int  # the first that this reader may see


@dataclass(frozen=True)
class Sharing:
    """Who of a room may not read a document yet, and whether the actor may let them."""

    lacking: Sequence[UserId]
    may_grant: bool
