"""People as an audience sees them, in SQL; an audience as it is kept with its pool; and whom a
pool is for besides, until when."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.model import PoolId
from daas_broker.entitlement.model import Audience, Candidate
from identity.people.store import divisions, path_of, people
from kernel.actor import Actor, Role, UserId
from kernel.db import Instant, metadata

grants = Table(
    "daas_grants",
    metadata,
    Column("pool_id", String, ForeignKey("daas_pools.id"), primary_key=True),
    Column("person_id", String, ForeignKey("identity_people.id"), primary_key=True),
    Column("until", Instant, nullable=False),
)


def grant(db: Session, pool_id: PoolId, person_id: UserId, until: datetime) -> None:
    """A later one takes the place of an earlier."""
    given = upsert(grants).values(pool_id=pool_id, person_id=person_id, until=until)
    key = [grants.c.pool_id, grants.c.person_id]
    db.execute(given.on_conflict_do_update(index_elements=key, set_={"until": until}))


def revoke(db: Session, pool_id: PoolId, person_id: UserId) -> None:
    db.execute(delete(grants).where(grants.c.pool_id == pool_id, grants.c.person_id == person_id))


def granted(db: Session, person_id: UserId, now: datetime) -> set[PoolId]:
    """The pools that are somebody's for a time [DV10]."""
    query = select(grants.c.pool_id).where(grants.c.person_id == person_id, grants.c.until > now)
    return {PoolId(pool) for pool in db.scalars(query)}


def all_granted(db: Session, now: datetime) -> dict[UserId, set[PoolId]]:
    found: dict[UserId, set[PoolId]] = {}
    for row in db.execute(select(grants).where(grants.c.until > now)):
        found.setdefault(UserId(row.person_id), set()).add(PoolId(row.pool_id))
    return found


def candidate(db: Session, actor: Actor, *, with_divisions: bool = True) -> Candidate:
    """Without the divisions where no audience asks for them: it saves a question."""
    path = path_of(db, actor.user_id) if with_divisions else []
    return Candidate(actor.user_id, frozenset(path), actor.roles)


def everybody(db: Session) -> list[Candidate]:
    """All active people."""
    above = {row.id: row.parent_id for row in db.execute(select(divisions))}
    paths = {division: frozenset(_path(division, above)) for division in above}
    rows = db.execute(select(people).where(people.c.is_active))
    return [
        Candidate(UserId(row.id), paths[row.division_id], frozenset(map(Role, row.roles)))
        for row in rows
    ]


def _path(division: str, above: dict[str, str | None]) -> list[str]:
    path: list[str] = []
    at: str | None = division
    while at is not None and at not in path:
        path.append(at)
        at = above.get(at)
    return path


def values_of(audience: Audience) -> dict[str, Any]:
    """JSON, the same for the same audience."""
    return {
        "everybody": audience.everybody,
        "people": sorted(audience.people),
        "divisions": sorted(audience.divisions),
        "roles": sorted(audience.roles),
    }


def audience_of(values: dict[str, Any]) -> Audience:
    return Audience(
        everybody=values["everybody"],
        people=frozenset(map(UserId, values["people"])),
        divisions=frozenset(values["divisions"]),
        roles=frozenset(map(Role, values["roles"])),
    )
