"""Threads as files say them, and back.

Who is said in a file to have written a comment is no person of this house, whatever the name:
`~name`, as with suggestions, and shown as brought in [FM7].
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from kernel.actor import UserId
from kernel.text import nfc
from weboffice.comments.model import Anchor, Comment, CommentId, Thread, ThreadId
from weboffice.comments.rules import (
    LARGEST_POSITION,
    LONGEST_BODY,
    LONGEST_QUOTE,
    MOST_COMMENTS,
)
from weboffice.paper.model import Change, Remark, Talk
from weboffice.ydoc.places import NOWHERE, Range
from weboffice.ydoc.suggestions import OUTSIDER

LONGEST_NAME = 100
_LEAST = timedelta(microseconds=1)  # between two, so that their order is that of the file


def thread_of(
    document_id: str, talk: Talk, place: Range | None, fresh: Callable[[], str], now: datetime
) -> Thread | None:
    """None when nothing is said in it."""
    thread_id, said = ThreadId(fresh()), list[Comment]()
    first, *others = talk.remarks[:MOST_COMMENTS] or (None,)
    for remark in [first, *sorted(others, key=lambda one: one.by.at if one else 0)]:
        body = nfc(remark.text).strip()[:LONGEST_BODY].strip() if remark else ""
        if remark and body:
            at = max(_moment(remark, now), said[-1].written_at + _LEAST if said else _FIRST)
            said.append(
                Comment(
                    CommentId(fresh()), thread_id, outsider(remark.by.name), body, (), at, None,
                    is_withdrawn=False,
                )
            )  # fmt: skip
    if not said:
        return None
    # The file does not say who resolved it.
    by = outsider("") if talk.is_resolved else None
    resolved_at = said[-1].written_at if by else None
    return Thread(
        thread_id, document_id, _anchor(place, talk.quote), said[0].author, said[0].written_at,
        by, resolved_at, tuple(said),
    )  # fmt: skip


_FIRST = datetime.fromtimestamp(0, UTC)


def outsider(name: str) -> UserId:
    return UserId(f"{OUTSIDER}{nfc(name).strip()[:LONGEST_NAME]}")


def _moment(remark: Remark, now: datetime) -> datetime:
    """Of a file that says none, or one that is still to come, when it was brought in."""
    if remark.by.at <= 0 or remark.by.at / 1000 > now.timestamp():
        return now
    return datetime.fromtimestamp(remark.by.at / 1000, UTC)


def _anchor(place: Range | None, quote: str) -> Anchor:
    start, end = place or (NOWHERE, NOWHERE)
    if max(len(start), len(end)) > LARGEST_POSITION:
        start = end = NOWHERE
    return Anchor(start, end, nfc(quote)[:LONGEST_QUOTE])


def talk_of(thread: Thread, names: Mapping[UserId, str]) -> tuple[Talk, Range]:
    """Without what was taken back; who was called in is in the words."""
    remarks = tuple(
        Remark(
            Change(one.author, name_of(one.author, names), int(one.written_at.timestamp() * 1000)),
            one.body,
        )
        for one in thread.comments
        if not one.is_withdrawn
    )
    talk = Talk(thread.id, remarks, thread.resolved_by is not None, thread.anchor.quote)
    return talk, (thread.anchor.start, thread.anchor.end)


def name_of(person: UserId, names: Mapping[UserId, str]) -> str:
    outside = person.removeprefix(OUTSIDER) if person.startswith(OUTSIDER) else ""
    return names.get(person, outside)
