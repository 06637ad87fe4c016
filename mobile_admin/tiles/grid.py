"""Shapes into the squares of Web Mercator: two levels, the district and the street. Pure.

A square of level z is 1/2**z of the world's width (OGC 17-083r4, WebMercatorQuad): at Seoul 15.5 km
on level 11 and 1.9 km on level 14.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import asinh, atan, degrees, floor, hypot, pi, radians, sinh, tan

from mobile_admin.tiles.cut import Box, area_of, cut_line, cut_ring, simplified
from mobile_admin.tiles.shapes import (
    LEAST_LINE,
    LEAST_RING,
    Form,
    LayerKind,
    Line,
    MapRefused,
    Point,
    Shape,
)
from mobile_admin.tiles.vector import EXTENT, Feature, Geometry, Path, layer, turned

OVERVIEW, DETAIL = 11, 14
MOST_TILES = 30_000  # the whole country has 27,000 of level 14
LARGEST_TILE = 1 << 20  # bytes
MOST_LABELS = {OVERVIEW: 150, DETAIL: 3_000}  # of a layer in a tile
_BUFFER = 64  # units around a tile, so that a line's end does not show
_TOLERANCE = {OVERVIEW: 3.0, DETAIL: 1.5}
_LEAST_AREA = {OVERVIEW: 300.0, DETAIL: 8.0}  # square units; smaller ones are a dot
_LEAST_LABELLED = 60.0  # units of road that a name needs: some sources end it at each crossing
_FARTHEST = {OVERVIEW: 1, DETAIL: 3}  # the rank that is still drawn
_GEOMETRIES = {Form.LINE: Geometry.LINE, Form.AREA: Geometry.POLYGON}

_Spot = tuple[int, int]  # in a tile's units
Cell = tuple[int, int, int]  # level, column from the west, row from the north


@dataclass
class _Tile:
    """What comes into one, while it is filled."""

    drawn: dict[tuple[Form, int], list[Path]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[tuple[str, _Spot | None], tuple[float, int, _Spot]] = field(default_factory=dict)

    def call(self, name: str, rank: int, spot: _Spot, length: float | None = None) -> None:
        """A road that comes in many pieces is named at its longest; two houses of one name are
        two."""
        key = (name, spot if length is None else None)
        longest = self.labels.get(key, (-1.0, 0, spot))[0]
        if (length or 0.0) > longest:
            self.labels[key] = (length or 0.0, rank, spot)


def tiles_of(shapes: Iterable[Shape], kind: LayerKind, layer_id: str) -> dict[Cell, bytes]:
    """Raise MapRefused where they reach too far, or one square has too much in it.

    A tile may have two layers of one kind, and no two of one name: each is called by its id.
    """
    filled: dict[Cell, _Tile] = defaultdict(_Tile)
    for shape in shapes:
        for level in (OVERVIEW, DETAIL):
            if is_drawn(shape, kind, level):
                _fill(filled, shape, level)
        if len(filled) > MOST_TILES:
            raise MapRefused("area_too_large")
    made = {cell: _written(tile, kind, layer_id, cell[0]) for cell, tile in filled.items()}
    if any(len(data) > LARGEST_TILE for data in made.values()):
        raise MapRefused("too_dense")
    return {cell: data for cell, data in made.items() if data}


def is_drawn(shape: Shape, kind: LayerKind, level: int) -> bool:
    if level == DETAIL:
        return True
    if kind is LayerKind.BUILDINGS:
        return False
    return kind not in (LayerKind.ROADS, LayerKind.PLACES) or shape.rank <= _FARTHEST[level]


def units(point: Point, level: int) -> Point:
    """From the world's north-west corner, in units of a tile of that level."""
    lon, lat = point
    side = 2**level * EXTENT
    return (lon + 180) / 360 * side, (1 - asinh(tan(radians(lat))) / pi) / 2 * side


def degrees_of(cell: Cell) -> tuple[float, float, float, float]:
    """West, south, east and north of a square."""
    level, x, y = cell
    many = 2**level
    south, north = (degrees(atan(sinh(pi * (1 - 2 * at / many)))) for at in (y + 1, y))
    return x / many * 360 - 180, south, (x + 1) / many * 360 - 180, north


def _fill(filled: dict[Cell, _Tile], shape: Shape, level: int) -> None:
    parts = [[units(point, level) for point in part] for part in shape.parts]
    if shape.form is Form.SPOT:
        _call(filled, shape, level, parts[0][0])
    elif shape.form is Form.LINE:
        _fill_line(filled, shape, level, simplified(parts[0], _TOLERANCE[level]))
    else:
        _fill_area(filled, shape, level, parts)


