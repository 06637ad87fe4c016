"""The map of 한빛특별시, which is nowhere: streets, houses, a river and parks."""

import json
from collections.abc import Iterator, Sequence
from math import cos, hypot, pi, radians, sin
from random import Random
from typing import Any

from mobile_admin.maps.model import LayerWish
from mobile_admin.tiles.shapes import LayerKind
from workplace.demo.cast import Cast
from workplace.wiring import Workplace

SOURCE = "연습용 그림 (실제 길이 아님)"
MIDDLE = (37.5630, 126.9825)
EAST_M, NORTH_M = 2_700, 2_100  # from the middle
BLOCK_M = 150
_METRE_NORTH = 1 / 111_320
_METRE_EAST = _METRE_NORTH / cos(radians(MIDDLE[0]))
RIVER_WIDTH_M = 90
EMPTY_LOTS = 0.18  # share
_PARK_EDGE = 1.05
# Middle, and half of length and height, in metres from the middle of the city.
PARKS = (
    ("솔밭공원", -1_250, -1_350, 330, 210),
    ("배움숲", -1_150, 1_560, 520, 260),
    ("바다마루공원", 1_350, 150, 240, 300),
)
DISTRICTS = (("중구", -200, 330, "district"), ("서구", -1_500, 700, "district"),
             ("동구", 1_500, -500, "district"), ("남구", -500, -1_500, "district"),
             ("마루동", -520, 560, "village"), ("누리동", 250, 60, "village"),
             ("새빛동", -1_250, 330, "village"), ("꿈동", 1_150, -380, "village"),
             ("솔밭동", -250, -1_250, "village"), ("바다동", 1_900, 500, "village"))  # fmt: skip
# Number of the street from the middle, its class and its name; other streets have a number alone.
ACROSS = {0: ("trunk", "한빛대로"), 4: ("secondary", "마루로"), -5: ("secondary", "꿈길"),
          8: ("secondary", "배움길"), -8: ("secondary", "솔밭로")}  # fmt: skip
ALONG = {0: ("trunk", "온마루대로"), 4: ("secondary", "누리길"), -7: ("secondary", "새빛로"),
         10: ("secondary", "바다로")}  # fmt: skip

Spot = tuple[float, float]  # metres to the east and to the north of the middle


def load(workplace: Workplace, cast: Cast) -> None:
    """Twice is once. The worker makes the tiles, as for anybody."""
    actor = cast.actor("minho.jung")
    maps = workplace.field.maps
    if maps.list_layers(actor)[0]:
        return
    for kind, features in layers().items():
        data = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        maps.add(actor, LayerWish(kind, f"한빛특별시 {kind.value}.geojson", SOURCE), data.encode())


def layers() -> dict[LayerKind, list[dict[str, Any]]]:
    random = Random("한빛특별시")  # noqa: S311 - the same city each time
    return {
        LayerKind.GREEN: [_area(_park(*park[1:], random), name=park[0]) for park in PARKS],
        LayerKind.WATER: [_area(_river(), name="한빛천")],
        LayerKind.BUILDINGS: list(_houses(random)),
        LayerKind.ROADS: list(_streets()),
        LayerKind.PLACES: [
            _feature("Point", _degrees((east, north)), name=name, place=place)
            for name, east, north, place in DISTRICTS
        ],
    }


def _streets() -> Iterator[dict[str, Any]]:
    for at in range(-NORTH_M // BLOCK_M, NORTH_M // BLOCK_M + 1):
        line = [_bent((x, at * BLOCK_M)) for x in range(-EAST_M, EAST_M + 1, 50)]
        yield from _street(line, *ACROSS.get(at, ("residential", f"마루로{at + 15}길")))
    for at in range(-EAST_M // BLOCK_M, EAST_M // BLOCK_M + 1):
        line = [_bent((at * BLOCK_M, y)) for y in range(-NORTH_M, NORTH_M + 1, 50)]
        yield from _street(line, *ALONG.get(at, ("residential", f"누리길{at + 19}길")))


def _street(line: list[Spot], highway: str, name: str) -> Iterator[dict[str, Any]]:
    """Only main roads have a bridge, and none goes through a park but them."""
    is_main = highway == "trunk"
    pieces: list[list[Spot]] = [[]]
    for spot in line:
        if is_main or not (_is_wet(spot, 15) or (highway == "residential" and _is_green(spot))):
            pieces[-1].append(spot)
        elif pieces[-1]:
            pieces.append([])
    for piece in pieces:
        if len(piece) > 1:
            coordinates = [_degrees(spot) for spot in piece]
            yield _feature("LineString", coordinates, name=name, highway=highway)


def _houses(random: Random) -> Iterator[dict[str, Any]]:
    for x in range(-EAST_M, EAST_M, BLOCK_M):
        for y in range(-NORTH_M, NORTH_M, BLOCK_M):
            for column, row in ((0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)):
                at = (x + 33 + column * 42, y + 33 + row * 42)
                if random.random() < EMPTY_LOTS or _is_wet(_bent(at), 45) or _is_green(_bent(at)):
                    continue
                yield _area(_house(at, random))


def _house(at: Spot, random: Random) -> list[Spot]:
    width, depth = random.uniform(9, 17), random.uniform(8, 15)
    corners = ((-width, -depth), (width, -depth), (width, depth), (-width, depth))
    return [_bent((at[0] + east, at[1] + north)) for east, north in corners]


def _park(east: float, north: float, wide: float, high: float, random: Random) -> list[Spot]:
    turns = [2 * pi * step / 28 for step in range(28)]
    return [
        (east + wide * cos(turn) * reach, north + high * sin(turn) * reach)
        for turn in turns
        for reach in [random.uniform(0.86, 1.08)]
    ]


def _river() -> list[Spot]:
    middle = [(float(x), _stream(x)) for x in range(-EAST_M - 400, EAST_M + 401, 60)]
    north = [(x, y + RIVER_WIDTH_M / 2) for x, y in middle]
    return north + [(x, y - RIVER_WIDTH_M / 2) for x, y in reversed(middle)]


def _stream(east: float) -> float:
    """How far north the middle of the river is."""
    return -560 + 260 * sin(east / 900) + 90 * sin(east / 310)


def _is_wet(spot: Spot, margin: float) -> bool:
    return abs(spot[1] - _stream(spot[0])) < RIVER_WIDTH_M / 2 + margin


def _is_green(spot: Spot) -> bool:
    return any(
        hypot((spot[0] - east) / wide, (spot[1] - north) / high) < _PARK_EDGE
        for _, east, north, wide, high in PARKS
    )


def _bent(spot: Spot) -> Spot:
    """No city is a chessboard."""
    east, north = spot
    return (
        east + 70 * sin(north / 700) + 25 * sin(east / 420),
        north + 60 * sin(east / 800) + 20 * sin(north / 380),
    )


def _degrees(spot: Spot) -> list[float]:
    east, north = spot
    lon, lat = MIDDLE[1] + east * _METRE_EAST, MIDDLE[0] + north * _METRE_NORTH
    return [round(lon, 6), round(lat, 6)]


def _area(border: Sequence[Spot], **facts: str) -> dict[str, Any]:
    ring = [_degrees(spot) for spot in [*border, border[0]]]
    return _feature("Polygon", [ring], **facts)


def _feature(kind: str, coordinates: Any, **facts: str) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": facts, "geometry": geometry}
