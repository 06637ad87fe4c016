"""Rooms, their log and their snapshots in SQL; whose a room is, is in `leases`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from weboffice.editing.model import Entry

GENESIS = bytes(32)
SNAPSHOTS_KEPT = 3
rooms = Table(
    "weboffice_rooms",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, server_default=""),
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("lease_until", Instant),  # of the release before; a lease is its shard's now
    # Raised by a restore: a client with another generation must not merge into the document.
    Column("generation", Integer, nullable=False, server_default="1"),
)
updates = Table(
    "weboffice_updates",
    metadata,
    Column("room", String, ForeignKey("weboffice_rooms.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("person_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("client_id", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
snapshots = Table(
    "weboffice_snapshots",
    metadata,
    Column("room", String, ForeignKey("weboffice_rooms.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("plain_text", String, nullable=False),
)
suggestions = Table(
    "weboffice_suggestions",
    metadata,
    Column("document_id", String, ForeignKey("weboffice_rooms.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seq", BigInteger, nullable=False),
)
COPY = (
    "COPY weboffice_updates (room, seq, at, person_id, session_id, client_id, bytes, hash)"
    " FROM STDIN (FORMAT BINARY)"
)
TYPES = ["text", "int8", "timestamptz", "text", "text", "int8", "bytea", "bytea"]


@dataclass(frozen=True)
class Stored:
    """What a room is loaded from: the latest snapshot, the log after it, and the log's end."""

    updates: list[bytes]
    seq: int
    hash: bytes
    tail: int  # updates after the snapshot
    tail_bytes: int


@dataclass(frozen=True)
class Snapshot:
    room: str
    seq: int
    at: datetime
    state: bytes
    plain_text: str


def seal(prev_hash: bytes, entry: Entry) -> bytes:
    """The row's hash: SHA-256 over the former row's, who and when, and the update [ED8]."""
    head = (
        f"{entry.room}\0{entry.seq}\0{entry.at.isoformat()}\0{entry.person_id}\0"
        f"{entry.session_id}\0{entry.client_id}\0"
    )
    return sha256(prev_hash + head.encode() + entry.update).digest()


def add_room(db: Session, room: str, at: datetime, state: bytes, plain_text: str) -> bool:
    """A new room with its seed [OF2]; False when there is one already."""
    made = db.execute(
        upsert(rooms).values(id=room).on_conflict_do_nothing().returning(rooms.c.id)
    ).one_or_none()
    if made is None:
        return False
    add_snapshot(db, Snapshot(room, 0, at, state, plain_text))
    return True


def ends(db: Session, among: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """Of each log: its last number and hash; a log without rows is left out."""
    last = (
        select(updates.c.room, func.max(updates.c.seq).label("seq"))
        .where(updates.c.room.in_(list(among)))
        .group_by(updates.c.room)
        .subquery()
    )
    rows = db.execute(
        select(updates.c.room, updates.c.seq, updates.c.hash).join(
            last, (updates.c.room == last.c.room) & (updates.c.seq == last.c.seq)
        )
    )
    return {row.room: (row.seq, row.hash) for row in rows}


def append(db: Session, sealed: Sequence[tuple[Entry, bytes]]) -> None:
    """Rows through COPY: a third of the time that INSERT takes. The commit waits for the disk."""
    db.execute(text("SET LOCAL synchronous_commit = on"))  # [ED1]
    driver: Any = db.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for e, hash_ in sealed:
            copy.write_row(
                (e.room, e.seq, e.at, e.person_id, e.session_id, e.client_id, e.update, hash_)
            )


def note_suggestions(db: Session, entries: Iterable[Entry]) -> None:
    """Who made which, at the server's time; what is known already keeps its author [SG3]."""
    rows = [
        {"document_id": e.room, "id": key, "by": e.person_id, "at": e.at, "seq": e.seq}
        for e in entries
        for key in e.suggested
    ]
    if rows:
        db.execute(upsert(suggestions).on_conflict_do_nothing(), rows)


def authors(db: Session, room: str) -> dict[str, str]:
    """Of every suggestion that there ever was, by id: one that was taken back may be redone."""
    rows = db.execute(
        select(suggestions.c.id, suggestions.c.by).where(suggestions.c.document_id == room)
    )
    return {row.id: row.by for row in rows}


def load(db: Session, room: str) -> Stored:
    snapshot = db.execute(
        select(snapshots.c.seq, snapshots.c.state)
        .where(snapshots.c.room == room)
        .order_by(snapshots.c.seq.desc())
        .limit(1)
    ).one()
    rows = db.execute(
        select(updates.c.seq, updates.c.bytes, updates.c.hash)
        # From the snapshot's own row on, whose hash is the chain's end when nothing follows.
        .where(updates.c.room == room, updates.c.seq >= snapshot.seq)
        .order_by(updates.c.seq)
    ).all()
    tail = [row.bytes for row in rows if row.seq > snapshot.seq]
    seq, hash_ = (rows[-1].seq, rows[-1].hash) if rows else (snapshot.seq, GENESIS)
    return Stored([snapshot.state, *tail], seq, hash_, len(tail), sum(map(len, tail)))


def add_snapshot(db: Session, snapshot: Snapshot) -> None:
    """The log stays: it is the document's history. So does the seed, which is not in it [HI3]."""
    db.execute(upsert(snapshots).values(**vars(snapshot)).on_conflict_do_nothing())
    kept = (
        select(snapshots.c.seq)
        .where(snapshots.c.room == snapshot.room)
        .order_by(snapshots.c.seq.desc())
        .limit(SNAPSHOTS_KEPT)
    )
    db.execute(
        delete(snapshots).where(
            snapshots.c.room == snapshot.room, snapshots.c.seq > 0, snapshots.c.seq.not_in(kept)
        )
    )


def find_text(db: Session, room: str) -> str | None:
    """As of the latest snapshot."""
    return db.scalar(
        select(snapshots.c.plain_text)
        .where(snapshots.c.room == room)
        .order_by(snapshots.c.seq.desc())
        .limit(1)
    )


def generation(db: Session, room: str) -> int | None:
    return db.scalar(select(rooms.c.generation).where(rooms.c.id == room))


def page_of_rooms(db: Session, after: str, most: int) -> list[str]:
    """All rooms by id, a page at a time; the next one begins `after` the last one's end."""
    query = select(rooms.c.id).where(rooms.c.id > after).order_by(rooms.c.id).limit(most)
    return list(db.scalars(query))


def forget(db: Session, among: Collection[str]) -> None:
    """The rooms with their whole past; what refers to them goes before."""
    for table in (suggestions, updates, snapshots):
        db.execute(delete(table).where(_room_of(table).in_(among)))
    db.execute(delete(rooms).where(rooms.c.id.in_(among)))


def _room_of(table: Table) -> Column[str]:
    return next(column for column in table.c if column.references(rooms.c.id))


def first_break(db: Session, room: str) -> int | None:
    """The first number of the log that is not as it was written [ED8]."""
    expected, prev_hash = 1, GENESIS
    query = select(updates).where(updates.c.room == room).order_by(updates.c.seq)
    with db.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            entry = Entry(
                row.room, row.seq, row.at, UserId(row.person_id), SessionId(row.session_id),
                row.client_id, row.bytes,
            )  # fmt: skip
            if row.seq != expected or seal(prev_hash, entry) != row.hash:
                return expected
            expected, prev_hash = expected + 1, row.hash
    return None
