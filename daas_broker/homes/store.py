"""Homes in SQL. Two unique constraints make it impossible that two desktops hold one."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.desktops import store as desktops
from daas_broker.desktops.homes import HomeId, HomeState, Snapshot
from daas_broker.desktops.machine import TAKEN, State
from daas_broker.desktops.model import DesktopId, Provider, with_the_same_homes
from daas_broker.homes.model import Home, Seat
from daas_broker.pools.store import table as pools
from daas_broker.sessions.store import assignments
from kernel.actor import UserId
from kernel.db import Instant, metadata
from kernel.settings import Zone

SNAPSHOTS = TypeAdapter(tuple[Snapshot, ...])
homes = Table(
    "daas_homes",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    # One desktop at a time, and one home a desktop [DH5].
    Column("held_by", String, ForeignKey("daas_desktops.id"), unique=True),
    Column("attached_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("error", String, nullable=False, server_default=""),
    Column("kept_at", Instant),
    Column("used_bytes", BigInteger, nullable=False, server_default="0"),
    Column("size_bytes", BigInteger, nullable=False, server_default="0"),
    Column("encrypted", Boolean, nullable=False, server_default="false"),
    Column("snapshots", JSONB, nullable=False, server_default="[]"),
    UniqueConstraint("person_id", "zone"),
)


def take(db: Session, fresh: Home, desktop: DesktopId) -> Home | None:
    """The home of that person and zone, made where there is none, now for `desktop`.

    None while another desktop holds it, or where it lies on another machine. Taking it twice is
    taking it once.
    """
    here = with_the_same_homes(fresh.provider)
    row = {**_values(replace(fresh, held_by=desktop)), "id": fresh.id}
    statement = upsert(homes).values(row)
    done = db.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "zone"],
            set_={"held_by": desktop, "provider": fresh.provider, "attached_at": None,
                  "failures": 0, "not_before": None, "error": ""},
            where=homes.c.held_by.is_(None) & homes.c.provider.in_(here),
        ).returning(homes)
    ).one_or_none()  # fmt: skip
    if done is not None:
        return _home(done)
    found = find(db, fresh.person_id, fresh.zone)
    return found if found and found.held_by == desktop else None


def free(db: Session, home: Home) -> bool:
    """False where another has it by now. A snapshot is due from here on."""
    return _change(
        db, home, held_by=None, attached_at=None, failures=0, not_before=None, error="",
        kept_at=None,
    )  # fmt: skip


def note_attached(db: Session, home: Home, state: HomeState, now: datetime) -> bool:
    return _change(db, home, attached_at=now, failures=0, not_before=None, error="", **_seen(state))


def note_failed(db: Session, home: Home, error: str, again: datetime) -> bool:
    return _change(db, home, failures=home.failures + 1, not_before=again, error=error)


def note_kept(db: Session, home: Home, state: HomeState, now: datetime) -> bool:
    return _change(db, home, kept_at=now, failures=0, not_before=None, **_seen(state))


def note_seen(db: Session, home: Home, state: HomeState) -> None:
    """After an act that changed it, whoever holds it by now."""
    db.execute(update(homes).where(homes.c.id == home.id).values(_seen(state)))


def find(db: Session, person_id: UserId, zone: Zone) -> Home | None:
    row = db.execute(
        select(homes).where(homes.c.person_id == person_id, homes.c.zone == zone.value)
    ).one_or_none()
    return _home(row) if row else None


def of_person(db: Session, person_id: UserId) -> list[Home]:
    rows = db.execute(select(homes).where(homes.c.person_id == person_id).order_by(homes.c.zone))
    return [_home(row) for row in rows]


def everybodys(db: Session) -> list[Home]:
    return [_home(row) for row in db.execute(select(homes).order_by(homes.c.created_at))]


def states(db: Session) -> dict[DesktopId, State]:
    """Of all desktops that hold a home."""
    table = desktops.desktops
    rows = db.execute(select(table.c.id, table.c.state).join(homes, homes.c.held_by == table.c.id))
    return {DesktopId(row.id): State(row.state) for row in rows}


def state_of(db: Session, desktop: DesktopId | None) -> State | None:
    found = desktops.find(db, desktop) if desktop else None
    return found.state if found else None


def seats(db: Session, desktop: DesktopId | None = None) -> list[Seat]:
    """People at desktops of pools with homes; all, or the one at `desktop`."""
    table = desktops.desktops
    query = (
        select(table, assignments.c.person_id, assignments.c.claimed_at)
        .join(assignments, assignments.c.desktop_id == table.c.id)
        .join(pools, pools.c.id == table.c.pool_id)
        .where(assignments.c.ended_at.is_(None), pools.c.homes)
        .where(table.c.state.in_([state.value for state in TAKEN]))
    )
    if desktop is not None:
        query = query.where(table.c.id == desktop)
    return [
        Seat(UserId(row.person_id), desktops.desktop_of(row), row.claimed_at)
        for row in db.execute(query)
    ]


def _change(db: Session, home: Home, **values: Any) -> bool:
    """Compare-and-set on who holds it."""
    done = db.execute(
        update(homes)
        .where(homes.c.id == home.id, homes.c.held_by.is_not_distinct_from(home.held_by))
        .values(values)
        .returning(homes.c.id)
    )
    return done.one_or_none() is not None


def _seen(state: HomeState) -> dict[str, Any]:
    return {
        "used_bytes": state.used_bytes,
        "size_bytes": state.size_bytes,
        "encrypted": state.encrypted,
        "snapshots": SNAPSHOTS.dump_python(state.snapshots, mode="json"),
    }


def _values(home: Home) -> dict[str, Any]:
    plain = asdict(home)
    return {**plain, "zone": home.zone.value, "snapshots": list(plain["snapshots"])}


def _home(row: Row[Any]) -> Home:
    r = row._mapping
    plain = {key: r[key] for key in homes.c.keys()}  # noqa: SIM118 - of columns, not of a mapping
    return Home(
        **{
            **plain,
            "id": HomeId(r["id"]),
            "zone": Zone(r["zone"]),
            "provider": Provider(r["provider"]),
            "snapshots": SNAPSHOTS.validate_python(r["snapshots"]),
        }
    )