def _call(filled: dict[Cell, _Tile], shape: Shape, level: int, at: Point) -> None:
    x, y = floor(at[0] / EXTENT), floor(at[1] / EXTENT)
    spot = (int(at[0] - x * EXTENT), int(at[1] - y * EXTENT))
    filled[level, x, y].call(shape.name, shape.rank, spot)


def _fill_line(filled: dict[Cell, _Tile], shape: Shape, level: int, line: Line) -> None:
    for x, y in _reached(line):
        for piece in cut_line(line, _box(x, y)):
            path = _path(piece, x, y)
            if len(path) < LEAST_LINE:
                continue
            tile = filled[level, x, y]
            tile.drawn[Form.LINE, shape.rank].append(path)
            length = _length(piece)
            if shape.name and length >= _LEAST_LABELLED:
                spot = _middle(path)
                if all(0 <= each < EXTENT for each in spot):
                    tile.call(shape.name, shape.rank, spot, length)


def _fill_area(
    filled: dict[Cell, _Tile], shape: Shape, level: int, rings: list[list[Point]]
) -> None:
    if abs(area_of(rings[0])) < _LEAST_AREA[level]:
        return
    kept = [simplified(ring, _TOLERANCE[level])[:-1] for ring in rings]
    if len(kept[0]) < LEAST_RING:
        return
    for x, y, parts in _squares(kept):
        paths = [_path(part, x, y) for part in parts]
        whole = [
            turned(path, is_hole=at > 0) for at, path in enumerate(paths) if len(path) >= LEAST_RING
        ]
        if whole:
            filled[level, x, y].drawn[Form.AREA, shape.rank] += whole
    if shape.name:
        _call(filled, shape, level, _centre(kept[0]))


def _squares(rings: list[list[Point]]) -> Iterator[tuple[int, int, list[list[Point]]]]:
    """By columns first: an area of many squares is not cut whole for each."""
    for x in _range(rings[0], 0):
        column = [cut_ring(ring, 0, *_reach(x)) for ring in rings]
        if not column[0]:
            continue
        for y in _range(column[0], 1):
            parts = [cut_ring(ring, 1, *_reach(y)) for ring in column if ring]
            if parts[0]:
                yield x, y, [part for part in parts if part]


def _range(line: Line, axis: int) -> range:
    numbers = [point[axis] for point in line]
    first, last = min(numbers) - _BUFFER, max(numbers) + _BUFFER
    found = range(floor(first / EXTENT), floor(last / EXTENT) + 1)
    if len(found) > MOST_TILES:
        raise MapRefused("area_too_large")
    return found


def _reached(line: Line) -> Iterator[tuple[int, int]]:
    """Each square that one of its segments may come into."""
    seen: set[tuple[int, int]] = set()
    for pair in itertools.pairwise(line):
        columns, rows = _range(pair, 0), _range(pair, 1)
        if len(columns) * len(rows) > MOST_TILES:
            raise MapRefused("area_too_large")
        seen.update((x, y) for x in columns for y in rows)
    yield from sorted(seen)


def _reach(at: int) -> tuple[float, float]:
    return at * EXTENT - _BUFFER, (at + 1) * EXTENT + _BUFFER


def _box(x: int, y: int) -> Box:
    (west, east), (north, south) = _reach(x), _reach(y)
    return west, north, east, south


def _path(line: Line, x: int, y: int) -> list[tuple[int, int]]:
    """In the tile's own whole units, no point twice in a row."""
    found: list[tuple[int, int]] = []
    for east, south in line:
        spot = (round(east - x * EXTENT), round(south - y * EXTENT))
        if not found or found[-1] != spot:
            found.append(spot)
    return found


def _length(line: Line) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(line))


def _middle(path: Path) -> tuple[int, int]:
    left = _length(path) / 2
    for (ax, ay), (bx, by) in itertools.pairwise(path):
        step = hypot(bx - ax, by - ay)
        if step >= left:
            share = left / step
            return round(ax + share * (bx - ax)), round(ay + share * (by - ay))
        left -= step
    return path[-1]


def _centre(ring: Line) -> Point:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _written(tile: _Tile, kind: LayerKind, layer_id: str, level: int) -> bytes:
    """Shapes of one rank are one feature; names are points beside them, the important first."""
    drawn = [
        Feature(_GEOMETRIES[form], paths, {"rank": rank})
        for (form, rank), paths in sorted(tile.drawn.items())
        if kind is not LayerKind.PLACES
    ]
    named = sorted(
        tile.labels.items(), key=lambda item: (item[1][1], -item[1][0], item[0][0], item[1][2])
    )
    labels = [
        Feature(Geometry.POINT, [[spot]], {"name": name, "rank": rank})
        for (name, _), (_, rank, spot) in named[: MOST_LABELS[level]]
    ]
    shown = layer(f"{kind.value}/{layer_id}", drawn) if drawn else b""
    return shown + (layer(f"{kind.value}.names/{layer_id}", labels) if labels else b"")
