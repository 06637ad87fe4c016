"""Links and receipts in SQL: one link of a notice is open at a time [NV6]."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.handing.model import Arrival, Asks, Link, Receipt

links = Table(
    "mobile_notice_links",
    metadata,
    Column("id", String, primary_key=True),
    Column("notice_id", String, ForeignKey("mobile_notices.id"), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("asks", String, nullable=False),
    Column("answer", LargeBinary(32), nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("ticket_hash", LargeBinary(32), unique=True),
    Column("ticket_until", Instant),
    CheckConstraint("tries_left >= 0", name="tries_end"),
)
Index(
    "ix_mobile_notice_links_one_is_open",
    links.c.notice_id,
    unique=True,
    postgresql_where=links.c.closed_at.is_(None),
)
receipts = Table(
    "mobile_notice_receipts",
    metadata,
    Column("notice_id", String, ForeignKey("mobile_notices.id"), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("act", String, primary_key=True),
    Column("link_id", String, ForeignKey("mobile_notice_links.id"), nullable=False),
)
_SECRET = {"token_hash", "answer", "ticket_hash", "ticket_until"}
_SHOWN = [column for column in links.c if column.name not in _SECRET]


def add(db: Session, link: Link, token_hash: bytes, answer: bytes) -> None:
    """In place of the one that was open."""
    was = (links.c.notice_id == link.notice_id) & links.c.closed_at.is_(None)
    db.execute(update(links).where(was).values(closed_at=link.made_at))
    values = {**vars(link), "asks": link.asks.value}
    db.execute(insert(links).values(**values, token_hash=token_hash, answer=answer))


def find_locked(db: Session, token_hash: bytes) -> tuple[Link, bytes] | None:
    """With the right answer, sealed."""
    query = select(*_SHOWN, links.c.answer).where(links.c.token_hash == token_hash)
    row = db.execute(query.with_for_update()).one_or_none()
    return None if row is None else (_link(row), row.answer)


def find_ticket(db: Session, ticket_hash: bytes, now: datetime) -> Link | None:
    is_of = (links.c.ticket_hash == ticket_hash) & (links.c.ticket_until > now)
    row = db.execute(select(*_SHOWN).where(is_of)).one_or_none()
    return None if row is None else _link(row)


def of_notice(db: Session, notice_id: str) -> list[Link]:
    """The latest first."""
    query = select(*_SHOWN).where(links.c.notice_id == notice_id)
    return [_link(row) for row in db.execute(query.order_by(links.c.made_at.desc()))]


def miss(db: Session, link: Link) -> None:
    at = links.c.id == link.id
    db.execute(update(links).where(at).values(tries_left=link.tries_left - 1))


def put_ticket(
    db: Session, link: Link, ticket_hash: bytes, lasts: tuple[datetime, datetime]
) -> None:
    """`lasts` from now until then; the first of them is when the link was opened."""
    now, until = lasts
    values = {"ticket_hash": ticket_hash, "ticket_until": until}
    values |= {"opened_at": now} if link.opened_at is None else {}
    db.execute(update(links).where(links.c.id == link.id).values(**values))


def add_receipt(db: Session, receipt: Receipt) -> None:
    db.execute(insert(receipts).values(**{**vars(receipt), "act": receipt.act.value}))


def receipts_of(db: Session, notice_id: str) -> list[Receipt]:
    query = select(receipts).where(receipts.c.notice_id == notice_id).order_by(receipts.c.at)
    return [
        Receipt(row.notice_id, row.link_id, Arrival(row.act), row.at) for row in db.execute(query)
    ]


def _link(row: Any) -> Link:
    found = {column.name: row._mapping[column.name] for column in _SHOWN}
    return Link(**{**found, "asks": Asks(row.asks), "made_by": UserId(row.made_by)})
