"""Homes that roam, in values: what is asked of a host, and what it tells of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import Field

HomeId = NewType("HomeId", str)
SnapshotId = NewType("SnapshotId", str)
EntryId = NewType("EntryId", str)

# A host checks these bounds on what it is sent; no path ever goes there.
WellFormedHomeId = Annotated[HomeId, Field(pattern=r"^[0-9a-f]{32}$")]
WellFormedSnapshotId = Annotated[SnapshotId, Field(pattern=r"^[0-9]{8}T[0-9]{6}Z$")]
WellFormedEntryId = Annotated[EntryId, Field(pattern=r"^[0-9a-f]{32}$")]
MOST_ENTRIES = 300


@dataclass(frozen=True)
class Snapshot:
    id: SnapshotId
    files: int
    bytes: int

    @property
    def taken_at(self) -> datetime:
        return datetime.strptime(self.id, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def snapshot_id(at: datetime) -> SnapshotId:
    return SnapshotId(at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))


@dataclass(frozen=True)
class HomeState:
    """Snapshots stand with the oldest first. `encrypted` with a key of this home alone."""

    snapshots: tuple[Snapshot, ...]
    used_bytes: int
    size_bytes: int
    encrypted: bool


class Change(StrEnum):
    CHANGED = "changed"  # is as it was then
    GONE = "gone"  # comes back
    NEW = "new"  # is lost


@dataclass(frozen=True)
class Difference:
    """What going back would do to one file of 문서. Times are seconds since 1970."""

    id: EntryId
    name: str
    kind: Change
    bytes_then: int | None
    bytes_now: int | None
    changed_then: float | None
    changed_now: float | None


@dataclass(frozen=True)
class Comparison:
    """`more` documents besides the first ones; `settings` counts files of programs."""

    changes: tuple[Difference, ...]
    more: int
    settings: int


@dataclass(frozen=True)
class Restored:
    """`before` is the snapshot of what was there, by which all of it can be undone."""

    before: Snapshot
    restored: int
    state: HomeState


@dataclass(frozen=True)
class RestoreWish:
    """`entries` are files of a comparison; None is everything."""

    snapshot: WellFormedSnapshotId
    entries: Annotated[tuple[WellFormedEntryId, ...], Field(max_length=MOST_ENTRIES)] | None = None


class Reset(StrEnum):
    PROFILE = "profile"  # settings of programs; documents stay
    EVERYTHING = "everything"
