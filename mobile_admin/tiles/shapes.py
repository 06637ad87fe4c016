"""What is drawn beneath the day's places: shapes in degrees, before they are cut into tiles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]  # longitude and latitude, or east and south in a tile's units
Line = Sequence[Point]
LEAST_LINE = 2  # points
LEAST_RING = 3
MOST_LONGITUDE = 180.0
MOST_LATITUDE = 85.0  # Web Mercator ends there


class MapRefused(Exception):
    """Its text is a code that the page has words for, and after a blank what that is about."""


class LayerKind(StrEnum):
    """What a layer of the map shows, in the order in which it is drawn."""

    GREEN = "green"
    WATER = "water"
    BUILDINGS = "buildings"
    RAIL = "rail"
    ROADS = "roads"
    PLACES = "places"


class Form(StrEnum):
    SPOT = "spot"
    LINE = "line"
    AREA = "area"


# Points in a file: a ring names its first point again at its end.
LEAST = {Form.SPOT: 1, Form.LINE: LEAST_LINE, Form.AREA: LEAST_RING + 1}
# A river may come as its middle line or as its banks.
FORMS = {
    LayerKind.GREEN: {Form.AREA},
    LayerKind.WATER: {Form.AREA, Form.LINE},
    LayerKind.BUILDINGS: {Form.AREA},
    LayerKind.RAIL: {Form.LINE},
    LayerKind.ROADS: {Form.LINE},
    LayerKind.PLACES: {Form.SPOT, Form.AREA},
}


@dataclass(frozen=True)
class Shape:
    """`rank` 0 is seen from farthest away, 3 only near by. An area's first part is its border, the
    others are its holes; a spot has one part of one point."""

    form: Form
    parts: Sequence[Line]
    rank: int
    name: str


@dataclass(frozen=True)
class Read:
    """`left` says how many shapes were left out, by why."""

    shapes: list[Shape]
    left: Counter[str]
