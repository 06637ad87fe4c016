"""Assignments and the queue in SQL. Two indexes make a double assignment impossible."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    Table,
    any_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import Desktop
from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.desktops.store import desktop_of, desktops
from daas_broker.forecast.model import Arrivals
from daas_broker.pools import store as pools
from daas_broker.pools.model import Pool
from daas_broker.sessions.model import Assignment, AssignmentId, Claim, ConnectionId, Waiter
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.ids import fresh_id

_RECENT_STAYS = 50
WARM = "'warm'"  # a literal, so that the index over warm desktops is used
assignments = Table(
    "daas_assignments",
    metadata,
    Column("id", String, primary_key=True),
    Column("pool_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    # Unique over all time: a desktop is destroyed after its one person [DK1].
    Column("desktop_id", String, ForeignKey("daas_desktops.id"), nullable=False, unique=True),
    Column("session_id", String, nullable=False, index=True),
    Column("claimed_at", Instant, nullable=False),
    Column("asked_at", Instant),  # for the first time, where they had to wait
    Column("connection_id", String),
    Column("gateway", String),
    Column("locked_at", Instant),
    Column("ended_at", Instant),
    Column("end_reason", String),
    Index(
        "uq_daas_assignments_active",
        "pool_id",
        "person_id",
        unique=True,
        postgresql_where="ended_at IS NULL",
    ),
    Index("ix_daas_assignments_ended", "pool_id", "ended_at"),
)
waiting = Table(
    "daas_waiting",
    metadata,
    Column("pool_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)


def active(db: Session, person_id: UserId, pool_id: PoolId | None = None) -> list[Assignment]:
    query = select(assignments).where(
        assignments.c.person_id == person_id, assignments.c.ended_at.is_(None)
    )
    if pool_id is not None:
        query = query.where(assignments.c.pool_id == pool_id)
    return [_assignment(row) for row in db.execute(query)]


def of_desktop(db: Session, desktop_id: DesktopId) -> Assignment | None:
    row = db.execute(
        select(assignments).where(
            assignments.c.desktop_id == desktop_id, assignments.c.ended_at.is_(None)
        )
    ).one_or_none()
    return _assignment(row) if row else None


def of_desktops(db: Session, ids: Sequence[DesktopId]) -> dict[DesktopId, Assignment]:
    rows = db.execute(
        select(assignments).where(
            assignments.c.desktop_id.in_(ids), assignments.c.ended_at.is_(None)
        )
    )
    return {found.desktop_id: found for found in map(_assignment, rows)}


def of_session(db: Session, session_id: SessionId) -> list[Assignment]:
    rows = db.execute(
        select(assignments).where(
            assignments.c.session_id == session_id, assignments.c.ended_at.is_(None)
        )
    )
    return [_assignment(row) for row in rows]


def at_gateway(db: Session, gateway: str) -> list[Assignment]:
    """Those whose stream this gateway said it holds."""
    rows = db.execute(
        select(assignments).where(
            assignments.c.gateway == gateway,
            assignments.c.connection_id.is_not(None),
            assignments.c.ended_at.is_(None),
        )
    )
    return [_assignment(row) for row in rows]


def use_from(db: Session, assignment: Assignment, session_id: SessionId) -> None:
    db.execute(
        update(assignments).where(assignments.c.id == assignment.id).values(session_id=session_id)
    )


def connect(
    db: Session, assignment: Assignment, connection: ConnectionId | None, gateway: str | None
) -> None:
    db.execute(
        update(assignments)
        .where(assignments.c.id == assignment.id)
        .values(connection_id=connection, gateway=gateway)
    )


def lock(db: Session, desktop_id: DesktopId, now: datetime) -> None:
    db.execute(
        update(assignments)
        .where(assignments.c.desktop_id == desktop_id, assignments.c.ended_at.is_(None))
        .values(locked_at=now)
    )


def end(db: Session, desktop_id: DesktopId, now: datetime, reason: str) -> Assignment | None:
    row = db.execute(
        update(assignments)
        .where(assignments.c.desktop_id == desktop_id, assignments.c.ended_at.is_(None))
        .values(ended_at=now, end_reason=reason)
        .returning(assignments)
    ).one_or_none()
    return _assignment(row) if row else None


def streaming(
    db: Session, streams: Sequence[tuple[DesktopId, SessionId, ConnectionId]]
) -> set[ConnectionId]:
    """Those of `streams` whose assignment still stands and names them."""
    if not streams:
        return set()
    c = assignments.c
    rows = db.scalars(
        select(c.connection_id).where(
            c.ended_at.is_(None),
            tuple_(c.desktop_id, c.session_id, c.connection_id).in_(streams),
        )
    )
    return {ConnectionId(found) for found in rows}


def average_stay(db: Session, pool_id: PoolId) -> timedelta | None:
    last = (
        select((assignments.c.ended_at - assignments.c.claimed_at).label("stay"))
        .where(assignments.c.pool_id == pool_id, assignments.c.ended_at.is_not(None))
        .order_by(assignments.c.ended_at.desc())
        .limit(_RECENT_STAYS)
        .subquery()
    )
    return db.scalar(select(func.avg(last.c.stay)))


_CAME = text(
    "SELECT day, slot, count(*) AS arrivals FROM (SELECT at::date AS day,"
    " CAST(extract(hour FROM at) * 12 + floor(extract(minute FROM at) / 5) AS integer) AS slot"
    " FROM (SELECT COALESCE(asked_at, claimed_at) AT TIME ZONE 'Asia/Seoul' AS at"
    "  FROM daas_assignments WHERE pool_id = :pool AND claimed_at >= :since) AS each"
    ") AS placed GROUP BY day, slot"
)


def came(db: Session, pool_id: PoolId, since: datetime) -> list[Arrivals]:
    rows = db.execute(_CAME, {"pool": pool_id, "since": since})
    return [Arrivals(row.day, row.slot, row.arrivals) for row in rows]


def held_at(db: Session, pool_id: PoolId, moments: Sequence[datetime]) -> list[int]:
    """How many desktops were somebody's at each of the moments, which are in order."""
    c = assignments.c
    span = select(c.claimed_at, c.ended_at).where(
        c.pool_id == pool_id,
        c.claimed_at <= moments[-1],
        or_(c.ended_at.is_(None), c.ended_at > moments[0]),
    )
    return _at_once(db.execute(span), moments)


