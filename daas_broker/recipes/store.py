"""Who changed a recipe, out of the audit trail: the host keeps what it is, and no people."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.audit import entries

CHANGED = "daas_broker.change_recipe"


def maker_of(db: Session, name: str, digest: str) -> UserId | None:
    """Who made the recipe of this digest last."""
    e = entries.c
    made = (
        select(e.actor)
        .where(e.act == CHANGED, e.object == name, e.facts["digest"].astext == digest)
        .order_by(e.seq.desc())
        .limit(1)
    )
    found = db.scalar(made)
    return UserId(found) if found else None
