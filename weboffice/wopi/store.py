"""The office, its passes and the locks, in SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from weboffice.wopi.model import Discovery, Mode, Office, Pass, Problem, PublicKey

offices = Table(
    "weboffice_wopi_office",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default="true"),
    Column("origin", String, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("tried_at", Instant),
    Column("found_at", Instant),
    Column("problem", String),
    Column("discovery", JSONB, nullable=False, server_default='{"actions": {}, "keys": []}'),
    CheckConstraint("singleton", name="there_is_one"),
    CheckConstraint("origin = '' OR starts_with(origin, 'https://')", name="origin_is_https"),
)
passes = Table(
    "weboffice_wopi_passes",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("session_id", String, nullable=False, index=True),
    Column("file_id", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    CheckConstraint("mode IN ('view', 'edit')", name="mode_is_known"),
)
locks = Table(  # [WO4] the key: a file has one; the empty lock is none
    "weboffice_wopi_locks",
    metadata,
    Column("file_id", String, primary_key=True),
    Column("lock", String(1024), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
infos = Table(  # [WO8] what the office wants to know again of a person
    "weboffice_wopi_infos",
    metadata,
    Column("person_id", String, primary_key=True),
    Column("info", String(1024), nullable=False),
)


def office(db: Session) -> Office:
    row = db.execute(select(offices)).mappings().one_or_none()
    return _office(row) if row else Office()


def put_office(db: Session, changed: Office) -> None:
    values = {
        **vars(changed),
        "problem": changed.problem.value if changed.problem else None,
        "discovery": _kept(changed.discovery),
    }
    row = upsert(offices).values(singleton=True, **values)
    db.execute(row.on_conflict_do_update(index_elements=["singleton"], set_=values))


def office_locked(db: Session) -> Office:
    """As it is now, held until the transaction ends."""
    row = db.execute(select(offices).with_for_update()).mappings().one_or_none()
    return _office(row) if row else Office()


def _office(row: Mapping[Any, Any]) -> Office:
    plain = ("origin", "changed_by", "changed_at", "asked_at", "tried_at", "found_at")
    return Office(
        **{name: row[name] for name in plain},
        problem=Problem(row["problem"]) if row["problem"] else None,
        discovery=_discovery(row["discovery"]),
    )


def _kept(discovery: Discovery) -> dict[str, Any]:
    actions = {
        ending: {mode.value: url for mode, url in found.items()}
        for ending, found in discovery.actions.items()
    }
    return {"actions": actions, "keys": [[key.modulus, key.exponent] for key in discovery.keys]}


def _discovery(kept: Mapping[str, Any]) -> Discovery:
    actions = {
        ending: {Mode(mode): url for mode, url in found.items()}
        for ending, found in kept["actions"].items()
    }
    return Discovery(actions, tuple(PublicKey(*pair) for pair in kept["keys"]))


def add_pass(db: Session, token_hash: bytes, made: Pass) -> None:
    db.execute(insert(passes).values(hash=token_hash, **{**vars(made), "mode": made.mode.value}))


def find_pass(db: Session, token_hash: bytes) -> Pass | None:
    row = db.execute(select(passes).where(passes.c.hash == token_hash)).one_or_none()
    if row is None:
        return None
    return Pass(
        UserId(row.person_id),
        SessionId(row.session_id),
        row.file_id,
        Mode(row.mode),
        row.expires_at,
    )


def lock_of(db: Session, file_id: str, now: datetime) -> str:
    """Empty for none; one that has run out is none."""
    wanted = locks.c.file_id == file_id, locks.c.expires_at > now
    return db.scalar(select(locks.c.lock).where(*wanted)) or ""


def hold_lock(db: Session, file_id: str, now: datetime) -> str:
    """The same, and nobody else turns it before the transaction ends."""
    row = upsert(locks).values(file_id=file_id, lock="", expires_at=now)
    same = row.on_conflict_do_update(index_elements=["file_id"], set_={"file_id": file_id})
    found = db.execute(same.returning(locks.c.lock, locks.c.expires_at)).one()
    return found.lock if found.expires_at > now else ""


def put_lock(db: Session, file_id: str, lock: str, expires_at: datetime) -> None:
    db.execute(
        locks.update().where(locks.c.file_id == file_id).values(lock=lock, expires_at=expires_at)
    )


def info_of(db: Session, person_id: UserId) -> str:
    return db.scalar(select(infos.c.info).where(infos.c.person_id == person_id)) or ""


def put_info(db: Session, person_id: UserId, info: str) -> None:
    row = upsert(infos).values(person_id=person_id, info=info)
    db.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"info": info}))


def forget_all(db: Session) -> None:
    """What was given to an office that is no longer ours."""
    for table in (passes, locks, infos):
        db.execute(delete(table))


def forget_old(db: Session, before: datetime) -> int:
    """Passes and locks that ran out; how many."""
    count = 0
    for table in (passes, locks):
        gone = delete(table).where(table.c.expires_at < before).returning(table.c.expires_at)
        count += len(db.execute(gone).all())
    return count
