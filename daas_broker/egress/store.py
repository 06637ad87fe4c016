"""Zone rules in SQL, one row a zone once somebody has changed it; and names that were refused."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    Date,
    Integer,
    Row,
    String,
    Table,
    delete,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops.zones import ZONES, NameRefused, RefusedName
from daas_broker.egress.model import Missed, ZoneRules, untouched
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
refused_names = Table(
    "daas_refused_names",
    metadata,
    Column("zone", String, primary_key=True),
    Column("desktop", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("port", Integer, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("why", String, nullable=False),
    Column("at", Instant, nullable=False),
)
KEPT = timedelta(days=30)
AGAIN = timedelta(seconds=10)
MOST_A_DAY = 100  # of one desktop: a program that tries names at random fills no trail
MOST_SHOWN = 30  # of one zone
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


def note_refused(
    db: Session, zone: Zone, told: Iterable[RefusedName]
) -> tuple[list[RefusedName], list[RefusedName]]:
    """Those that this desktop was not refused today before, and those that it was refused again,
    some seconds after it was last written down."""
    fresh: list[RefusedName] = []
    again: list[RefusedName] = []
    for one in told:
        day = one.at.date()
        of_today = (refused_names.c.desktop == one.desktop) & (refused_names.c.day == day)
        known = select(func.count()).select_from(refused_names).where(of_today).scalar_subquery()
        row = select(
            literal(zone.value),
            literal(one.desktop),
            literal(one.name),
            literal(one.port),
            literal(day, Date),
            literal(one.why.value),
            literal(one.at, Instant),
        ).where(known < MOST_A_DAY)
        names = ["zone", "desktop", "name", "port", "day", "why", "at"]
        statement = upsert(refused_names).from_select(names, row)
        later = statement.on_conflict_do_update(
            constraint=refused_names.primary_key,
            set_={"at": statement.excluded.at, "why": statement.excluded.why},
            where=refused_names.c.at < one.at - AGAIN,
        )
        # A row that was there before has an xmax: it was locked to be changed.
        noted = db.execute(later.returning(literal_column("xmax = 0"))).scalar_one_or_none()
        if noted is not None:
            (fresh if noted else again).append(one)
    return fresh, again


def forget_refused(db: Session, now: datetime) -> None:
    db.execute(delete(refused_names).where(refused_names.c.at < now - KEPT))


def missed(db: Session, since: datetime) -> dict[Zone, tuple[Missed, ...]]:
    """Of each zone the names that most desktops were refused, the last ones first among equals."""
    table = refused_names.c
    desktops, last = func.count(table.desktop.distinct()), func.max(table.at)
    found: dict[Zone, tuple[Missed, ...]] = {}
    for zone in ZONES:
        rows = db.execute(
            select(table.name, table.port, func.max(table.why), desktops, last)
            .where(table.zone == zone.value, table.at >= since)
            .group_by(table.name, table.port)
            .order_by(desktops.desc(), last.desc())
            .limit(MOST_SHOWN)
        )
        found[zone] = tuple(
            Missed(name, port, NameRefused(why), count, at) for name, port, why, count, at in rows
        )
    return found


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
