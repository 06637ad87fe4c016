"""Parcels in SQL; their bytes are the drive's from the first one on."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.parcels.model import Parcel, PhotoPlace, Taken, Wish
from mobile_admin.submissions.store import attachments, submissions

parcels = Table(
    "mobile_parcels",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("submission_id", String, ForeignKey("mobile_submissions.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("taken_at", Instant),
    Column("place", JSONB),
    Column("upload_id", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("submission_id", "name", "sha256"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="hash_is_one"),
)
Index("ix_mobile_parcels_hash", parcels.c.sha256)  # files that came with what was corrected


def ensure(db: Session, parcel: Parcel) -> Parcel:
    """The one of the same submission, name and hash; made where it is new."""
    place = parcel.wish.place
    wish = vars(parcel.wish) | {"place": _plain(place) if place else None}
    values = {key: value for key, value in vars(parcel).items() if key != "wish"} | wish
    db.execute(upsert(parcels).values(**values).on_conflict_do_nothing())
    same = (
        (parcels.c.submission_id == parcel.wish.submission_id)
        & (parcels.c.name == parcel.wish.name)
        & (parcels.c.sha256 == parcel.wish.sha256)
    )
    return _parcel(db.execute(select(parcels).where(same)).one())


def taken(db: Session, submission_id: str) -> list[Taken]:
    """Of its files; of one that came with the answers that it corrects, as it was said then."""
    same = (
        (parcels.c.name == attachments.c.name)
        & (parcels.c.sha256 == attachments.c.sha256)
        & (parcels.c.person_id == submissions.c.person_id)
    )
    query = (
        select(parcels.c.name, parcels.c.taken_at, parcels.c.place)
        .select_from(attachments)
        .join(submissions, attachments.c.submission_id == submissions.c.id)
        .join(parcels, same)
        .where(attachments.c.submission_id == submission_id)
        .order_by(parcels.c.created_at)
    )
    first = {row.name: row for row in reversed(db.execute(query).all())}
    return [Taken(row.name, row.taken_at, _place(row.place)) for row in first.values()]


def _plain(place: PhotoPlace) -> dict[str, Any]:
    return vars(place) | {"at": place.at.isoformat() if place.at else None}


def _place(kept: dict[str, Any] | None) -> PhotoPlace | None:
    if kept is None:
        return None
    at = kept.get("at")
    return PhotoPlace(**{**kept, "at": datetime.fromisoformat(at) if at else None})


def find(db: Session, parcel_id: str) -> Parcel | None:
    row = db.execute(select(parcels).where(parcels.c.id == parcel_id)).one_or_none()
    return None if row is None else _parcel(row)


def set_upload(db: Session, parcel_id: str, before: str, upload_id: str) -> bool:
    """False where somebody else began again meanwhile."""
    same = (parcels.c.id == parcel_id) & (parcels.c.upload_id == before)
    changed = update(parcels).where(same).values(upload_id=upload_id).returning(parcels.c.id)
    return db.execute(changed).one_or_none() is not None


def _parcel(row: Any) -> Parcel:
    found = row._mapping
    place = _place(found["place"])
    names = ("submission_id", "name", "sha256", "size_bytes", "taken_at")
    wish = Wish(**{name: found[name] for name in names}, place=place)
    return Parcel(
        found["id"], UserId(found["person_id"]), wish, found["upload_id"], found["created_at"]
    )
