"""What people say about a place in a document."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from kernel.actor import UserId

ThreadId = NewType("ThreadId", str)
CommentId = NewType("CommentId", str)


@dataclass(frozen=True)
class Anchor:
    """Where in the text: two Yjs relative positions, encoded, and the words that stood there.

    The positions are the clients' and are not read here; the words find the place for people when
    the text around it is gone.
    """

    start: bytes
    end: bytes
    quote: str


@dataclass(frozen=True)
class Comment:
    """`body` is empty once it was taken back."""

    id: CommentId
    thread_id: ThreadId
    author: UserId
    body: str
    mentions: tuple[UserId, ...]
    written_at: datetime
    changed_at: datetime | None
    is_withdrawn: bool


@dataclass(frozen=True)
class Thread:
    """`resolved_by` is None while it is open; comments in the order they were written."""

    id: ThreadId
    document_id: str
    anchor: Anchor
    opened_by: UserId
    opened_at: datetime
    resolved_by: UserId | None
    resolved_at: datetime | None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Threads:
    """Of one document, for one person; `names` of all who occur."""

    threads: list[Thread]
    names: dict[UserId, str]
    may_comment: bool


@dataclass(frozen=True)
class Mention:
    """Somebody was called into a thread and has not looked yet."""

    comment: Comment
    document_id: str
    title: str
    author_name: str
