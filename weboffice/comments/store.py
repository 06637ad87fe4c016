"""Threads, comments and mentions in SQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from weboffice.comments.model import Anchor, Comment, CommentId, Thread, ThreadId

threads = Table(
    "weboffice_threads",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", String, ForeignKey("weboffice_rooms.id"), nullable=False),
    Column("start", LargeBinary, nullable=False),
    Column("end", LargeBinary, nullable=False),
    Column("quote", String, nullable=False),
    Column("opened_by", String, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("resolved_by", String),
    Column("resolved_at", Instant),
    CheckConstraint("(resolved_by IS NULL) = (resolved_at IS NULL)", name="resolved_by_somebody"),
)
Index("ix_weboffice_threads_document", threads.c.document_id)
comments = Table(
    "weboffice_comments",
    metadata,
    Column("id", String, primary_key=True),
    Column("thread_id", String, ForeignKey("weboffice_threads.id"), nullable=False),
    Column("author", String, nullable=False),
    Column("body", String, nullable=False),
    Column("mentions", ARRAY(String), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("changed_at", Instant),
    Column("is_withdrawn", Boolean, nullable=False),
    CheckConstraint("is_withdrawn = (body = '')", name="withdrawn_says_nothing"),
)
Index("ix_weboffice_comments_thread", comments.c.thread_id)
mentions = Table(
    "weboffice_mentions",
    metadata,
    Column("comment_id", String, ForeignKey("weboffice_comments.id"), primary_key=True),
    Column("person_id", String, primary_key=True),
)
Index("ix_weboffice_mentions_person", mentions.c.person_id)


def add_thread(db: Session, thread: Thread) -> None:
    """Without its comments."""
    db.execute(
        insert(threads).values(
            id=thread.id,
            document_id=thread.document_id,
            start=thread.anchor.start,
            end=thread.anchor.end,
            quote=thread.anchor.quote,
            opened_by=thread.opened_by,
            opened_at=thread.opened_at,
        )
    )


def add_whole(db: Session, thread: Thread) -> None:
    """With its comments, and resolved if it was."""
    add_thread(db, thread)
    for comment in thread.comments:
        add_comment(db, comment)
    if thread.resolved_by is not None:
        set_resolved(db, thread.id, thread.resolved_by, thread.resolved_at)


def add_comment(db: Session, comment: Comment) -> None:
    db.execute(insert(comments).values(**(vars(comment) | {"mentions": list(comment.mentions)})))


def call_in(db: Session, comment_id: CommentId, persons: Iterable[UserId]) -> None:
    """Those who have not looked yet."""
    rows = [{"comment_id": comment_id, "person_id": person} for person in persons]
    if rows:
        db.execute(insert(mentions), rows)


def change_comment(db: Session, comment: Comment) -> None:
    db.execute(
        update(comments)
        .where(comments.c.id == comment.id)
        .values(
            body=comment.body,
            mentions=list(comment.mentions),
            changed_at=comment.changed_at,
            is_withdrawn=comment.is_withdrawn,
        )
    )


def forget_mentions(db: Session, comment_id: CommentId) -> None:
    db.execute(delete(mentions).where(mentions.c.comment_id == comment_id))


def looked(db: Session, document_id: str, person_id: UserId) -> bool:
    """The person has the document's comments before him; whether anything waited."""
    own = (
        select(comments.c.id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(threads.c.document_id == document_id)
    )
    gone = db.execute(
        delete(mentions)
        .where(mentions.c.person_id == person_id, mentions.c.comment_id.in_(own))
        .returning(mentions.c.comment_id)
    )
    return gone.first() is not None


def set_resolved(db: Session, thread_id: ThreadId, by: UserId | None, at: datetime | None) -> None:
    db.execute(
        update(threads).where(threads.c.id == thread_id).values(resolved_by=by, resolved_at=at)
    )


def count_threads(db: Session, document_id: str) -> int:
    own = select(func.count()).where(threads.c.document_id == document_id)
    return db.scalar(own) or 0


def find_thread(db: Session, document_id: str, thread_id: ThreadId) -> Thread | None:
    """Locked: who answers and who resolves at once do so one after the other."""
    row = db.execute(
        select(threads)
        .where(threads.c.id == thread_id, threads.c.document_id == document_id)
        .with_for_update()
    ).one_or_none()
    return _thread(row, _of_threads(db, [thread_id]).get(thread_id, [])) if row else None


def of_document(db: Session, document_id: str) -> list[Thread]:
    """The oldest first."""
    rows = db.execute(
        select(threads)
        .where(threads.c.document_id == document_id)
        .order_by(threads.c.opened_at, threads.c.id)
    ).all()
    said = _of_threads(db, [ThreadId(row.id) for row in rows])
    return [_thread(row, said.get(ThreadId(row.id), [])) for row in rows]


def waiting_for(db: Session, person_id: UserId, most: int) -> list[tuple[str, Comment]]:
    """(document, comment) where the person was called in and has not looked; the newest first."""
    rows = db.execute(
        select(comments, threads.c.document_id)
        .join(mentions, mentions.c.comment_id == comments.c.id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(mentions.c.person_id == person_id, threads.c.resolved_by.is_(None))
        .order_by(comments.c.written_at.desc())
        .limit(most)
    )
    return [(row.document_id, _comment(row)) for row in rows]


def _of_threads(db: Session, ids: Sequence[ThreadId]) -> dict[ThreadId, list[Comment]]:
    found: dict[ThreadId, list[Comment]] = {}
    rows = db.execute(
        select(comments)
        .where(comments.c.thread_id.in_(ids))
        .order_by(comments.c.written_at, comments.c.id)
    )
    for row in rows:
        found.setdefault(ThreadId(row.thread_id), []).append(_comment(row))
    return found


def _comment(row: Row[tuple[object, ...]]) -> Comment:
    return Comment(
        CommentId(row.id), ThreadId(row.thread_id), UserId(row.author), row.body,
        tuple(UserId(person) for person in row.mentions), row.written_at, row.changed_at,
        row.is_withdrawn,
    )  # fmt: skip


def _thread(row: Row[tuple[object, ...]], said: list[Comment]) -> Thread:
    return Thread(
        ThreadId(row.id), row.document_id, Anchor(row.start, row.end, row.quote),
        UserId(row.opened_by), row.opened_at,
        UserId(row.resolved_by) if row.resolved_by else None, row.resolved_at, tuple(said),
    )  # fmt: skip


def forget(db: Session, document_ids: Collection[str]) -> None:
    """All that was said about these documents."""
    there = select(threads.c.id).where(threads.c.document_id.in_(document_ids))
    said = select(comments.c.id).where(comments.c.thread_id.in_(there))
    db.execute(delete(mentions).where(mentions.c.comment_id.in_(said)))
    db.execute(delete(comments).where(comments.c.thread_id.in_(there)))
    db.execute(delete(threads).where(threads.c.document_id.in_(document_ids)))
