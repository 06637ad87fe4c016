"""자료전송 over HTTP: asking, and what became of it."""

import json
from base64 import b64decode, b64encode
from binascii import Error
from datetime import datetime
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.model import DesktopId
from daas_broker.releases.deciding import Deciding
from daas_broker.releases.model import (
    Approver,
    Evidence,
    Finding,
    Lane,
    Named,
    Presence,
    ReleaseId,
    ReleaseStage,
    Source,
)
from daas_broker.releases.rules import ASKED_AGAIN, LONGEST, MOST_BYTES, MOST_DAYS, stops
from daas_broker.releases.service import Releases
from daas_broker.sessions.reaching import Reaching
from kernel.http import Reply, client_address, created, current_actor, no_content, reply
from kernel.settings import Zone

TAG = Tag(name="releases", description="What crosses from one zone into another by an approval")
Reason = Annotated[str, Field(max_length=LONGEST)]
To = Literal["internet", "work"]


class ReleaseLaneView(BaseModel):
    """`refuses` is what nobody may approve; `days` after which what nobody decides or fetches
    ends."""

    to: To
    is_open: bool
    approver: Approver
    most_bytes: int
    refuses: list[Finding]
    days: int
    revision: int

    @staticmethod
    def of(lane: Lane) -> "ReleaseLaneView":
        return ReleaseLaneView(
            **{**vars(lane), "to": lane.to.value, "refuses": sorted(lane.refuses)}
        )


class ReleaseLaneBody(BaseModel):
    """`revision` is the one that was looked at."""

    is_open: bool
    approver: Approver
    most_bytes: Annotated[int, Field(ge=1, le=MOST_BYTES)]
    refuses: Annotated[list[Finding], Field(max_length=30)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    revision: Annotated[int, Field(ge=0)]


class ReleaseView(BaseModel):
    """`findings` counts what was found; null before anybody looked. `scanner` is empty where no
    antivirus looked."""

    id: str
    name: str
    source: Source
    to: To
    way: Literal["", "in", "out"]
    reason: str
    size_bytes: int
    sha256: str
    stage: ReleaseStage
    asked_at: datetime
    ends_at: datetime
    moved_at: datetime | None
    person: str
    division: str
    findings: dict[Finding, int] | None
    stops: list[Finding]
    kind: str
    scanner: str
    malware: str
    approvers: list[str]
    decided_by: str
    decided_at: datetime | None
    answer: str
    place: str
    trouble: str
    may_decide: bool
    is_mine: bool
    has_evidence: bool

    @staticmethod
    def of(named: Named, lane: Lane) -> "ReleaseView":
        one, wish, made = named.release, named.release.wish, named.release.verdicts
        plain = ("stage", "asked_at", "ends_at", "moved_at", "decided_at", "answer", "place",
                 "trouble")  # fmt: skip
        return ReleaseView(
            id=one.id,
            name=wish.name,
            **{key: getattr(wish, key) for key in ("source", "to", "way", "reason")},
            size_bytes=one.kept.size_bytes,
            sha256=one.kept.sha256,
            person=named.person,
            division=named.division,
            findings=dict(made.findings) if made else None,
            stops=sorted(stops(lane, made.findings)) if made else [],
            kind=made.kind if made else "",
            scanner=made.scanner if made else "",
            malware=made.malware if made else "",
            approvers=list(named.approvers),
            decided_by=named.decided_by,
            may_decide=named.may_decide,
            is_mine=named.is_mine,
            has_evidence=named.has_evidence,
            **{name: getattr(one, name) for name in plain},
        )


class ReleaseDetailView(BaseModel):
    """`text` is the beginning of what can be read in it, `where` names parts of it."""

    release: ReleaseView
    text: str
    where: list[str]
    has_picture: bool
    record_sha256: str


class AntivirusView(BaseModel):
    """`since` is null before anybody asked. `scanner` is what it last said of itself, empty where
    it never answered and for whoever does not run it; of a silent one a request waits for so many
    seconds. It was asked at `asked_at` last; `is_unheard` where nobody has asked for a while: then
    nobody knows how it stands, and nothing is inspected either."""

    presence: Presence
    since: datetime | None
    scanner: str
    asked_at: datetime | None
    is_unheard: bool
    patience_seconds: int = int(ASKED_AGAIN.total_seconds())


class ReleaseDeskView(BaseModel):
    lanes: list[ReleaseLaneView]
    antivirus: AntivirusView
    mine: list[ReleaseView]


class ReleaseListView(BaseModel):
    releases: list[ReleaseView]


class ReleaseInboxView(BaseModel):
    waiting: list[ReleaseView]
    decided: list[ReleaseView]


class ReleaseBody(BaseModel):
    """A file of the drive by its id, or one of the outbox of one's Internet desktop by name."""

    source: Literal["drive", "outbox"]
    file_id: Annotated[str, Field(max_length=64)] = ""
    desktop_id: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(max_length=255)] = ""
    reason: Reason


