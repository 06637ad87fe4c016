"""Recordings over HTTP: for security officers and auditors, and the notice for those recorded."""

from datetime import datetime
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, JsonValue

from daas_broker.desktops.model import DesktopId
from daas_broker.recordings.model import Chain, Mark, RecordingId, Verdict, Wanted
from daas_broker.recordings.notices import Notices
from daas_broker.recordings.playing import Opened
from daas_broker.recordings.rules import LONGEST_REASON
from daas_broker.recordings.service import Recordings, Shown
from kernel.actor import Role
from kernel.http import Reply, created, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="desktop recordings", description="What was recorded of desktops, and its notice")
ChainName = Literal["unchecked", "whole", "broken"]
Reason = Annotated[str, Field(max_length=LONGEST_REASON)]


class DesktopPath(BaseModel):
    desktop_id: str


class RecordingPath(BaseModel):
    recording_id: str


class NoticeBody(BaseModel):
    """`digest` as the refusal `recording_notice_missing` told it."""

    digest: Annotated[str, Field(max_length=64)]


class ReasonBody(BaseModel):
    reason: Reason


class RecordingsQuery(BaseModel):
    who: Annotated[str, Field(max_length=100)] = ""
    person_id: str = ""
    pool_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    min_seconds: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    chain: ChainName | None = None
    deleted: bool = False
    before: datetime | None = None


class HoldView(BaseModel):
    by: str
    reason: str
    at: datetime


class RecordingItemView(BaseModel):
    """`ended_at` is null while it is being made."""

    id: str
    person_id: str
    person: str
    post: str
    division: str
    pool_id: str
    pool: str
    zone: Literal["work", "internet"]
    desktop_id: str
    is_light: bool
    screen: int
    started_at: datetime
    ended_at: datetime | None
    end: Literal["closed", "policy", "failed", "lost"] | None
    length_ms: int
    size_bytes: int
    basis: str
    retention_days: int
    keep_until: datetime | None
    chain: ChainName
    checked_at: datetime | None
    hold: HoldView | None
    deleted_at: datetime | None

    @staticmethod
    def of(shown: Shown) -> "RecordingItemView":
        found, person, hold = shown.recording, shown.person, shown.recording.hold
        return RecordingItemView(
            id=found.id,
            person_id=found.person_id,
            person=person.name if person else "",
            post=person.post if person else "",
            division=person.division if person else "",
            pool_id=found.pool_id,
            pool=shown.pool,
            zone="work" if found.zone is Zone.WORK else "internet",
            desktop_id=found.desktop_id,
            is_light=found.is_light,
            screen=found.screen,
            started_at=found.started_at,
            ended_at=found.ended_at,
            end=found.end.value if found.end else None,
            length_ms=found.progress.length_ms,
            size_bytes=found.progress.size_bytes,
            basis=found.duty.basis,
            retention_days=found.duty.retention_days,
            keep_until=found.keep_until,
            chain=found.chain.value,
            checked_at=found.checked_at,
            hold=HoldView(by=shown.held_by, reason=hold.reason, at=hold.at) if hold else None,
            deleted_at=found.deleted_at,
        )


class RecordingsView(BaseModel):
    recordings: list[RecordingItemView]
    are_more: bool


class MarkView(BaseModel):
    at_ms: int
    what: str
    facts: dict[str, JsonValue]

    @staticmethod
    def of(mark: Mark) -> "MarkView":
        return MarkView.model_validate(mark, from_attributes=True)


class OneRecordingView(BaseModel):
    recording: RecordingItemView
    marks: list[MarkView]
    may_hold: bool


class ViewingView(BaseModel):
    """Opens the pictures for this sign-in session, for some hours."""

    viewing: str


class PicturesQuery(BaseModel):
    """From the checkpoint of a moment, or on from a chunk."""

    viewing: Annotated[str, Field(max_length=64)]
    ms: Annotated[int, Field(ge=0, lt=2**32)] = 0
    chunk: Annotated[int | None, Field(ge=0, lt=2**32)] = None


