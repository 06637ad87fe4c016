"""People as an audience sees them, in SQL; and an audience as it is kept with its pool."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from daas_broker.entitlement.model import Audience, Candidate
from identity.people.store import divisions, path_of, people
from kernel.actor import Actor, Role, UserId


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
