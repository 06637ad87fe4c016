"""Circuits in SQL: a row for what failed last; none for what works."""

from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from daas_broker.circuits.model import Circuit
from daas_broker.desktops.model import ImageKey, Provider
from kernel.db import Instant, metadata

_HOST = ""  # in the place of an image
circuits = Table(
    "daas_circuits",
    metadata,
    Column("provider", String, primary_key=True),
    Column("image", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("failed_at", Instant, nullable=False),
)


def failed(
    db: Session, provider: Provider, image: ImageKey | None, reason: str, now: datetime
) -> None:
    first = {
        "provider": provider,
        "image": image or _HOST,
        "failures": 1,
        "reason": reason,
        "failed_at": now,
    }
    again = {"failures": circuits.c.failures + 1, "reason": reason, "failed_at": now}
    db.execute(
        upsert(circuits)
        .values(first)
        .on_conflict_do_update(index_elements=["provider", "image"], set_=again)
    )


def closed(db: Session, provider: Provider, image: ImageKey | None) -> bool:
    """It works, or is to be tried at once; False when nothing spoke against it."""
    done = db.execute(
        delete(circuits)
        .where(circuits.c.provider == provider, circuits.c.image == (image or _HOST))
        .returning(circuits.c.provider)
    )
    return done.one_or_none() is not None


def of_all(db: Session) -> list[Circuit]:
    rows = db.execute(select(circuits).order_by(circuits.c.provider, circuits.c.image))
    return [
        Circuit(
            Provider(row.provider),
            ImageKey(row.image) if row.image else None,
            row.failures,
            row.reason,
            row.failed_at,
        )
        for row in rows
    ]
