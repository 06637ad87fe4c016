"""Who may say what, and take back whose words."""

from kernel.actor import UserId
from kernel.errors import Conflict, Denied, Invalid
from kernel.text import nfc
from weboffice.comments.model import Comment, Thread
from weboffice.documents.model import Level

LONGEST_BODY, LONGEST_QUOTE, LARGEST_POSITION = 4000, 300, 512
MOST_MENTIONS, MOST_THREADS, MOST_COMMENTS = 20, 2000, 200


class CommentEmpty(Invalid):
    code = "comment_empty"


class CommentNotYours(Denied):
    code = "comment_not_yours"


class MayNotComment(Denied):
    code = "may_not_comment"


class ThreadClosed(Conflict):
    """Somebody resolved it meanwhile; it can be opened again."""

    code = "thread_closed"


class TooManyComments(Conflict):
    code = "too_many_comments"


def check_may_comment(level: Level) -> None:
    if level < Level.COMMENT:
        raise MayNotComment


def body_of(wished: str) -> str:
    """As it is kept; raise CommentEmpty."""
    body = nfc(wished).strip()
    if not body:
        raise CommentEmpty
    return body


def check_reply(thread: Thread) -> None:
    if thread.resolved_by is not None:
        raise ThreadClosed
    if len(thread.comments) >= MOST_COMMENTS:
        raise TooManyComments(most=MOST_COMMENTS)


def check_own(comment: Comment, who: UserId) -> None:
    """Nobody puts words into another one's mouth, not even who manages the document [CM3]."""
    if comment.author != who:
        raise CommentNotYours


def check_withdraw(comment: Comment, who: UserId, level: Level) -> None:
    """One's own always; another one's only who manages the document."""
    if comment.author != who and level < Level.MANAGE:
        raise CommentNotYours
