"""Homes over HTTP: one's own, and for IT administrators everybody's without a look inside."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from daas_broker.desktops.homes import (
    MOST_ENTRIES,
    Change,
    Comparison,
    Difference,
    Reset,
    Restored,
    RestoreWish,
    Snapshot,
    WellFormedEntryId,
    WellFormedSnapshotId,
)
from daas_broker.homes.model import Home
from daas_broker.homes.service import Homes
from identity.people.model import Person
from kernel.actor import UserId
from kernel.http import Reply, current_actor, reply
from kernel.settings import Zone

TAG = Tag(name="desktop homes", description="What of a desktop stays, and going back")
ZoneName = Literal["work", "internet"]


class HomePath(BaseModel):
    zone: ZoneName


class SnapshotPath(HomePath):
    snapshot: WellFormedSnapshotId


class PersonsHomePath(HomePath):
    person_id: str


class SnapshotView(BaseModel):
    id: str
    taken_at: datetime
    files: int
    bytes: int

    @staticmethod
    def of(one: Snapshot) -> "SnapshotView":
        return SnapshotView(id=one.id, taken_at=one.taken_at, files=one.files, bytes=one.bytes)


class HomeView(BaseModel):
    """The newest snapshot stands first. `in_use` while a desktop holds it."""

    zone: ZoneName
    used_bytes: int
    size_bytes: int
    encrypted: bool
    in_use: bool
    error: str
    snapshots: list[SnapshotView]

    @staticmethod
    def of(home: Home) -> "HomeView":
        return HomeView(
            zone="work" if home.zone is Zone.WORK else "internet",
            used_bytes=home.used_bytes,
            size_bytes=home.size_bytes,
            encrypted=home.encrypted,
            in_use=home.held_by is not None,
            error=home.error,
            snapshots=[SnapshotView.of(one) for one in reversed(home.snapshots)],
        )


class HomesView(BaseModel):
    homes: list[HomeView]


class DifferenceView(BaseModel):
    """`new` is lost, `gone` comes back, `changed` is as it was then."""

    id: str
    name: str
    kind: Change
    bytes_then: int | None
    bytes_now: int | None
    changed_then: datetime | None
    changed_now: datetime | None

    @staticmethod
    def of(one: Difference) -> "DifferenceView":
        return DifferenceView(
            id=one.id,
            name=one.name,
            kind=one.kind,
            bytes_then=one.bytes_then,
            bytes_now=one.bytes_now,
            changed_then=_moment(one.changed_then),
            changed_now=_moment(one.changed_now),
        )


class HomeComparisonView(BaseModel):
    """`more` documents are not listed; `settings` counts files of programs."""

    changes: list[DifferenceView]
    more: int
    settings: int

    @staticmethod
    def of(found: Comparison) -> "HomeComparisonView":
        changes = [DifferenceView.of(one) for one in found.changes]
        return HomeComparisonView(changes=changes, more=found.more, settings=found.settings)


class RestoreBody(BaseModel):
    """`entries` of a comparison; null is everything, which wants no desktop to hold the home."""

    snapshot: WellFormedSnapshotId
    entries: Annotated[list[WellFormedEntryId], Field(max_length=MOST_ENTRIES)] | None = None


class RestoredView(BaseModel):
    """`before` is what was there: going back to it undoes this."""

    before: str
    restored: int

    @staticmethod
    def of(done: Restored) -> "RestoredView":
        return RestoredView(before=done.before.id, restored=done.restored)


class PersonsHomeView(BaseModel):
    person_id: str
    person: str
    division: str
    zone: ZoneName
    used_bytes: int
    size_bytes: int
    in_use: bool
    snapshots: int
    kept_at: datetime | None  # its newest state, in a snapshot
    error: str

    @staticmethod
    def of(home: Home, person: Person | None) -> "PersonsHomeView":
        return PersonsHomeView(
            person_id=home.person_id,
            person=person.name if person else "",
            division=person.division if person else "",
            zone="work" if home.zone is Zone.WORK else "internet",
            used_bytes=home.used_bytes,
            size_bytes=home.size_bytes,
            in_use=home.held_by is not None,
            snapshots=len(home.snapshots),
            kept_at=home.kept_at,
            error=home.error,
        )


class PersonsHomesView(BaseModel):
    homes: list[PersonsHomeView]


class ResetBody(BaseModel):
    what: Reset


class UndoResetBody(BaseModel):
    """`before` as the reset answered it."""

    before: WellFormedSnapshotId


def blueprint(homes: Homes) -> APIBlueprint:
    bp = APIBlueprint("daas_homes", __name__, url_prefix="/api/desktop-homes", abp_tags=[TAG])

    @bp.get("", summary="One's homes with their snapshots", responses={200: HomesView})
    def list_homes() -> Reply:
        found = homes.list_homes(current_actor())
        return reply(HomesView(homes=[HomeView.of(home) for home in found]))

    @bp.post("/<zone>/snapshots", summary="Keep what is there now", responses={200: HomeView})
    def keep_now(path: HomePath) -> Reply:
        return reply(HomeView.of(homes.keep_now(current_actor(), Zone(path.zone))))

    @bp.get(
        "/<zone>/snapshots/<snapshot>",
        summary="What going back to it would change and lose",
        responses={200: HomeComparisonView},
    )
    def compare(path: SnapshotPath) -> Reply:
        found = homes.compare(current_actor(), Zone(path.zone), path.snapshot)
        return reply(HomeComparisonView.of(found))

    @bp.post("/<zone>/restore", summary="Go back", responses={200: RestoredView})
    def restore(path: HomePath, body: RestoreBody) -> Reply:
        entries = None if body.entries is None else tuple(body.entries)
        wish = RestoreWish(body.snapshot, entries)
        return reply(RestoredView.of(homes.restore(current_actor(), Zone(path.zone), wish)))

    @bp.post(
        "/<zone>/reset",
        summary="Empty the settings of programs; documents stay",
        responses={200: RestoredView},
    )
    def reset(path: HomePath) -> Reply:
        return reply(RestoredView.of(homes.reset_own(current_actor(), Zone(path.zone))))

    return bp


def admin_blueprint(homes: Homes) -> APIBlueprint:
    bp = APIBlueprint("daas_all_homes", __name__, url_prefix="/api/admin/homes", abp_tags=[TAG])

    @bp.get("", summary="Everybody's homes", responses={200: PersonsHomesView})
    def list_everybodys() -> Reply:
        found = homes.list_everybodys(current_actor())
        return reply(PersonsHomesView(homes=[PersonsHomeView.of(*one) for one in found]))

    @bp.post(
        "/<person_id>/<zone>/reset",
        summary="Empty somebody's home; they can go back themselves",
        responses={200: RestoredView},
    )
    def reset_somebodys(path: PersonsHomePath, body: ResetBody) -> Reply:
        actor, person = current_actor(), UserId(path.person_id)
        done = homes.reset_somebodys(actor, person, Zone(path.zone), body.what)
        return reply(RestoredView.of(done))

    @bp.post(
        "/<person_id>/<zone>/reset/undo",
        summary="Take back a reset that was just made",
        responses={200: RestoredView},
    )
    def undo_reset(path: PersonsHomePath, body: UndoResetBody) -> Reply:
        person, zone = UserId(path.person_id), Zone(path.zone)
        return reply(RestoredView.of(homes.undo_reset(current_actor(), person, zone, body.before)))

    return bp


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
