"""Whom a subject stands for."""

from collections.abc import Iterable

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from identity.people.store import divisions, people


def people_in(db: Session, division_ids: Iterable[str]) -> dict[str, int]:
    """How many active people are in each division and those under it."""
    rows = db.execute(
        text(
            "WITH RECURSIVE down(top, id, depth) AS ("
            " SELECT id, id, 0 FROM identity_divisions WHERE id = ANY(:ids)"
            " UNION ALL SELECT top, d.id, depth + 1 FROM identity_divisions d"
            " JOIN down ON d.parent_id = down.id WHERE depth < 16"
            ") SELECT top, count(p.id) AS people FROM down"
            " LEFT JOIN identity_people p ON p.division_id = down.id AND p.is_active"
            " GROUP BY top"
        ),
        {"ids": list(division_ids)},
    )
    return {row.top: row.people for row in rows}


def division_exists(db: Session, division_id: str) -> bool:
    found = select(func.count()).select_from(divisions).where(divisions.c.id == division_id)
    return db.execute(found).scalar_one() > 0


def person_exists(db: Session, person_id: str) -> bool:
    found = select(func.count()).select_from(people)
    return db.execute(found.where(people.c.id == person_id, people.c.is_active)).scalar_one() > 0
