"""Requests in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    false,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from daas_broker.desktops.model import PoolId
from daas_broker.requests.model import Request, RequestId, RequestStage, Wish
from kernel.actor import UserId
from kernel.db import Instant, metadata

LAST_ANSWERS, SHOWN = 20, 200
table = Table(
    "daas_requests",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), nullable=False),
    Column("pool_id", String, ForeignKey("daas_pools.id"), nullable=False),
    Column("days", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", String, ForeignKey("identity_people.id")),
    Column("decided_at", Instant),
    Column("answer", String, nullable=False),
    Column("until", Instant),
    Column("is_news", Boolean, nullable=False, server_default=false()),
    CheckConstraint(
        "stage IN ('asked', 'approved', 'refused', 'withdrawn', 'ended')", name="stage_is_known"
    ),
    CheckConstraint("stage <> 'approved' OR until IS NOT NULL", name="approved_ends"),
    # One asks once for a pool until there is an answer [DV10].
    Index(
        "uq_daas_requests_asked",
        "pool_id",
        "person_id",
        unique=True,
        postgresql_where=text("stage = 'asked'"),
    ),
)


def add(db: Session, request: Request) -> None:
    db.execute(insert(table).values(**_values(request)))


def save(db: Session, request: Request) -> None:
    db.execute(update(table).where(table.c.id == request.id).values(**_values(request)))


def find_locked(db: Session, request_id: RequestId) -> Request | None:
    query = select(table).where(table.c.id == request_id).with_for_update()
    row = db.execute(query).one_or_none()
    return _request(row) if row else None


def of_person(db: Session, person_id: UserId) -> list[Request]:
    query = select(table).where(table.c.person_id == person_id)
    return _read(db, query.order_by(table.c.asked_at.desc()).limit(SHOWN))


def look(db: Session, person_id: UserId) -> None:
    """Their answers are news no more."""
    mine = table.c.person_id == person_id, table.c.is_news
    db.execute(update(table).where(*mine).values(is_news=False))


def newest(db: Session) -> list[Request]:
    """What waits for an answer first, the oldest at the top; then the rest."""
    waits = (table.c.stage == RequestStage.ASKED.value).desc()
    age = (table.c.asked_at, table.c.id)
    return _read(db, select(table).order_by(waits, *age).limit(SHOWN))


def answered(db: Session) -> list[Request]:
    query = select(table).where(table.c.decided_by.is_not(None))
    return _read(db, query.order_by(table.c.decided_at.desc()).limit(LAST_ANSWERS))


def _read(db: Session, query: Any) -> list[Request]:
    rows: Sequence[Row[Any]] = db.execute(query).all()
    return [_request(row) for row in rows]


def _values(request: Request) -> dict[str, Any]:
    return {
        "id": request.id,
        "person_id": request.person_id,
        "pool_id": request.wish.pool_id,
        "days": request.wish.days,
        "reason": request.wish.reason,
        "stage": request.stage.value,
        "asked_at": request.asked_at,
        "decided_by": request.decided_by,
        "decided_at": request.decided_at,
        "answer": request.answer,
        "until": request.until,
        "is_news": request.is_news,
    }


def _request(row: Row[Any]) -> Request:
    return Request(
        RequestId(row.id),
        UserId(row.person_id),
        Wish(PoolId(row.pool_id), row.days, row.reason),
        RequestStage(row.stage),
        row.asked_at,
        UserId(row.decided_by) if row.decided_by else None,
        row.decided_at,
        row.answer,
        row.until,
        row.is_news,
    )