def stood_at(db: Session, pool_id: PoolId, moments: Sequence[datetime]) -> list[int]:
    """How many were warm and nobody's at each of the moments, which are in order [DP11]."""
    c, d = assignments.c, desktops.c
    left = func.coalesce(c.claimed_at, d.cooled_at, d.gone_at)
    span = (
        select(d.warm_at, left)
        .outerjoin_from(desktops, assignments, c.desktop_id == d.id)
        .where(d.pool_id == pool_id, d.warm_at <= moments[-1])
        # Whatever it says of who left: of all that ever were, an index leaves those of the day.
        .where(or_(d.gone_at.is_(None), d.gone_at > moments[0]))
        .where(or_(left.is_(None), left > moments[0]))
    )
    return _at_once(db.execute(span), moments)


def _at_once(spans: Iterable[Any], moments: Sequence[datetime]) -> list[int]:
    """How many of what began and ended, or has not yet, there were at each of the moments."""
    there = [0] * (len(moments) + 1)
    for began, ended in spans:
        there[bisect_left(moments, began)] += 1
        there[bisect_left(moments, ended) if ended else len(moments)] -= 1
    return list(accumulate(there[:-1]))


def wait(db: Session, pool_id: PoolId, person_id: UserId, now: datetime, forget: datetime) -> None:
    """A new place in the queue, or the old one kept; one not asked for since `forget` was lost."""
    values = {"pool_id": pool_id, "person_id": person_id, "since": now, "seen_at": now}
    place = upsert(waiting).values(values)
    kept = case((waiting.c.seen_at < forget, place.excluded.since), else_=waiting.c.since)
    db.execute(
        place.on_conflict_do_update(
            index_elements=["pool_id", "person_id"], set_={"seen_at": now, "since": kept}
        )
    )


def stop_waiting(db: Session, pool_id: PoolId, person_id: UserId) -> bool:
    done = db.execute(
        delete(waiting)
        .where(waiting.c.pool_id == pool_id, waiting.c.person_id == person_id)
        .returning(waiting.c.person_id)
    )
    return done.one_or_none() is not None


@dataclass(frozen=True)
class Standing:
    """How one person stands with one pool: `ahead` are served before them."""

    desktop_id: DesktopId | None
    ahead: int
    waits: bool
    warm: int