class VerdictView(BaseModel):
    chain: ChainName
    chunks: int
    at_chunk: int | None
    why: str

    @staticmethod
    def of(verdict: Verdict) -> "VerdictView":
        return VerdictView.model_validate({**vars(verdict), "chain": verdict.chain.value})


def own_blueprint(notices: Notices) -> APIBlueprint:
    bp = APIBlueprint("daas_recording_notice", __name__, url_prefix="/api/desktops", abp_tags=[TAG])

    @bp.post(
        "/<desktop_id>/recording-notice",
        summary="I have read that this desktop is recorded",
        responses={204: None},
    )
    def acknowledge(path: DesktopPath, body: NoticeBody) -> Reply:
        notices.acknowledge(current_actor(), DesktopId(path.desktop_id), body.digest)
        return no_content()

    return bp


def blueprint(recordings: Recordings) -> APIBlueprint:
    bp = APIBlueprint(
        "daas_recordings", __name__, url_prefix="/api/admin/recordings", abp_tags=[TAG]
    )

    @bp.get("", summary="Recordings, the newest first", responses={200: RecordingsView})
    def list_recordings(query: RecordingsQuery) -> Reply:
        given = query.model_dump(exclude={"chain", "deleted"})
        chain = Chain(query.chain) if query.chain else None
        wanted = Wanted(**given, chain=chain, is_deleted=query.deleted)
        found, are_more = recordings.list(current_actor(), wanted)
        items = [RecordingItemView.of(shown) for shown in found]
        return reply(RecordingsView(recordings=items, are_more=are_more))

    @bp.get("/<recording_id>", summary="One, with its marks", responses={200: OneRecordingView})
    def get_recording(path: RecordingPath) -> Reply:
        actor = current_actor()
        shown, marks = recordings.get(actor, RecordingId(path.recording_id))
        return reply(
            OneRecordingView(
                recording=RecordingItemView.of(shown),
                marks=[MarkView.of(mark) for mark in marks],
                may_hold=Role.SECURITY_OFFICER in actor.roles,
            )
        )

    @bp.post(
        "/<recording_id>/viewings",
        summary="Say why one watches, and be let in",
        responses={201: ViewingView},
    )
    def open_viewing(path: RecordingPath, body: ReasonBody) -> Reply:
        id_ = RecordingId(path.recording_id)
        return created(ViewingView(viewing=recordings.open(current_actor(), id_, body.reason)))

    @bp.get(
        "/<recording_id>/pictures",
        summary="A stretch of it, as records (daas_broker/recordings/playing.py)",
    )
    def pictures(path: RecordingPath, query: PicturesQuery) -> Response:
        at = Opened(query.ms, query.chunk)
        id_ = RecordingId(path.recording_id)
        stretch = recordings.play(current_actor(), id_, query.viewing, at)
        # The edge must not lay it down on its disk [DREC6].
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(stretch, mimetype="application/octet-stream", headers=headers)

    _add_keeping(bp, recordings)
    return bp


def _add_keeping(bp: APIBlueprint, recordings: Recordings) -> None:
    @bp.post(
        "/<recording_id>/check",
        summary="Read all of it: whether a bit was changed",
        responses={200: VerdictView},
    )
    def check(path: RecordingPath) -> Reply:
        verdict = recordings.check(current_actor(), RecordingId(path.recording_id))
        return reply(VerdictView.of(verdict))

    @bp.put("/<recording_id>/hold", summary="Keep it beyond its time", responses={204: None})
    def hold(path: RecordingPath, body: ReasonBody) -> Reply:
        recordings.hold(current_actor(), RecordingId(path.recording_id), body.reason)
        return no_content()

    @bp.post(
        "/<recording_id>/let-go", summary="Keep it no longer than others", responses={204: None}
    )
    def let_go(path: RecordingPath, body: ReasonBody) -> Reply:
        recordings.let_go(current_actor(), RecordingId(path.recording_id), body.reason)
        return no_content()
