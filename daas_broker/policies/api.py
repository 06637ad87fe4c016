"""Policies over HTTP, for IT administrators and security officers."""

from datetime import datetime
from typing import Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, JsonValue

from daas_broker.policies import rules
from daas_broker.policies.model import Draft, Policy, Scope, ScopeKind, Version
from daas_broker.policies.service import Named, OpenStream, Overview, Policies, Preview, Trace
from kernel.http import Reply, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="desktop policies", description="What may cross between desktops and the world")
Kind = Literal["zone", "division", "pool", "person"]


class FlowView(BaseModel):
    is_open: bool
    most_bytes: int


class ClipboardView(FlowView):
    kinds: list[Literal["text", "png"]]
    content: dict[str, Literal["allow", "mask", "reason", "refuse"]]


class RecordingView(BaseModel):
    is_on: bool
    basis: str
    retention_days: int


class PolicyHoursView(BaseModel):
    """Weekdays are 0 for Monday to 6; times are minutes of the day in Seoul."""

    days: list[int]
    begins: int
    ends: int


class PolicyAccessView(BaseModel):
    """None given is no limit."""

    hours: list[PolicyHoursView]
    networks: list[str]


class PolicyView(BaseModel):
    clipboard_in: ClipboardView
    clipboard_out: ClipboardView
    files_in: FlowView
    files_out: FlowView
    watermark: bool
    microphone: bool
    links: bool
    console: bool
    printing: Literal["off", "drive", "print"]
    characters_per_second: int
    lock_after_minutes: int
    recording: RecordingView
    access: PolicyAccessView

    @staticmethod
    def of(policy: Policy) -> "PolicyView":
        return PolicyView.model_validate(rules.body_of(policy))


class DraftBody(BaseModel):
    """Some fields of a policy, all of them for a zone; null takes an override away."""

    body: dict[str, JsonValue] | None


class ScopePath(BaseModel):
    kind: Kind
    scope_id: str

    @property
    def scope(self) -> Scope:
        return Scope(ScopeKind(self.kind), self.scope_id)


class VersionPath(BaseModel):
    seq: int


class TurnView(BaseModel):
    """One act as it was and as it became, with all that belongs to it; null where the scope did
    not, or does not any more, speak of it."""

    act: str
    before: JsonValue
    after: JsonValue


class ChangeView(BaseModel):
    """A version, or with `seq` null a draft."""

    seq: int | None
    kind: Kind
    scope_id: str
    scope_name: str
    body: dict[str, JsonValue] | None
    author: str
    at: datetime
    changes: list[str]
    turns: list[TurnView]

    @staticmethod
    def of(named: Named) -> "ChangeView":
        one = named.of
        return ChangeView(
            seq=one.seq if isinstance(one, Version) else None,
            kind=one.scope.kind.value,
            scope_id=one.scope.id,
            scope_name=named.scope_name,
            body=dict(one.body) if one.body is not None else None,
            author=named.author,
            at=one.applied_at if isinstance(one, Version) else one.made_at,
            changes=list(named.changes),
            turns=[TurnView(**vars(turn)) for turn in named.turns],
        )


class PoolNameView(BaseModel):
    id: str
    name: str
    zone: Literal["work", "internet"]


class OverviewView(BaseModel):
    work: PolicyView
    internet: PolicyView
    overrides: list[ChangeView]
    drafts: list[ChangeView]
    history: list[ChangeView]
    revision: int
    pools: list[PoolNameView]

    @staticmethod
    def of(found: Overview) -> "OverviewView":
        return OverviewView(
            work=PolicyView.of(found.zones[Zone.WORK]),
            internet=PolicyView.of(found.zones[Zone.INTERNET]),
            overrides=[ChangeView.of(one) for one in found.overrides],
            drafts=[ChangeView.of(one) for one in found.drafts],
            history=[ChangeView.of(one) for one in found.history],
            revision=found.revision,
            pools=[
                PoolNameView(
                    id=pool.id,
                    name=pool.wish.name,
                    zone="work" if pool.wish.zone is Zone.WORK else "internet",
                )
                for pool in found.pools
            ],
        )


