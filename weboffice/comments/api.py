"""Comments over HTTP."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, Field

from kernel.errors import Invalid
from kernel.http import Reply, created, current_actor, no_content, reply
from weboffice.comments.model import Anchor, Comment, Mention, Thread, Threads
from weboffice.comments.rules import (
    LARGEST_POSITION,
    LONGEST_BODY,
    LONGEST_QUOTE,
    MOST_MENTIONS,
)
from weboffice.comments.service import Comments
from weboffice.documents.api import DocumentPath

TAG = Tag(name="comments", description="What people say about a place in a document")
LONGEST_BASE64 = LARGEST_POSITION * 4 // 3 + 4


class AnchorInvalid(Invalid):
    code = "anchor_invalid"


class ThreadPath(DocumentPath):
    thread_id: str = Field(min_length=1, max_length=64)


class CommentPath(ThreadPath):
    comment_id: str = Field(min_length=1, max_length=64)


class CommentWishBody(BaseModel):
    """`mentions` are ids of persons; who may not read the document is left out."""

    body: str = Field(min_length=1, max_length=LONGEST_BODY)
    mentions: list[str] = Field(default_factory=list, max_length=MOST_MENTIONS)


class AnchorBody(BaseModel):
    """Two Yjs relative positions in base64, and the words that stood between them."""

    start: str = Field(min_length=1, max_length=LONGEST_BASE64)
    end: str = Field(min_length=1, max_length=LONGEST_BASE64)
    quote: str = Field(max_length=LONGEST_QUOTE)


class ThreadWishBody(CommentWishBody):
    anchor: AnchorBody


class SettledBody(BaseModel):
    is_resolved: bool


class CommentBody(BaseModel):
    id: str
    author: str
    body: str
    mentions: list[str]
    written_at: AwareDatetime
    changed_at: AwareDatetime | None
    is_withdrawn: bool


class ThreadBody(BaseModel):
    id: str
    anchor: AnchorBody
    opened_by: str
    opened_at: AwareDatetime
    resolved_by: str | None
    resolved_at: AwareDatetime | None
    comments: list[CommentBody]


class CommenterBody(BaseModel):
    id: str
    name: str


class ThreadsBody(BaseModel):
    threads: list[ThreadBody]
    people: list[CommenterBody]
    may_comment: bool


class MentionBody(BaseModel):
    thread_id: str
    document_id: str
    title: str
    author_name: str
    body: str
    at: AwareDatetime


class MentionsBody(BaseModel):
    mentions: list[MentionBody]


def blueprint(comments: Comments) -> APIBlueprint:
    bp = APIBlueprint("weboffice_comments", __name__, url_prefix="/api/office", abp_tags=[TAG])
    threads = "/documents/<document_id>/threads"

    @bp.get(threads, summary="All threads of a document", responses={200: ThreadsBody})
    def read_threads(path: DocumentPath) -> Reply:
        return reply(_threads(comments.read(current_actor(), path.document_id)))

    @bp.post(threads, summary="Say something about a place", responses={201: ThreadBody})
    def open_thread(path: DocumentPath, body: ThreadWishBody) -> Reply:
        anchor = _anchor_of(body.anchor)
        words = (body.body, body.mentions)
        return created(
            _thread(comments.open_thread(current_actor(), path.document_id, anchor, words))
        )

    @bp.post(f"{threads}/<thread_id>/comments", summary="Answer", responses={201: CommentBody})
    def reply_to_thread(path: ThreadPath, body: CommentWishBody) -> Reply:
        words = (body.body, body.mentions)
        said = comments.reply(current_actor(), path.document_id, path.thread_id, words)
        return created(_comment(said))

    @bp.put(f"{threads}/<thread_id>/settled", summary="Resolve or reopen", responses={204: None})
    def settle_thread(path: ThreadPath, body: SettledBody) -> Reply:
        comments.settle(
            current_actor(), path.document_id, path.thread_id, is_resolved=body.is_resolved
        )
        return no_content()

    one = f"{threads}/<thread_id>/comments/<comment_id>"

    @bp.patch(one, summary="Change one's own words", responses={200: CommentBody})
    def change_comment(path: CommentPath, body: CommentWishBody) -> Reply:
        place, words = (path.thread_id, path.comment_id), (body.body, body.mentions)
        return reply(_comment(comments.change(current_actor(), path.document_id, place, words)))

    @bp.delete(one, summary="Take words back", responses={204: None})
    def withdraw_comment(path: CommentPath) -> Reply:
        place = (path.thread_id, path.comment_id)
        comments.withdraw(current_actor(), path.document_id, place)
        return no_content()

    _add_calls(bp, comments)
    return bp


def _add_calls(bp: APIBlueprint, comments: Comments) -> None:
    """Where one is called in, and that one has looked."""

    @bp.get("/mentions", summary="Where one is called in", responses={200: MentionsBody})
    def list_mentions() -> Reply:
        found = comments.waiting_for(current_actor())
        return reply(MentionsBody(mentions=[_mention(one) for one in found]))

    @bp.put(
        "/documents/<document_id>/threads/looked",
        summary="One has them before one's eyes",
        responses={204: None},
    )
    def look_at_threads(path: DocumentPath) -> Reply:
        comments.look(current_actor(), path.document_id)
        return no_content()


def _anchor_of(body: AnchorBody) -> Anchor:
    try:
        start, end = (b64decode(text, validate=True) for text in (body.start, body.end))
    except (NotBase64, ValueError) as error:
        raise AnchorInvalid from error
    return Anchor(start, end, body.quote)


def _threads(found: Threads) -> ThreadsBody:
    return ThreadsBody(
        threads=[_thread(thread) for thread in found.threads],
        people=[CommenterBody(id=k, name=name) for k, name in sorted(found.names.items())],
        may_comment=found.may_comment,
    )


def _thread(thread: Thread) -> ThreadBody:
    anchor = thread.anchor
    return ThreadBody(
        id=thread.id,
        anchor=AnchorBody(
            start=b64encode(anchor.start).decode(),
            end=b64encode(anchor.end).decode(),
            quote=anchor.quote,
        ),
        opened_by=thread.opened_by,
        opened_at=thread.opened_at,
        resolved_by=thread.resolved_by,
        resolved_at=thread.resolved_at,
        comments=[_comment(comment) for comment in thread.comments],
    )


def _comment(comment: Comment) -> CommentBody:
    return CommentBody(
        id=comment.id,
        author=comment.author,
        body=comment.body,
        mentions=list(comment.mentions),
        written_at=comment.written_at,
        changed_at=comment.changed_at,
        is_withdrawn=comment.is_withdrawn,
    )


def _mention(mention: Mention) -> MentionBody:
    return MentionBody(
        thread_id=mention.comment.thread_id,
        document_id=mention.document_id,
        title=mention.title,
        author_name=mention.author_name,
        body=mention.comment.body,
        at=mention.comment.written_at,
    )
