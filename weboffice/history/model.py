"""A document's past as people read it: chapters of writing, and versions that got a name."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actor import UserId


@dataclass(frozen=True)
class Stroke:
    """What one person wrote within one minute; `first` and `last` are numbers of the log."""

    person_id: UserId
    first: int
    last: int
    began: datetime
    ended: datetime


@dataclass(frozen=True)
class Chapter:
    """Writing without a long pause: the document went from `first - 1` to `last`.

    `suggested` is how many suggestions were made in it.
    """

    first: int
    last: int
    began: datetime
    ended: datetime
    writers: tuple[UserId, ...]
    suggested: int = 0


@dataclass(frozen=True)
class NamedVersion:
    """The document as it was after number `seq` of its log."""

    seq: int
    name: str
    named_by: UserId
    named_at: datetime


@dataclass(frozen=True)
class Timeline:
    """Newest first. `oldest` is the first number that can be shown; `latest` the last durable one.

    `hands` says whose each Yjs client id was, so that every letter has an author; `names` are all
    persons that occur.
    """

    oldest: int
    latest: int
    created_at: datetime
    chapters: list[Chapter]
    named: list[NamedVersion]
    hands: dict[int, UserId]
    names: dict[UserId, str]
