"""Pockets in SQL. Without its salt a pocket's share is gone, and a constraint takes it [FO2]."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from identity.people.store import people
from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.pockets.model import Pocket, Way

pockets = Table(
    "mobile_pockets",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("salt", LargeBinary(32)),
    Column("pin_proof", LargeBinary(32)),
    Column("passkey_proof", LargeBinary(32)),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("revoked_at", Instant),
    Column("bound_to", String),
    CheckConstraint("(revoked_at IS NULL) = (salt IS NOT NULL)", name="share_goes_with_it"),
    CheckConstraint(
        "revoked_at IS NOT NULL OR pin_proof IS NOT NULL OR passkey_proof IS NOT NULL",
        name="can_be_opened",
    ),
    CheckConstraint("tries BETWEEN 0 AND 10", name="tries_end"),
)
_PROOFS = {Way.PIN: pockets.c.pin_proof, Way.PASSKEY: pockets.c.passkey_proof}
_FIND = select(*(column for column in pockets.c if column.name != "salt")).where(
    pockets.c.id == bindparam("pocket")
)
_FIND_LOCKED = _FIND.with_for_update()


def add(db: Session, pocket: Pocket, salt: bytes, way: Way, proof: bytes) -> bool:
    """False where its id is there."""
    values = {key: value for key, value in vars(pocket).items() if key != "ways"}
    values |= {"salt": salt, _PROOFS[way].name: proof}
    made = upsert(pockets).values(**values).on_conflict_do_nothing().returning(pockets.c.id)
    return db.execute(made).one_or_none() is not None


def find(db: Session, pocket_id: str, *, is_locked: bool = False) -> Pocket | None:
    row = db.execute(_FIND_LOCKED if is_locked else _FIND, {"pocket": pocket_id}).one_or_none()
    return None if row is None else _pocket(row)


def secrets(db: Session, pocket_id: str, way: Way) -> tuple[bytes, bytes]:
    """Salt and proof of one that was not revoked and has that way."""
    query = select(pockets.c.salt, _PROOFS[way]).where(pockets.c.id == pocket_id)
    salt, proof = db.execute(query).one()
    return salt, proof


def of_people(db: Session, person_ids: Iterable[UserId]) -> list[Pocket]:
    mine = pockets.c.person_id.in_(set(person_ids)) & pockets.c.revoked_at.is_(None)
    return [_pocket(row) for row in db.execute(select(pockets).where(mine).order_by(pockets.c.id))]


def of_division(db: Session, division_id: str) -> list[Pocket]:
    query = select(pockets).join(people).where(people.c.division_id == division_id)
    query = query.where(pockets.c.revoked_at.is_(None)).order_by(pockets.c.id)
    return [_pocket(row) for row in db.execute(query)]


def set_tries(db: Session, pocket_id: str, tries: int) -> None:
    db.execute(update(pockets).where(pockets.c.id == pocket_id).values(tries=tries))


def note_opened(db: Session, pocket_id: str, now: datetime, tries: int, at: str | None) -> None:
    """Outside the tunnel (`at` is None) it lies on the phone that it lay on."""
    values = {"opened_at": now, "tries": tries} | ({"bound_to": at} if at else {})
    db.execute(update(pockets).where(pockets.c.id == pocket_id).values(**values))


def set_proof(db: Session, pocket_id: str, way: Way, proof: bytes) -> None:
    values = {_PROOFS[way].name: proof}
    db.execute(update(pockets).where(pockets.c.id == pocket_id).values(**values))


def unbind(db: Session, person_id: UserId, address: str) -> None:
    """Nobody's device has this address now."""
    own = (pockets.c.person_id == person_id) & (pockets.c.bound_to == address)
    db.execute(update(pockets).where(own).values(bound_to=None))


def revoke(db: Session, pocket_id: str, now: datetime) -> None:
    values = {"revoked_at": now, "salt": None, "pin_proof": None, "passkey_proof": None}
    db.execute(update(pockets).where(pockets.c.id == pocket_id).values(**values))


def _pocket(row: Any) -> Pocket:
    found = row._mapping
    plain = ("id", "name", "tries", "created_at", "opened_at", "revoked_at", "bound_to")
    ways = frozenset(way for way, column in _PROOFS.items() if found[column.name] is not None)
    return Pocket(
        person_id=UserId(found["person_id"]), ways=ways, **{name: found[name] for name in plain}
    )
