"""Pools in SQL."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Row, String, Table, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from daas_broker.desktops.model import DesktopSize, PoolId, Provider
from daas_broker.entitlement import store as entitlement
from daas_broker.forecast import store as forecast
from daas_broker.pools.model import Keeping, Kind, Pool, PoolWish
from kernel.db import Instant, metadata
from kernel.settings import Zone

# What a pool has that was made before it could be for some only.
EVERYBODY = '{"everybody": true, "people": [], "divisions": [], "roles": []}'
table = Table(
    "daas_pools",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("image", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("size", JSONB, nullable=False),
    Column("warm", Integer, nullable=False),
    Column("maximum", Integer, nullable=False),
    Column("provider", String, nullable=False, server_default="podman"),
    Column("audience", JSONB, nullable=False, server_default=EVERYBODY),
    Column("kind", String, nullable=False, server_default="pooled"),
    Column("app", String, nullable=False, server_default=""),
    Column("grace_seconds", Integer, nullable=False, server_default="300"),
    Column("linger_seconds", Integer, server_default="0"),  # null: without end
    Column("homes", Boolean, nullable=False, server_default="false"),
    Column("readiness", JSONB, nullable=False, server_default="{}"),
    Column("takes_requests", Boolean, nullable=False, server_default="false"),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
)


def add(db: Session, pool: Pool) -> None:
    db.execute(insert(table).values(id=pool.id, created_at=pool.created_at, **values_of(pool.wish)))


def change(db: Session, pool_id: PoolId, wish: PoolWish) -> bool:
    done = db.execute(
        update(table)
        .where(table.c.id == pool_id, table.c.removed_at.is_(None))
        .values(values_of(wish))
        .returning(table.c.id)
    )
    return done.one_or_none() is not None


def remove(db: Session, pool_id: PoolId, now: datetime) -> bool:
    done = db.execute(
        update(table)
        .where(table.c.id == pool_id, table.c.removed_at.is_(None))
        .values(removed_at=now)
        .returning(table.c.id)
    )
    return done.one_or_none() is not None


def current(db: Session) -> list[Pool]:
    rows = db.execute(
        select(table).where(table.c.removed_at.is_(None)).order_by(table.c.created_at, table.c.id)
    )
    return [pool_of(row) for row in rows]


def has_any(db: Session) -> bool:
    """Removed ones count."""
    return db.execute(select(table.c.id).limit(1)).one_or_none() is not None


def find(db: Session, pool_id: PoolId) -> Pool | None:
    row = db.execute(
        select(table).where(table.c.id == pool_id, table.c.removed_at.is_(None))
    ).one_or_none()
    return pool_of(row) if row else None


def by_ids(db: Session, ids: Collection[PoolId]) -> list[Pool]:
    """Of removed ones as well."""
    rows = db.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id))
    return [pool_of(row) for row in rows]


def names(db: Session, ids: Collection[PoolId] | None = None) -> dict[PoolId, str]:
    """Of removed ones as well; without `ids` of all that there ever were."""
    query = select(table.c.id, table.c.name)
    rows = db.execute(query if ids is None else query.where(table.c.id.in_(ids)))
    return {PoolId(row.id): row.name for row in rows}


def values_of(wish: PoolWish) -> dict[str, Any]:
    """A pool's columns; JSON as well, for the audit."""
    plain = {key: value for key, value in vars(wish).items() if key != "keeping"}
    linger = wish.keeping.linger
    return {
        **plain,
        "zone": wish.zone.value,
        "kind": wish.kind.value,
        "grace_seconds": round(wish.keeping.grace.total_seconds()),
        "linger_seconds": None if linger is None else round(linger.total_seconds()),
        "size": asdict(wish.size),
        "audience": entitlement.values_of(wish.audience),
        "readiness": forecast.values_of(wish.readiness),
    }


def pool_of(row: Row[Any]) -> Pool:
    linger = row.linger_seconds
    wish = PoolWish(
        name=row.name,
        image=row.image,
        zone=Zone(row.zone),
        size=DesktopSize(**row.size),
        warm=row.warm,
        maximum=row.maximum,
        provider=Provider(row.provider),
        audience=entitlement.audience_of(row.audience),
        kind=Kind(row.kind),
        app=row.app,
        keeping=Keeping(
            timedelta(seconds=row.grace_seconds),
            None if linger is None else timedelta(seconds=linger),
        ),
        homes=row.homes,
        readiness=forecast.readiness_of(row.readiness),
        takes_requests=row.takes_requests,
    )
    return Pool(PoolId(row.id), wish, row.created_at, row.removed_at)
