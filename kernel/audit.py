"""The audit chain: who did what, each row sealed with the hash of the row before it.

hash = SHA-256(prev_hash || canonical JSON of the row). A changed, removed or inserted row breaks
every later hash, which `first_break` finds.
Source of the duty: 개인정보의 안전성 확보조치 기준 §8③.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.db import Instant, metadata

GENESIS = bytes(32)
_CHAIN_LOCK = 0x0A0D17  # one writer at a time: the chain has one end
entries = Table(
    "kernel_audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("act", String, nullable=False, index=True),
    Column("object", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """`actor` is a user id, or `-` for nobody yet; `act` is `<domain>.<verb>`; facts are JSON."""

    at: datetime
    actor: str
    act: str
    object: str
    outcome: str = "done"
    facts: dict[str, Any] = field(default_factory=dict)


def seal(prev_hash: bytes, seq: int, entry: Entry) -> bytes:
    row = [
        seq,
        entry.at.isoformat(),
        entry.actor,
        entry.act,
        entry.object,
        entry.outcome,
        _as_kept(entry.facts),
    ]
    canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(prev_hash + canonical.encode()).digest()


def _as_kept(fact: Any) -> Any:
    """JSONB keeps a number's value and not its spelling: 1e22 comes back as an integer."""
    if isinstance(fact, dict):
        return {key: _as_kept(value) for key, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [_as_kept(value) for value in fact]
    if isinstance(fact, float) and fact.is_integer():
        return int(Decimal(repr(fact)))
    return fact


def append(db: Session, entry: Entry) -> None:
    """Serialises writers until the caller commits: call it last."""
    db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    last = db.execute(
        select(entries.c.seq, entries.c.hash).order_by(entries.c.seq.desc()).limit(1)
    ).one_or_none()
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, GENESIS)
    db.execute(
        insert(entries).values(
            seq=seq,
            **vars(entry),
            prev_hash=prev_hash,
            hash=seal(prev_hash, seq, entry),
        )
    )


@dataclass(frozen=True)
class Link:
    """A row up to which the chain is known to be whole; the first of all stands before row 1."""

    seq: int = 0
    seal: bytes = GENESIS


@dataclass(frozen=True)
class Checked:
    """`end` is the last row that is as it was written, `first_break` the one after it if it is
    not."""

    end: Link
    first_break: int | None


def check(db: Session, after: Link = Link(), most: int | None = None) -> Checked:
    """Of up to `most` rows that follow a link: each row, hash and place in the chain."""
    asked = select(entries).where(entries.c.seq > after.seq).order_by(entries.c.seq).limit(most)
    end = after
    with db.execute(asked.execution_options(yield_per=1000)) as rows:
        for row in rows:
            entry = Entry(row.at, row.actor, row.act, row.object, row.outcome, row.facts)
            if (row.seq, row.prev_hash) != (end.seq + 1, end.seal):
                return Checked(end, end.seq + 1)
            if seal(end.seal, row.seq, entry) != row.hash:
                return Checked(end, int(row.seq))
            end = Link(row.seq, row.hash)
    return Checked(end, None)


def first_break(db: Session) -> int | None:
    """The first seq whose row, hash or place in the chain is not as it was written."""
    return check(db).first_break


def last_row(db: Session) -> int:
    return db.scalar(select(entries.c.seq).order_by(entries.c.seq.desc()).limit(1)) or 0