class ReleaseAskedView(BaseModel):
    id: str


class ReleaseAnswerBody(BaseModel):
    """An approval names all that was found."""

    answer: Reason = ""
    seen: Annotated[list[Finding], Field(max_length=30)] = []


class ReleaseStageView(BaseModel):
    stage: ReleaseStage


class ReleaseFileView(BaseModel):
    id: str
    name: str
    size_bytes: int
    where: str


class ReleaseFilesView(BaseModel):
    files: list[ReleaseFileView]


class ReleaseProofBody(BaseModel):
    """As an evidence file holds them; the signature in Base64."""

    record: Annotated[str, Field(max_length=64 * 1024)]
    signature: Annotated[str, Field(max_length=200)]


class ReleaseProofView(BaseModel):
    is_genuine: bool


class ReleasePath(BaseModel):
    release_id: str


class ReleaseLanePath(BaseModel):
    to: To


class ReleaseOutboxPath(BaseModel):
    desktop_id: str


class ReleaseFindQuery(BaseModel):
    q: Annotated[str, Field(max_length=200)] = ""


def blueprint(releases: Releases, deciding: Deciding, reaching: Reaching) -> APIBlueprint:
    bp = APIBlueprint("daas_releases", __name__, url_prefix="/api/releases", abp_tags=[TAG])
    _add_asking(bp, releases, reaching)
    _add_looking(bp, releases)
    _add_deciding(bp, releases, deciding)
    _add_overseeing(bp, releases, deciding)
    return bp


def _add_asking(bp: APIBlueprint, releases: Releases, reaching: Reaching) -> None:
    @bp.get("", summary="The lanes, and what one asked", responses={200: ReleaseDeskView})
    def desk() -> Reply:
        lanes = releases.lanes(current_actor())
        shown = [ReleaseLaneView.of(lane) for lane in lanes]
        mine = _views(releases, releases.mine(current_actor()))
        antivirus = AntivirusView(**vars(releases.guard(current_actor())))
        return reply(ReleaseDeskView(lanes=shown, antivirus=antivirus, mine=mine))

    @bp.post("", summary="Ask for a file to be let across", responses={201: ReleaseAskedView})
    def ask(body: ReleaseBody) -> Reply:
        actor = current_actor()
        if body.source == "drive":
            made = releases.ask_file(actor, body.file_id, body.reason)
        else:
            reached = reaching.reach(actor, DesktopId(body.desktop_id), client_address())
            made = releases.ask_outbox(reached, body.name, body.reason)
        return created(ReleaseAskedView(id=made.id))

    @bp.get("/files", summary="Files of one's drive", responses={200: ReleaseFilesView})
    def find_files(query: ReleaseFindQuery) -> Reply:
        found = releases.find_files(current_actor(), query.q)
        return reply(ReleaseFilesView(files=[ReleaseFileView(**vars(file)) for file in found]))

    @bp.get(
        "/outbox/<desktop_id>",
        summary="The outbox of one's Internet desktop",
        responses={200: ReleaseFilesView},
    )
    def list_outbox(path: ReleaseOutboxPath) -> Reply:
        desktop = DesktopId(path.desktop_id)
        reached = reaching.reach(current_actor(), desktop, client_address())
        found = releases.list_outbox(reached)
        files = [
            ReleaseFileView(id="", name=one.name, size_bytes=one.size_bytes, where="")
            for one in found
        ]
        return reply(ReleaseFilesView(files=files))

    @bp.delete("/<release_id>", summary="Withdraw it", responses={204: None})
    def withdraw(path: ReleasePath) -> Reply:
        releases.withdraw(current_actor(), ReleaseId(path.release_id))
        return no_content()


