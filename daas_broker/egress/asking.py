"""Names that people asked to be let, until an administrator lets them or a month has passed."""

from datetime import datetime

from sqlalchemy import Column, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.egress.model import Wanted
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

asked_names = Table(
    "daas_asked_names",
    metadata,
    Column("zone", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
)


def add(db: Session, zone: Zone, wanted: Wanted) -> None:
    """Asked again, the later reason holds."""
    row = {"zone": zone.value, **vars(wanted)}
    statement = upsert(asked_names).values(row)
    keys = ["zone", "name", "person_id"]
    db.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={"reason": wanted.reason, "at": wanted.at}
        )
    )


def of_zone(db: Session, zone: Zone) -> list[Wanted]:
    """The first to ask first."""
    table = asked_names.c
    rows = db.execute(select(asked_names).where(table.zone == zone.value).order_by(table.at))
    return [Wanted(row.name, UserId(row.person_id), row.reason, row.at) for row in rows]


def of_person(db: Session, zone: Zone, person: UserId) -> set[str]:
    return {one.name for one in of_zone(db, zone) if one.person_id == person}


def remove(db: Session, zone: Zone, wanted: Wanted) -> None:
    table = asked_names.c
    is_this = (table.name == wanted.name) & (table.person_id == wanted.person_id)
    db.execute(delete(asked_names).where(table.zone == zone.value, is_this))


def forget(db: Session, before: datetime) -> None:
    db.execute(delete(asked_names).where(asked_names.c.at < before))
