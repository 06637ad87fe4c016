"""Zone rules in SQL: one row a zone, once somebody has changed it."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, Integer, Row, String, Table, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.zones import ZONES
from daas_broker.egress.model import ZoneRules, untouched
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

zones = Table(
    "daas_zones",
    metadata,
    Column("zone", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String, nullable=False),
)
BODY = TypeAdapter(ZoneRules)
CHANGED = "daas_zone_changed"  # PostgreSQL channel: the gateways listen; its word is the zone
OWN_COLUMNS = {"zone", "revision", "changed_at", "changed_by"}


def current(db: Session) -> list[ZoneRules]:
    """Of every zone that has desktops."""
    kept = {row.zone: _rules(row) for row in db.execute(select(zones))}
    return [kept.get(zone.value, untouched(zone)) for zone in ZONES]


def find(db: Session, zone: Zone) -> ZoneRules:
    row = db.execute(select(zones).where(zones.c.zone == zone.value)).one_or_none()
    return _rules(row) if row else untouched(zone)


def replace(db: Session, before: ZoneRules, after: ZoneRules) -> bool:
    """False where the rules are no longer as `before` says."""
    values = {
        "revision": after.revision,
        "rules": BODY.dump_python(after, mode="json", exclude=OWN_COLUMNS),
        "changed_at": after.changed_at,
        "changed_by": after.changed_by,
    }
    statement = upsert(zones).values(zone=after.zone.value, **values)
    done = db.execute(
        statement.on_conflict_do_update(
            index_elements=["zone"], set_=values, where=zones.c.revision == before.revision
        ).returning(zones.c.zone)
    )
    if done.one_or_none() is None:
        return False
    db.execute(select(func.pg_notify(CHANGED, after.zone.value)))  # [DH9]
    return True


def _rules(row: Row[Any]) -> ZoneRules:
    return BODY.validate_python(
        {
            **row.rules,
            "zone": row.zone,
            "revision": row.revision,
            "changed_at": row.changed_at,
            "changed_by": UserId(row.changed_by),
        }
    )