def _add_looking(bp: APIBlueprint, releases: Releases) -> None:
    @bp.get("/<release_id>", summary="One of them", responses={200: ReleaseDetailView})
    def one(path: ReleasePath) -> Reply:
        found = releases.get(current_actor(), ReleaseId(path.release_id))
        made = found.release.verdicts
        record = releases.record_digest(found)
        return reply(
            ReleaseDetailView(
                release=_views(releases, [found])[0],
                text=made.text if made else "",
                where=list(made.where) if made else [],
                has_picture=bool(made and made.has_picture),
                record_sha256=record,
            )
        )

    @bp.get("/<release_id>/picture", summary="Its first page, as PNG")
    def picture(path: ReleasePath) -> Response:
        png = releases.picture(current_actor(), ReleaseId(path.release_id))
        response = Response(png, content_type="image/png")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @bp.get("/<release_id>/evidence", summary="The signed record, as a file")
    def evidence(path: ReleasePath) -> Response:
        found = releases.evidence(current_actor(), ReleaseId(path.release_id))
        response = Response(_file_of(found), content_type="application/json; charset=utf-8")
        name = f"release-{path.release_id}.json"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _add_deciding(bp: APIBlueprint, releases: Releases, deciding: Deciding) -> None:
    @bp.get("/inbox", summary="What waits for one's answer", responses={200: ReleaseInboxView})
    def inbox() -> Reply:
        actor = current_actor()
        return reply(
            ReleaseInboxView(
                waiting=_views(releases, deciding.inbox(actor)),
                decided=_views(releases, deciding.decided(actor)),
            )
        )

    @bp.post("/<release_id>/approve", summary="Let it across", responses={200: ReleaseStageView})
    def approve(path: ReleasePath, body: ReleaseAnswerBody) -> Reply:
        seen = frozenset(body.seen)
        made = deciding.approve(current_actor(), ReleaseId(path.release_id), body.answer, seen)
        return reply(ReleaseStageView(stage=made.stage))

    @bp.post("/<release_id>/refuse", summary="Say why not", responses={200: ReleaseStageView})
    def refuse(path: ReleasePath, body: ReleaseAnswerBody) -> Reply:
        made = deciding.refuse(current_actor(), ReleaseId(path.release_id), body.answer)
        return reply(ReleaseStageView(stage=made.stage))


def _add_overseeing(bp: APIBlueprint, releases: Releases, deciding: Deciding) -> None:
    @bp.get("/all", summary="Everybody's", responses={200: ReleaseListView})
    def list_all() -> Reply:
        return reply(ReleaseListView(releases=_views(releases, deciding.all(current_actor()))))

    @bp.post(
        "/proof", summary="Whether a record was signed here", responses={200: ReleaseProofView}
    )
    def proof(body: ReleaseProofBody) -> Reply:
        current_actor()
        is_genuine = deciding.is_genuine(body.record, _decoded(body.signature))
        return reply(ReleaseProofView(is_genuine=is_genuine))

    @bp.put("/lanes/<to>", summary="Change a lane", responses={200: ReleaseLaneView})
    def set_lane(path: ReleaseLanePath, body: ReleaseLaneBody) -> Reply:
        wished = Lane(
            Zone(path.to),
            body.is_open,
            body.approver,
            body.most_bytes,
            frozenset(body.refuses),
            body.days,
            body.revision,
        )
        return reply(ReleaseLaneView.of(deciding.set_lane(current_actor(), wished)))


def _views(releases: Releases, found: list[Named]) -> list[ReleaseView]:
    lanes = {lane.to: lane for lane in releases.lanes(current_actor())}
    return [ReleaseView.of(one, lanes[one.release.wish.to]) for one in found]


def _file_of(found: Evidence) -> str:
    return json.dumps(
        {
            "record": found.record,
            "signature": b64encode(found.signature).decode(),
            "public_key": b64encode(found.public_key).decode(),
        },
        ensure_ascii=False,
        indent=1,
    )


def _decoded(signature: str) -> bytes:
    try:
        return b64decode(signature, validate=True)
    except (Error, ValueError):
        return b""
