"""Parcels in SQL; their bytes are the drive's from the first one on."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
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
from mobile_admin.dispatches.model import Place
from mobile_admin.parcels.model import Parcel, Wish

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


def ensure(db: Session, parcel: Parcel) -> Parcel:
    """The one of the same submission, name and hash; made where it is new."""
    wish = vars(parcel.wish) | {"place": vars(parcel.wish.place) if parcel.wish.place else None}
    values = {key: value for key, value in vars(parcel).items() if key != "wish"} | wish
    db.execute(upsert(parcels).values(**values).on_conflict_do_nothing())
    same = (
        (parcels.c.submission_id == parcel.wish.submission_id)
        & (parcels.c.name == parcel.wish.name)
        & (parcels.c.sha256 == parcel.wish.sha256)
    )
    return _parcel(db.execute(select(parcels).where(same)).one())


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
    place = Place(**found["place"]) if found["place"] else None
    names = ("submission_id", "name", "sha256", "size_bytes", "taken_at")
    wish = Wish(**{name: found[name] for name in names}, place=place)
    return Parcel(
        found["id"], UserId(found["person_id"]), wish, found["upload_id"], found["created_at"]
    )
