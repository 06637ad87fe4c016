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


def first_break(db: Session) -> int | None:
    """The first seq whose row, hash or place in the chain is not as it was written."""
    expected, prev_hash = 1, GENESIS
    asked = select(entries).order_by(entries.c.seq).execution_options(yield_per=1000)
    with db.execute(asked) as rows:
        for row in rows:
            entry = Entry(row.at, row.actor, row.act, row.object, row.outcome, row.facts)
            if (row.seq, row.prev_hash) != (expected, prev_hash):
                return expected
            if seal(prev_hash, row.seq, entry) != row.hash:
                return int(row.seq)
            expected, prev_hash = row.seq + 1, row.hash
    return None
