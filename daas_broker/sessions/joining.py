"""Streams take their desktops, in SQL: many at the price of one, and metered from then on [DU1]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import TAKEN, State
from daas_broker.desktops.model import DesktopId, PoolId
from daas_broker.desktops.store import lock_all
from daas_broker.sessions.model import ConnectionId, Stream
from kernel.trips import ask_in_one_trip

# Of two streams for one desktop the later counts. Each must be of the session that holds it.
_CONNECT = text(
    "WITH given AS (SELECT * FROM unnest(CAST(:desktops AS varchar[]),"
    "  CAST(:sessions AS varchar[]), CAST(:opened AS varchar[])) WITH ORDINALITY"
    "  AS each (desktop_id, session_id, opened, number)),"
    " fine AS (SELECT given.desktop_id, given.opened, given.number, state,"
    "  daas_assignments.id, daas_assignments.pool_id, person_id, locked_at"
    "  FROM given JOIN daas_desktops ON daas_desktops.id = given.desktop_id"
    "  JOIN daas_assignments ON daas_assignments.desktop_id = given.desktop_id"
    "   AND daas_assignments.session_id = given.session_id AND ended_at IS NULL"
    "  WHERE state = ANY(CAST(:taken AS varchar[]))),"
    " last AS (SELECT DISTINCT ON (desktop_id) * FROM fine ORDER BY desktop_id, number DESC),"
    " shown AS (UPDATE daas_desktops SET state = :in_use, state_since = :now,"
    "  unseen_since = NULL, not_before = NULL FROM last"
    "  WHERE daas_desktops.id = last.desktop_id AND last.state <> :in_use),"
    " seated AS (UPDATE daas_assignments SET connection_id = last.opened, gateway = :gateway"
    "  FROM last WHERE daas_assignments.id = last.id),"
    " stopped AS (UPDATE daas_connections SET ended_at = :now FROM last"
    "  WHERE daas_connections.desktop_id = last.desktop_id AND ended_at IS NULL),"
    " metered AS (INSERT INTO daas_connections (id, pool_id, person_id, desktop_id, started_at)"
    "  SELECT opened, pool_id, person_id, desktop_id, :now FROM last)"
    " SELECT fine.desktop_id, fine.opened, fine.pool_id, fine.locked_at,"
    "  fine.number = last.number AS is_last FROM fine JOIN last USING (desktop_id)"
)


@dataclass(frozen=True)
class Joined:
    """A stream that may go on; `is_last` unless a later one of the same desktop came with it."""

    connection_id: ConnectionId
    desktop_id: DesktopId
    pool_id: PoolId
    locked_at: datetime | None
    is_last: bool


def connect_all(
    db: Session, streams: Sequence[Stream], gateway: str, now: datetime
) -> list[Joined]:
    """Their desktops are locked from before it reads until this transaction ends: that holds."""
    known = sorted({stream.desktop_id for stream in streams})
    asked = {
        "desktops": [stream.desktop_id for stream in streams],
        "sessions": [stream.session_id for stream in streams],
        "opened": [stream.connection_id for stream in streams],
        "taken": [state.value for state in TAKEN],
        "in_use": State.IN_USE.value,
        "gateway": gateway,
        "now": now,
    }
    _, joined = ask_in_one_trip(db, lock_all(known), (_CONNECT, asked))
    return [
        Joined(
            ConnectionId(row.opened),
            DesktopId(row.desktop_id),
            PoolId(row.pool_id),
            row.locked_at.astimezone(UTC) if row.locked_at else None,
            row.is_last,
        )
        for row in joined
    ]
