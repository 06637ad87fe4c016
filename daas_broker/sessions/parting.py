"""Streams that ended leave their desktops, in SQL: many at the price of one, metered to now [DU1].

A network that fails for a moment ends all of a floor's at once, and their people come back while
the ends are still being written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from daas_broker.desktops.machine import State
from daas_broker.desktops.model import DesktopId, ImageKey, PoolId, Provider
from daas_broker.desktops.store import desktops, lock_all
from daas_broker.pools import store as pools
from daas_broker.sessions.model import End, Stream
from daas_broker.sessions.store import assignments
from identity.people.store import people
from kernel.actor import UserId
from kernel.trips import ask_in_one_trip

# A stream whose place a later one took ends in the ledger and changes nothing else.
_PART = text(
    "WITH given AS (SELECT * FROM unnest(CAST(:desktops AS varchar[]),"
    "  CAST(:opened AS varchar[])) AS each (desktop_id, opened)),"
    " stopped AS (UPDATE daas_connections SET ended_at = :now FROM given"
    "  WHERE daas_connections.id = given.opened AND ended_at IS NULL),"
    " lost AS (SELECT daas_assignments.id, daas_assignments.desktop_id, daas_assignments.pool_id"
    "  FROM given JOIN daas_desktops ON daas_desktops.id = given.desktop_id AND state = :in_use"
    "  JOIN daas_assignments ON daas_assignments.desktop_id = given.desktop_id"
    "   AND daas_assignments.connection_id = given.opened AND ended_at IS NULL),"
    " moved AS (UPDATE daas_desktops SET state = :disconnected, state_since = :now,"
    "  unseen_since = NULL, not_before = NULL FROM lost"
    "  WHERE daas_desktops.id = lost.desktop_id),"
    " emptied AS (UPDATE daas_assignments SET connection_id = NULL, gateway = NULL FROM lost"
    "  WHERE daas_assignments.id = lost.id)"
    " SELECT desktop_id, pool_id FROM lost"
)


@dataclass(frozen=True)
class Parted:
    """A desktop without its person, whose grace begins."""

    desktop_id: DesktopId
    pool_id: PoolId


def part_all(db: Session, streams: Sequence[Stream], now: datetime) -> list[Parted]:
    """The desktops first, as whoever connects does: neither waits for the other."""
    asked = {
        "desktops": [stream.desktop_id for stream in streams],
        "opened": [stream.connection_id for stream in streams],
        "in_use": State.IN_USE.value,
        "disconnected": State.DISCONNECTED.value,
        "now": now,
    }
    known = sorted({stream.desktop_id for stream in streams})
    _, parted = ask_in_one_trip(db, lock_all(known), (_PART, asked))
    return [Parted(DesktopId(row.desktop_id), PoolId(row.pool_id)) for row in parted]


def end_of(db: Session, desktop_id: DesktopId, person_id: UserId) -> End | None:
    """Why and when it was no longer this person's; None where it never was, or still is."""
    c = assignments.c
    own = (
        select(c.end_reason, c.ended_at, c.pool_id, desktops.c.provider, desktops.c.image)
        .join(desktops, desktops.c.id == c.desktop_id)
        .where(c.desktop_id == desktop_id, c.person_id == person_id, c.ended_at.is_not(None))
    )
    row = db.execute(own).one_or_none()
    if row is None:
        return None
    pool = next(iter(pools.by_ids(db, [row.pool_id])), None)
    made_of = Provider(row.provider), ImageKey(row.image)
    return End(row.end_reason or "", row.ended_at, pool, made_of)


def left_behind(db: Session, before: datetime) -> frozenset[DesktopId]:
    """Still those of people who left the agency before that [DP15]."""
    c = assignments.c
    query = (
        select(c.desktop_id)
        .join(people, people.c.id == c.person_id)
        .where(c.ended_at.is_(None), people.c.left_at < before)
    )
    return frozenset(map(DesktopId, db.scalars(query)))
