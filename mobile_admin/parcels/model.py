"""A file of a submission on its way in, known by its hash. Rule FO8 in RULES.md."""

from dataclasses import dataclass
from datetime import datetime

from kernel.actor import UserId
from mobile_admin.dispatches.model import Place


@dataclass(frozen=True)
class PhotoPlace(Place):
    """`at` is when it was found, by the phone's time: that may be after the photo."""

    at: datetime | None = None


@dataclass(frozen=True)
class Taken:
    """What a phone said of a file beside its bytes."""

    name: str
    at: datetime | None
    place: PhotoPlace | None


@dataclass(frozen=True)
class Wish:
    """`name` is what the answers call it; `taken_at` is the phone's time, evidence only."""

    submission_id: str
    name: str
    sha256: str
    size_bytes: int
    taken_at: datetime | None = None
    place: PhotoPlace | None = None


@dataclass(frozen=True)
class Parcel:
    id: str
    person_id: UserId
    wish: Wish
    upload_id: str
    created_at: datetime


@dataclass(frozen=True)
class Progress:
    """`is_done` when the file is in the drive and named by its submission."""

    parcel_id: str
    offset_bytes: int
    is_done: bool
