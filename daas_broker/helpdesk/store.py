"""Calls for help in SQL; at most one open a desktop."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Row, String, Table, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from daas_broker.desktops import store as desktops
from daas_broker.desktops.model import DesktopId, Protocol
from daas_broker.helpdesk.model import Call, Help, HelpId, Seat, Step
from daas_broker.pools import store as pools
from daas_broker.sessions import store as seats
from daas_broker.sessions.model import ConnectionId
from identity.people import store as people
from identity.sessions import store as sign_ins
from kernel.actor import SessionId, UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

MOVED = "daas_help_moved"  # PostgreSQL channel: the gateways listen, and look what holds now
helps = Table(
    "daas_helps",
    metadata,
    Column("id", String, primary_key=True),
    Column("desktop_id", String, nullable=False),
    Column("person_id", String, nullable=False, index=True),
    Column("zone", String, nullable=False),
    Column("note", String, nullable=False),
    Column("context", JSONB, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("step", String, nullable=False),
    Column("step_at", Instant, nullable=False),
    Column("helper_id", String),
    Column("helper_session", String, index=True),
    Column("connection_id", String),
    Column("declined_at", Instant),
    Column("closed_at", Instant, index=True),
    Column("outcome", String, nullable=False, server_default=""),
    Column("is_offered", Boolean, nullable=False),
    Index("uq_daas_helps_open", "desktop_id", unique=True, postgresql_where="closed_at IS NULL"),
)


def add(db: Session, help_: Help) -> None:
    """IntegrityError where the desktop has an open one."""
    db.execute(insert(helps).values(_values(help_)))


def put(db: Session, help_: Help) -> None:
    """Call with what was read by one of the `…_locked`; the gateways hear of it at commit."""
    db.execute(update(helps).where(helps.c.id == help_.id).values(_values(help_)))
    notify(db, help_.desktop_id)


def notify(db: Session, desktop_id: DesktopId) -> None:
    db.execute(select(func.pg_notify(MOVED, desktop_id)))


def find(db: Session, help_id: HelpId) -> Help | None:
    row = db.execute(select(helps).where(helps.c.id == help_id)).one_or_none()
    return _help(row) if row else None


def find_locked(db: Session, help_id: HelpId) -> Help | None:
    row = db.execute(select(helps).where(helps.c.id == help_id).with_for_update()).one_or_none()
    return _help(row) if row else None


def open_of_desktop(db: Session, desktop_id: DesktopId) -> Help | None:
    """Not locked: only its id is to be relied upon."""
    row = db.execute(
        select(helps).where(helps.c.desktop_id == desktop_id, helps.c.closed_at.is_(None))
    ).one_or_none()
    return _help(row) if row else None


def open_on_streams(db: Session, connections: Collection[ConnectionId]) -> list[Help]:
    """Locked, in the order of their ids: two who end many wait for each other and no longer."""
    found = select(helps).where(helps.c.connection_id.in_(connections), helps.c.closed_at.is_(None))
    return [_help(row) for row in db.execute(found.order_by(helps.c.id).with_for_update())]


def all_open(db: Session) -> list[Help]:
    """Who has waited longest stands first."""
    rows = db.execute(select(helps).where(helps.c.closed_at.is_(None)).order_by(helps.c.asked_at))
    return [_help(row) for row in rows]


def closed_since(db: Session, since: datetime, limit: int) -> list[Help]:
    rows = db.execute(
        select(helps)
        .where(helps.c.closed_at >= since)
        .order_by(helps.c.closed_at.desc())
        .limit(limit)
    )
    return [_help(row) for row in rows]


def open_of_helper_session(db: Session, session_id: SessionId) -> list[Help]:
    rows = db.execute(
        select(helps)
        .where(helps.c.helper_session == session_id, helps.c.closed_at.is_(None))
        .with_for_update()
    )
    return [_help(row) for row in rows]


def asked_before(db: Session, before: datetime, steps: Sequence[Step]) -> list[HelpId]:
    """Open ones that have stood at one of `steps` since before that time."""
    rows = db.scalars(
        select(helps.c.id).where(
            helps.c.closed_at.is_(None),
            helps.c.step.in_([step.value for step in steps]),
            helps.c.step_at < before,
        )
    )
    return [HelpId(found) for found in rows]


def described(db: Session, found: Sequence[Help]) -> list[Call]:
    """With the people in them, and where the one who asks sits."""
    ids = {id_ for help_ in found for id_ in (help_.person_id, help_.helper_id) if id_}
    known = people.by_ids(db, ids)
    return [
        Call(
            help_,
            known.get(help_.person_id),
            known.get(help_.helper_id) if help_.helper_id else None,
            _seat(db, help_) if help_.closed_at is None else None,
        )
        for help_ in found
    ]


def _seat(db: Session, help_: Help) -> Seat | None:
    desktop = desktops.find(db, help_.desktop_id)
    assignment = seats.of_desktop(db, help_.desktop_id)
    if desktop is None or assignment is None:
        return None
    pool = pools.find(db, desktop.pool)
    session = sign_ins.find(db, assignment.session_id)
    return Seat(
        pool=pool.wish.name if pool else "",
        image=desktop.image,
        protocol=(desktop.endpoint.protocol if desktop.endpoint else Protocol.RICH).value,
        desktop_state=desktop.state.value,
        address=session.address if session else "",
        agent=session.agent if session else "",
    )


def _values(help_: Help) -> dict[str, Any]:
    return {**vars(help_), "zone": help_.zone.value, "step": help_.step.value}


def _help(row: Row[Any]) -> Help:
    return Help(
        id=HelpId(row.id),
        desktop_id=DesktopId(row.desktop_id),
        person_id=UserId(row.person_id),
        zone=Zone(row.zone),
        note=row.note,
        context=row.context,
        asked_at=row.asked_at,
        step=Step(row.step),
        step_at=row.step_at,
        helper_id=UserId(row.helper_id) if row.helper_id else None,
        helper_session=SessionId(row.helper_session) if row.helper_session else None,
        connection_id=ConnectionId(row.connection_id) if row.connection_id else None,
        declined_at=row.declined_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        is_offered=row.is_offered,
    )
