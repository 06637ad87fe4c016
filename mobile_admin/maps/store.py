"""Layers and their tiles in SQL. A layer's file is kept until tiles were made of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kernel.actor import UserId
from kernel.db import Instant, metadata
from mobile_admin.maps.model import LayerState, MapLayer
from mobile_admin.tiles.grid import DETAIL, OVERVIEW, Cell
from mobile_admin.tiles.shapes import LayerKind

layers = Table(
    "mobile_map_layers",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("source", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("added_by", String, ForeignKey("identity_people.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("shapes", Integer, nullable=False),
    Column("left", JSONB, nullable=False),
    Column("bounds", JSONB(none_as_null=True)),
    Column("problem", String, nullable=False),
    CheckConstraint("state IN ('waiting', 'making', 'ready', 'failed')", name="state_is_known"),
    CheckConstraint("(state = 'ready') = (bounds IS NOT NULL)", name="ready_is_somewhere"),
    CheckConstraint("(state = 'failed') = (problem <> '')", name="failed_says_why"),
)
_UNDONE = layers.c.state.in_(("waiting", "making"))
Index("ix_mobile_map_layers_undone", layers.c.changed_at, postgresql_where=_UNDONE)

files = Table(
    "mobile_map_files",
    metadata,
    Column(
        "layer_id", String, ForeignKey("mobile_map_layers.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("data", LargeBinary, nullable=False),
)

tiles = Table(
    "mobile_map_tiles",
    metadata,
    Column("level", Integer, primary_key=True),
    Column("x", Integer, primary_key=True),
    Column("y", Integer, primary_key=True),
    Column(
        "layer_id", String, ForeignKey("mobile_map_layers.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("data", LargeBinary, nullable=False),
    Index("ix_mobile_map_tiles_layer", "layer_id"),
)
_BATCH = 500


def add(db: Session, layer: MapLayer, data: bytes) -> None:
    db.execute(insert(layers).values(**_values(layer)))
    db.execute(insert(files).values(layer_id=layer.id, data=data))


def put(db: Session, layer: MapLayer) -> None:
    db.execute(update(layers).where(layers.c.id == layer.id).values(**_values(layer)))


def find(db: Session, layer_id: str, *, is_locked: bool = False) -> MapLayer | None:
    query = select(layers).where(layers.c.id == layer_id)
    row = db.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else _layer(row)


def all_layers(db: Session) -> list[MapLayer]:
    query = select(layers).order_by(layers.c.added_at, layers.c.id)
    return [_layer(row) for row in db.execute(query)]


def file(db: Session, layer_id: str) -> bytes | None:
    return db.scalar(select(files.c.data).where(files.c.layer_id == layer_id))


def remove(db: Session, layer_id: str) -> None:
    """With its file and its tiles."""
    db.execute(delete(layers).where(layers.c.id == layer_id))


def remove_file(db: Session, layer_id: str) -> None:
    db.execute(delete(files).where(files.c.layer_id == layer_id))


def add_tiles(db: Session, layer_id: str, made: Iterable[tuple[Cell, bytes]]) -> None:
    rows = [
        {"level": level, "x": x, "y": y, "layer_id": layer_id, "data": data}
        for (level, x, y), data in made
    ]
    for at in range(0, len(rows), _BATCH):
        db.execute(insert(tiles), rows[at : at + _BATCH])


def tile(db: Session, cell: Cell) -> dict[str, bytes]:
    """By layer; of layers that are ready only, as tiles come with the state."""
    level, x, y = cell
    query = select(tiles.c.layer_id, tiles.c.data).where(
        tiles.c.level == level, tiles.c.x == x, tiles.c.y == y
    )
    return {row.layer_id: row.data for row in db.execute(query)}


def sizes(db: Session) -> dict[str, tuple[int, int]]:
    """How many tiles a layer has, and their bytes."""
    query = select(
        tiles.c.layer_id, func.count().label("many"), func.sum(func.length(tiles.c.data))
    ).group_by(tiles.c.layer_id)
    return {layer_id: (many, int(size)) for layer_id, many, size in db.execute(query)}


def is_drawn_afar(db: Session) -> bool:
    """Whether anything is, on the level of the district."""
    return bool(db.scalar(select(exists().where(tiles.c.level == OVERVIEW))))


def fullest(db: Session) -> Cell | None:
    """Of the streets' level, the square with the most in it."""
    amount = func.sum(func.length(tiles.c.data))
    query = (
        select(tiles.c.x, tiles.c.y)
        .where(tiles.c.level == DETAIL)
        .group_by(tiles.c.x, tiles.c.y)
        .order_by(amount.desc(), tiles.c.x, tiles.c.y)
        .limit(1)
    )
    row = db.execute(query).one_or_none()
    return None if row is None else (DETAIL, row.x, row.y)


def undone(db: Session, before: datetime) -> list[str]:
    query = select(layers.c.id).where(_UNDONE, layers.c.changed_at < before)
    return list(db.scalars(query.limit(100)))


def _values(layer: MapLayer) -> dict[str, Any]:
    return {
        **vars(layer), "kind": layer.kind.value, "state": layer.state.value,
        "left": dict(layer.left), "bounds": list(layer.bounds) if layer.bounds else None,
    }  # fmt: skip


def _layer(row: Any) -> MapLayer:
    found = MapLayer(**row._mapping)
    return replace(
        found, kind=LayerKind(row.kind), state=LayerState(row.state), added_by=UserId(row.added_by),
        bounds=tuple(row.bounds) if row.bounds else None,
    )  # fmt: skip
