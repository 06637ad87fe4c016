"""Passkeys and the challenges that are out."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from identity.passkeys.model import Credential, Passkey, PasskeyId, Purpose
from kernel.actor import UserId
from kernel.db import Instant, metadata

passkeys = Table(
    "identity_passkeys",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("is_backed_up", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)
challenges = Table(
    "identity_challenges",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("person_id", String, nullable=False),  # empty while nobody is known
    Column("expires_at", Instant, nullable=False, index=True),
)


def add_challenge(
    db: Session, hash_: bytes, purpose: Purpose, person_id: str, expires_at: datetime
) -> None:
    values = {"hash": hash_, "purpose": purpose.value, "person_id": person_id}
    db.execute(insert(challenges).values(**values, expires_at=expires_at))


def use_challenge(
    db: Session, hash_: bytes, purpose: Purpose, person_id: str, now: datetime
) -> bool:
    """True for exactly one caller, and only in time [PK1]."""
    found = db.execute(
        delete(challenges)
        .where(
            challenges.c.hash == hash_,
            challenges.c.purpose == purpose.value,
            challenges.c.person_id == person_id,
        )
        .returning(challenges.c.expires_at)
    ).one_or_none()
    return found is not None and bool(found.expires_at > now)


def delete_expired_challenges(db: Session, now: datetime) -> None:
    db.execute(delete(challenges).where(challenges.c.expires_at <= now))


def add(db: Session, passkey: Passkey) -> None:
    plain = {key: value for key, value in vars(passkey).items() if key != "credential"}
    db.execute(insert(passkeys).values(**plain, **vars(passkey.credential)))


def of_person(db: Session, person_id: UserId) -> list[Passkey]:
    rows = db.execute(_selection().where(passkeys.c.person_id == person_id))
    return [_passkey(row) for row in rows]


def find_by_credential_locked(db: Session, credential_id: bytes) -> Passkey | None:
    """Locked, so that two copies used at once cannot both find the old counter."""
    asked = _selection().where(passkeys.c.credential_id == credential_id).with_for_update()
    row = db.execute(asked).one_or_none()
    return _passkey(row) if row else None


def note_use(db: Session, passkey_id: PasskeyId, sign_count: int, now: datetime) -> None:
    values = {"sign_count": sign_count, "used_at": now}
    db.execute(update(passkeys).where(passkeys.c.id == passkey_id).values(values))


def rename(db: Session, person_id: UserId, passkey_id: PasskeyId, name: str) -> bool:
    """False when it is not that person's."""
    mine = (passkeys.c.id == passkey_id) & (passkeys.c.person_id == person_id)  # [PK4]
    changed = update(passkeys).where(mine).values(name=name).returning(passkeys.c.id)
    return db.execute(changed).one_or_none() is not None


def remove(db: Session, person_id: UserId, passkey_id: PasskeyId) -> bool:
    """False when it is not that person's."""
    mine = (passkeys.c.id == passkey_id) & (passkeys.c.person_id == person_id)  # [PK4]
    gone = delete(passkeys).where(mine).returning(passkeys.c.id)
    return db.execute(gone).one_or_none() is not None


def _selection() -> Select[tuple[object, ...]]:
    return select(passkeys).order_by(passkeys.c.created_at, passkeys.c.id)


def _passkey(row: Row[tuple[object, ...]]) -> Passkey:
    r = row._mapping
    return Passkey(
        id=PasskeyId(r["id"]),
        person_id=UserId(r["person_id"]),
        name=r["name"],
        credential=Credential(
            r["credential_id"], r["public_key"], r["sign_count"], r["is_backed_up"]
        ),
        created_at=r["created_at"],
        used_at=r["used_at"],
    )
