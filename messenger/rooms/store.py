"""Rooms and members in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Row,
    String,
    Table,
    Update,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from messenger.rooms.model import Member, Room, RoomId, RoomKind

rooms = Table(
    "messenger_rooms",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, server_default=""),
    Column("pair_key", String, unique=True),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("changes", BigInteger, nullable=False, server_default="0"),
    Column("created_by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    CheckConstraint("(kind = 'direct') = (pair_key IS NOT NULL)", name="pair"),
)
members = Table(
    "messenger_members",
    metadata,
    Column("room_id", String, ForeignKey("messenger_rooms.id"), primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), primary_key=True),
    Column("joined_seq", BigInteger, nullable=False),
    Column("read_seq", BigInteger, nullable=False),
    Column("is_pinned", Boolean, nullable=False, server_default="false"),
    Column("is_present", Boolean, nullable=False, server_default=true()),
    Index("ix_messenger_members_person_id", "person_id", postgresql_where="is_present"),
)
_FIELDS = ("id", "name", "last_seq", "changes", "created_at", "last_at")


def add(db: Session, room: Room, pair_key: str | None, created_by: UserId) -> bool:
    """False when these two have a direct room already."""
    row = (
        upsert(rooms)
        .values(**vars(room), pair_key=pair_key, created_by=created_by)
        .on_conflict_do_nothing(index_elements=["pair_key"])
        .returning(rooms.c.id)
    )
    return db.scalar(row) is not None


def find_direct(db: Session, pair_key: str) -> RoomId | None:
    return db.scalar(select(rooms.c.id).where(rooms.c.pair_key == pair_key))


def get_direct(db: Session, pair_key: str) -> RoomId:
    return RoomId(db.execute(select(rooms.c.id).where(rooms.c.pair_key == pair_key)).scalar_one())


def find(db: Session, room_id: RoomId) -> Room | None:
    row = db.execute(select(rooms).where(rooms.c.id == room_id)).one_or_none()
    return room_of(row) if row else None


def lock(db: Session, room_id: RoomId) -> Room | None:
    """From here to the commit nobody else writes into the room."""
    row = db.execute(select(rooms).where(rooms.c.id == room_id).with_for_update()).one_or_none()
    return room_of(row) if row else None


def rename(db: Session, room_id: RoomId, name: str) -> None:
    db.execute(update(rooms).where(rooms.c.id == room_id).values(name=name))


def count_change(db: Session, room_id: RoomId) -> int:
    """The number of the next change to what was said."""
    row = update(rooms).where(rooms.c.id == room_id).values(changes=rooms.c.changes + 1)
    return int(db.execute(row.returning(rooms.c.changes)).scalar_one())


def note_messages(db: Session, room_id: RoomId, last_seq: int, at: datetime) -> None:
    db.execute(
        update(rooms)
        .where(rooms.c.id == room_id)
        .values(last_seq=last_seq, last_at=func.greatest(rooms.c.last_at, at))
    )


def seat(db: Session, room_id: RoomId, people: Iterable[UserId], seq: int) -> None:
    """Let people in, for whom the room begins after `seq` [RM3]; also those who left before."""
    fresh = {"joined_seq": seq, "read_seq": seq, "is_present": True}
    values = [{"room_id": room_id, "person_id": person, **fresh} for person in people]
    row = upsert(members).values(values)
    db.execute(row.on_conflict_do_update(index_elements=["room_id", "person_id"], set_=fresh))


def unseat(db: Session, room_id: RoomId, person: UserId) -> None:
    db.execute(_of(room_id, person).values(is_present=False, is_pinned=False))


def pin(db: Session, room_id: RoomId, person: UserId, *, is_pinned: bool) -> None:
    db.execute(_of(room_id, person).values(is_pinned=is_pinned))


def advance(db: Session, room_id: RoomId, person: UserId, seq: int) -> int | None:
    """The cursor's new place; None when it stood there or beyond [DL1]."""
    row = _of(room_id, person).where(members.c.read_seq < seq).values(read_seq=seq)
    return db.execute(row.returning(members.c.read_seq)).scalar_one_or_none()


def _of(room_id: RoomId, person: UserId) -> Update:
    return update(members).where(members.c.room_id == room_id, members.c.person_id == person)


def find_member(db: Session, room_id: RoomId, person: UserId) -> Member | None:
    row = db.execute(
        select(members).where(
            members.c.room_id == room_id, members.c.person_id == person, members.c.is_present
        )
    ).one_or_none()
    return member_of(row) if row else None


def members_of(db: Session, rooms_wanted: Sequence[RoomId]) -> list[Member]:
    """In the order of joining."""
    rows = db.execute(
        select(members)
        .where(members.c.room_id.in_(rooms_wanted), members.c.is_present)
        .order_by(members.c.joined_seq, members.c.person_id)
    )
    return [member_of(row) for row in rows]


def people_of(db: Session, room_id: RoomId) -> list[UserId]:
    return [member.person_id for member in members_of(db, [room_id])]


def people_ever_of(db: Session, room_id: RoomId) -> list[UserId]:
    return list(db.scalars(select(members.c.person_id).where(members.c.room_id == room_id)))


def member_of(row: Row[tuple[object, ...]]) -> Member:
    r = row._mapping
    return Member(
        RoomId(r["room_id"]),
        UserId(r["person_id"]),
        r["joined_seq"],
        r["read_seq"],
        r["is_pinned"],
    )


def room_of(row: Row[tuple[object, ...]]) -> Room:
    r = row._mapping
    return Room(kind=RoomKind(r["kind"]), **{field: r[field] for field in _FIELDS})