def _look() -> Select[Any]:
    """Built once: putting it together takes longer than asking it."""
    pool_id: BindParameter[str] = bindparam("pool")
    person_id: BindParameter[str] = bindparam("person")
    after: BindParameter[datetime] = bindparam("after", type_=Instant)
    last: BindParameter[Any] = bindparam("last", type_=ARRAY(String))
    is_last: BindParameter[bool] = bindparam("is_last", type_=Boolean)
    seat, queue, held = assignments.c, waiting.c, desktops.c
    mine = select(queue.since).where(queue.pool_id == pool_id, queue.person_id == person_id)
    since = mine.where(queue.seen_at >= after).scalar_subquery()
    came_first = or_(
        since.is_(None), tuple_(queue.since, queue.person_id) < tuple_(since, person_id)
    )
    other_is_last = queue.person_id == any_(last)
    others = select(func.count()).where(
        queue.pool_id == pool_id,
        queue.seen_at >= after,
        queue.person_id != person_id,
        or_(is_last & ~other_is_last, came_first & (is_last | ~other_is_last)),
    )
    own = select(seat.desktop_id).where(
        seat.pool_id == pool_id, seat.person_id == person_id, seat.ended_at.is_(None)
    )
    warm = select(func.count()).where(held.pool_id == pool_id, held.state == literal_column(WARM))
    return select(
        *pools.table.c,
        own.scalar_subquery().label("own_desktop"),
        others.scalar_subquery().label("ahead"),
        since.is_not(None).label("waits"),
        warm.scalar_subquery().label("warm_now"),
    ).where(pools.table.c.id == pool_id, pools.table.c.removed_at.is_(None))


_LOOK = _look()


def look(
    db: Session, pool_id: PoolId, person_id: UserId, after: datetime, last: Collection[UserId] = ()
) -> tuple[Pool, Standing] | None:
    """In one question, because a morning asks it two hundred times in a second. Those in `last`
    stand behind everybody who is not. None where there is no such pool."""
    asked = {
        "pool": pool_id,
        "person": person_id,
        "after": after,
        "last": list(last),
        "is_last": person_id in last,
    }
    row = db.execute(_LOOK, asked).one_or_none()
    if row is None:
        return None
    found = DesktopId(row.own_desktop) if row.own_desktop else None
    return pools.pool_of(row), Standing(found, row.ahead, row.waits, row.warm_now)


# One that is locked is being taken by somebody else: the next one is tried, and none waits [DK1].
_SEAT = text(
    "WITH wish AS (SELECT CAST(:pool AS varchar) AS pool, CAST(:person AS varchar) AS person,"
    "  CAST(:claimed_at AS timestamptz) AS at),"
    " taken AS (UPDATE daas_desktops SET state = 'claimed', state_since = wish.at FROM wish"
    "  WHERE id = (SELECT id FROM daas_desktops WHERE pool_id = CAST(:pool AS varchar)"
    "   AND state = 'warm' AND unseen_since IS NULL"
    "   ORDER BY warm_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
    "  AND state = 'warm' RETURNING daas_desktops.*),"
    " asked AS (SELECT min(since) AS since FROM daas_waiting JOIN wish"
    "  ON pool_id = wish.pool AND person_id = wish.person WHERE seen_at >= :after),"
    " seated AS (INSERT INTO daas_assignments"
    "  (id, pool_id, person_id, desktop_id, session_id, claimed_at, asked_at)"
    "  SELECT :id, wish.pool, wish.person, taken.id, :session, wish.at,"
    "   COALESCE(asked.since, wish.at) FROM taken, wish, asked),"
    " called AS (DELETE FROM daas_waiting USING wish WHERE pool_id = wish.pool"
    "  AND person_id = wish.person AND EXISTS (SELECT FROM taken))"
    " SELECT * FROM taken"
).columns(**{column.name: column.type for column in desktops.c})


def seat(db: Session, claim: Claim, after: datetime) -> Desktop | None:
    """One warm desktop, now claimed and this person's; None where none is warm.

    A place in the queue that was not asked for since `after` does not count.

    IntegrityError where the person has another of this pool.
    """
    asked = {
        "pool": claim.pool_id,
        "person": claim.person_id,
        "session": claim.session_id,
        "id": fresh_id(),
        "claimed_at": claim.at,
        "after": after,
    }
    row = db.execute(_SEAT, asked).one_or_none()
    return desktop_of(row) if row else None


def all_waiting(db: Session, after: datetime) -> list[Waiter]:
    rows = db.execute(select(waiting).where(waiting.c.seen_at >= after))
    return [Waiter(PoolId(r.pool_id), UserId(r.person_id), r.since) for r in rows]


def waiting_counts(
    db: Session, after: datetime, without: Collection[UserId] = ()
) -> dict[PoolId, int]:
    rows = db.execute(
        select(waiting.c.pool_id, func.count())
        .where(waiting.c.seen_at >= after, waiting.c.person_id.not_in(without))
        .group_by(waiting.c.pool_id)
    )
    return {PoolId(pool_id): count for pool_id, count in rows}


def _assignment(row: Row[Any]) -> Assignment:
    return Assignment(
        id=AssignmentId(row.id),
        pool_id=PoolId(row.pool_id),
        person_id=UserId(row.person_id),
        desktop_id=DesktopId(row.desktop_id),
        session_id=SessionId(row.session_id),
        claimed_at=row.claimed_at,
        connection_id=ConnectionId(row.connection_id) if row.connection_id else None,
        locked_at=row.locked_at,
    )