class StreamView(BaseModel):
    """`revision` is what it took last, at `taken_at`."""

    desktop_id: str
    person: str
    division: str
    pool: str
    zone: Literal["work", "internet"]
    revision: int | None
    taken_at: datetime | None
    changes: list[str]

    @staticmethod
    def of(stream: OpenStream) -> "StreamView":
        return StreamView(
            desktop_id=stream.seat.desktop_id,
            person=stream.person,
            division=stream.division,
            pool=stream.pool,
            zone="work" if stream.seat.zone is Zone.WORK else "internet",
            revision=stream.seat.revision,
            taken_at=stream.seat.taken_at,
            changes=list(stream.changes),
        )


class StreamsView(BaseModel):
    streams: list[StreamView]


class AffectedView(BaseModel):
    division: str
    people: int


class PreviewView(BaseModel):
    """`able` people could open a desktop under another policy; by their division besides."""

    changes: list[str]
    connected: list[StreamView]
    able: int
    divisions: list[AffectedView]

    @staticmethod
    def of(found: Preview) -> "PreviewView":
        connected = [StreamView.of(stream) for stream in found.connected]
        return PreviewView(
            changes=list(found.changes),
            connected=connected,
            able=found.able,
            divisions=[AffectedView(division=name, people=n) for name, n in found.divisions],
        )


class AppliedView(BaseModel):
    revision: int


class DraftView(BaseModel):
    kind: Kind
    scope_id: str
    body: dict[str, JsonValue] | None

    @staticmethod
    def of(draft: Draft) -> "DraftView":
        body = dict(draft.body) if draft.body is not None else None
        return DraftView(kind=draft.scope.kind.value, scope_id=draft.scope.id, body=body)


class CodeQuery(BaseModel):
    code: str


class TraceView(BaseModel):
    person: str
    division: str
    pool: str
    desktop_id: str
    started_at: datetime
    ended_at: datetime | None

    @staticmethod
    def of(trace: Trace) -> "TraceView":
        return TraceView(
            person=trace.person,
            division=trace.division,
            pool=trace.pool,
            desktop_id=trace.found.desktop_id,
            started_at=trace.found.started_at,
            ended_at=trace.found.ended_at,
        )


class TracesView(BaseModel):
    traces: list[TraceView]


def blueprint(policies: Policies) -> APIBlueprint:
    bp = APIBlueprint("daas_policies", __name__, url_prefix="/api/admin/policies", abp_tags=[TAG])

    @bp.get("", summary="Zones, overrides, drafts and history", responses={200: OverviewView})
    def overview() -> Reply:
        return reply(OverviewView.of(policies.overview(current_actor())))

    @bp.put(
        "/<kind>/<scope_id>/draft",
        summary="Stage a change; it changes nothing yet",
        responses={200: DraftView},
    )
    def put_draft(path: ScopePath, body: DraftBody) -> Reply:
        return reply(DraftView.of(policies.put_draft(current_actor(), path.scope, body.body)))

    @bp.delete("/<kind>/<scope_id>/draft", summary="Drop a staged change", responses={204: None})
    def drop_draft(path: ScopePath) -> Reply:
        policies.drop_draft(current_actor(), path.scope)
        return no_content()

    @bp.get(
        "/<kind>/<scope_id>/draft/preview",
        summary="Who would be affected now",
        responses={200: PreviewView},
    )
    def preview(path: ScopePath) -> Reply:
        return reply(PreviewView.of(policies.preview(current_actor(), path.scope)))

    @bp.post(
        "/<kind>/<scope_id>/draft/apply",
        summary="Apply a staged change, to open streams as well",
        responses={200: AppliedView},
    )
    def apply(path: ScopePath) -> Reply:
        return reply(AppliedView(revision=policies.apply(current_actor(), path.scope).seq))

    _add_records(bp, policies)
    return bp


def _add_records(bp: APIBlueprint, policies: Policies) -> None:
    """What was, what is open, and what a code means."""

    @bp.post(
        "/versions/<int:seq>/undo",
        summary="Stage what stood before a version",
        responses={200: DraftView},
    )
    def undo(path: VersionPath) -> Reply:
        return reply(DraftView.of(policies.undo(current_actor(), path.seq)))

    @bp.get("/streams", summary="Open streams and what they took", responses={200: StreamsView})
    def streams() -> Reply:
        found = policies.streams(current_actor())
        return reply(StreamsView(streams=[StreamView.of(stream) for stream in found]))

    @bp.get("/trace", summary="The stream of a watermark's code", responses={200: TracesView})
    def trace(query: CodeQuery) -> Reply:
        found = policies.trace(current_actor(), query.code)
        return reply(TracesView(traces=[TraceView.of(one) for one in found]))
