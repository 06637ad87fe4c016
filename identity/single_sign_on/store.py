"""Posted answers in SQL: an assertion comes in once, and what it says is handed out once."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, String, Table, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from identity.single_sign_on.model import Answered, Vouched
from kernel.db import Instant, metadata

answers = Table(
    "identity_sign_on_answers",
    metadata,
    Column("assertion", LargeBinary, primary_key=True),
    Column("code_hash", LargeBinary, unique=True),  # null once it was taken
    Column("request", String, nullable=False),
    Column("user_name", String, nullable=False),  # empty once it was taken
    Column("methods", ARRAY(String), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("forget_at", Instant, nullable=False, index=True),
)


def add(
    db: Session, answer: Answered, code_hash: bytes, expires_at: datetime, forget_at: datetime
) -> bool:
    """False for an assertion that was here before [SO2]."""
    added = db.execute(
        insert(answers)
        .values(
            assertion=answer.assertion,
            code_hash=code_hash,
            request=answer.request,
            user_name=answer.vouched.user_name,
            methods=sorted(answer.vouched.methods),
            expires_at=expires_at,
            forget_at=forget_at,
        )
        .on_conflict_do_nothing(index_elements=["assertion"])
        .returning(answers.c.assertion)
    )
    return added.one_or_none() is not None


def take(db: Session, code_hash: bytes, now: datetime) -> Answered | None:
    """Exactly one caller gets it, and only in time [SO1]; its number stays, the person does not."""
    found = db.execute(
        select(answers).where(answers.c.code_hash == code_hash).with_for_update()
    ).one_or_none()
    if found is None:
        return None
    db.execute(
        update(answers)
        .where(answers.c.assertion == found.assertion)
        .values(code_hash=None, user_name="", methods=[])
    )
    if found.expires_at <= now:
        return None
    vouched = Vouched(found.user_name, frozenset(found.methods))
    return Answered(found.assertion, found.request, vouched)


def forget(db: Session, now: datetime) -> None:
    old = select(answers.c.assertion).where(answers.c.forget_at <= now)
    unlocked = old.with_for_update(skip_locked=True)  # somebody else forgets the same
    db.execute(delete(answers).where(answers.c.assertion.in_(unlocked)))
