"""Layers of the map beneath the day's places. Rules MP1-MP5 in RULES.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kernel.actor import UserId
from mobile_admin.tiles.grid import Cell
from mobile_admin.tiles.shapes import LayerKind

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


class LayerState(StrEnum):
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class LayerWish:
    """`source` is whom a licence wants to be named on the map."""

    kind: LayerKind
    name: str
    source: str


@dataclass(frozen=True)
class MapLayer:
    """A file as an administrator brought it. `left` counts shapes that were left out, by why;
    `problem` is a code and what it is about, where it failed."""

    id: str
    kind: LayerKind
    name: str
    source: str
    size_bytes: int
    added_by: UserId
    added_at: datetime
    state: LayerState
    tries: int
    changed_at: datetime
    shapes: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    bounds: Bounds | None = None
    problem: str = ""


@dataclass(frozen=True)
class MadeLayer:
    """What a file became: tiles in Mapbox's vector format, each of this layer alone."""

    shapes: int
    left: Mapping[str, int]
    bounds: Bounds
    tiles: Sequence[tuple[Cell, bytes]]


@dataclass(frozen=True)
class GroundMap:
    """All layers that can be drawn; another `revision` means other tiles."""

    revision: str
    layers: Sequence[MapLayer]
