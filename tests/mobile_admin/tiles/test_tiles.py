"""From a file of an administrator to the squares that phones draw."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_admin.tiles import box
from mobile_admin.tiles.cut import area_of, cut_line, cut_ring, simplified
from mobile_admin.tiles.grid import DETAIL, OVERVIEW, units
from mobile_admin.tiles.shapes import LayerKind
from mobile_admin.tiles.vector import EXTENT
from tests.support.vector_tiles import ReadFeature, read_tile

SEOUL = (126.9780, 37.5665)
Made = dict[tuple[int, int, int], dict[str, list[ReadFeature]]]


def feature(kind: str, coordinates: Any, **facts: object) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": facts, "geometry": geometry}


def made(kind: LayerKind, *features: Any) -> tuple[dict[str, Any], Made]:
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    head, _, rest = box.made(data, kind, "l1").partition(b"\n")
    told = json.loads(head)
    found, at = {}, 0
    for level, x, y, size in told.get("tiles", []):
        layers = read_tile(rest[at : at + size])
        found[level, x, y] = {name.removesuffix("/l1"): each for name, each in layers.items()}
        at += size
    assert at == len(rest)
    return told, found


def cell(level: int, lon: float, lat: float) -> tuple[int, int, int]:
    x, y = units((lon, lat), level)
    return level, int(x // EXTENT), int(y // EXTENT)


def around(lon: float, lat: float, by: float) -> list[list[float]]:
    ring = [(lon - by, lat - by), (lon + by, lat - by), (lon + by, lat + by), (lon - by, lat + by)]
    return [list(point) for point in [*ring, ring[0]]]


def test_a_road_lies_where_it_is_with_its_rank_and_its_name() -> None:
    """[MP2]"""
    lon, lat = SEOUL
    line = [[lon - 0.003, lat], [lon + 0.003, lat]]
    told, found = made(LayerKind.ROADS, feature("LineString", line, RN="마루로", ROA_CLS_SE="2"))
    assert (told["shapes"], told["left"]) == (1, {})
    tile = found[cell(DETAIL, lon, lat)]
    [road] = tile["roads"]
    [named] = tile["roads.names"]
    assert (road.kind, road.tags) == (2, {"rank": 0})
    assert named.tags == {"name": "마루로", "rank": 0}
    x, y = units((lon, lat), DETAIL)
    assert {spot[1] for path in road.paths for spot in path} == {round(y % EXTENT)}
    ends = [units((lon + by, lat), DETAIL)[0] - x // EXTENT * EXTENT for by in (-0.003, 0.003)]
    drawn = sorted(spot[0] for path in road.paths for spot in path)
    assert (drawn[0], drawn[-1]) == (max(-64, round(ends[0])), min(EXTENT + 64, round(ends[1])))
    assert cell(OVERVIEW, lon, lat) in found


def test_what_is_small_is_not_seen_from_far() -> None:
    """[MP2]"""
    lon, lat = SEOUL
    line = [[lon, lat], [lon + 0.001, lat + 0.001]]
    alley = feature("LineString", line, highway="footway")
    house = feature("Polygon", [around(lon, lat, 0.0002)], BULD_NM="시청")
    for kind, each in ((LayerKind.ROADS, alley), (LayerKind.BUILDINGS, house)):
        _, found = made(kind, each)
        assert {level for level, _, _ in found} == {DETAIL}
    _, found = made(LayerKind.BUILDINGS, house)
    assert [f.tags["name"] for f in found[cell(DETAIL, lon, lat)]["buildings.names"]] == ["시청"]


def test_a_lake_of_many_squares_fills_each_of_them_and_keeps_its_island() -> None:
    """[MP2] As much of the ground is blue in the tiles as in the file."""
    lon, lat = SEOUL
    lake, island = around(lon, lat, 0.05), around(lon, lat, 0.01)
    _, found = made(LayerKind.WATER, feature("Polygon", [lake, island]))
    drawn = 0.0
    for (level, _, _), tile in found.items():
        for each in tile["water"] if level == DETAIL else ():
            inner = [[(clamp(x), clamp(y)) for x, y in path] for path in each.paths]
            drawn += sum(area_of(path) for path in inner)
    rings = [[units((x, y), DETAIL) for x, y in ring[:-1]] for ring in (lake, island)]
    expected = abs(area_of(rings[0])) - abs(area_of(rings[1]))
    assert drawn == pytest.approx(expected, rel=0.001)


def clamp(number: int) -> int:
    return max(0, min(EXTENT, number))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not_geojson"),
        (b"PK\x03\x04", "broken_zip"),
        ('{"type": "도로"}'.encode("cp949"), "not_utf8"),
        (b'{"type": ["x"]}', "not_geojson"),
        (b"[" * 100_000, "not_geojson"),
        (b'{"type": "Topology"}', "not_geojson"),
        (b'{"type": "FeatureCollection", "features": 3}', "not_geojson"),
        (b'{"type": "LineString", "coordinates": [[1, 2], ["x", 3]]}', "not_geojson"),
        (b'{"type": "LineString", "coordinates": [[1, 2], [1e999, 3]]}', "not_degrees"),
        (b'{"type": "LineString", "coordinates": [[953898, 1952035], [953899, 1]]}', "not_degrees"),
        (b'{"type": "Point", "coordinates": [127, 37]}', "nothing_to_draw"),
        (b'{"type": "LineString", "coordinates": [[-179, -80], [179, 80]]}', "area_too_large"),
    ],
)
def test_what_is_no_map_is_told_by_a_code(data: bytes, problem: str) -> None:
    """[MP2]"""
    assert json.loads(box.made(data, LayerKind.ROADS, "l1")) == {"problem": problem}


def test_what_was_left_out_is_counted() -> None:
    """[MP2]"""
    line = [[127, 37], [127.001, 37]]
    told, _ = made(
        LayerKind.ROADS,
        feature("LineString", line),
        feature("Point", [127, 37]),
        feature("LineString", [[127, 37]]),
        feature("LineString", []),
        {"type": "Feature", "properties": None, "geometry": None},
    )
    assert (told["shapes"], told["left"]) == (1, {"other_form": 1, "empty": 2})


def test_each_house_has_its_name_and_a_road_of_many_pieces_has_one() -> None:
    """[MP2]"""
    lon, lat = SEOUL
    spots = [(lon + x * 0.0005, lat + y * 0.0005) for x in range(15) for y in range(13)]
    houses = [feature("Polygon", [around(*at, 0.0001)], BULD_NM="101동") for at in spots]
    _, found = made(LayerKind.BUILDINGS, *houses)
    named = [f.tags["name"] for tile in found.values() for f in tile.get("buildings.names", [])]
    assert named == ["101동"] * len(spots)
    pieces = [[[lon + at, lat], [lon + at + 0.001, lat]] for at in (0.0, 0.001, 0.002)]
    _, found = made(LayerKind.ROADS, *(feature("LineString", p, RN="마루로") for p in pieces))
    assert len(found[cell(DETAIL, lon, lat)]["roads.names"]) == 1


def test_an_empty_point_and_a_stray_one_spoil_no_file() -> None:
    """[MP2]"""
    names = [feature("Point", [127 + at / 1000, 37], name=f"{at}동") for at in range(200)]
    stray = feature("Point", [0, 0], name="바다")
    told, _ = made(LayerKind.PLACES, feature("Point", [], name="빈 점"), stray, *names)
    assert (told["left"], told["bounds"][0] > 126) == ({"empty": 1}, True)


numbers = st.floats(-50, 150).map(lambda number: round(number, 3))
points = st.tuples(numbers, numbers)
lines = st.lists(points, min_size=2, max_size=12)


@given(lines)
def test_no_piece_of_a_line_leaves_its_box(line: list[tuple[float, float]]) -> None:
    """[MP2]"""
    for piece in cut_line(line, (0, 0, 100, 100)):
        assert len(piece) >= 2
        assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 100 + 1e-6 for x, y in piece)


@given(st.lists(points, min_size=3, max_size=12))
def test_no_part_of_an_area_leaves_its_strip(ring: list[tuple[float, float]]) -> None:
    """[MP2]"""
    assert all(-1e-6 <= x <= 100 + 1e-6 for x, _ in cut_ring(ring, 0, 0, 100))


@given(lines, st.floats(0, 20))
def test_fewer_points_are_never_farther_off_than_was_said(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    """[MP2] Each point of the line lies that near to what was kept of it."""
    kept = simplified(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    for point in line:
        assert min(away(point, a, b) for a, b in itertools.pairwise(kept)) <= (tolerance + 1e-6)


def away(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """By complex numbers, so that it is not what it tests."""
    p, start, end = complex(*point), complex(*a), complex(*b)
    way = end - start
    if way == 0:
        return abs(p - start)
    share = ((p - start) * way.conjugate()).real / abs(way) ** 2
    return abs(p - (start + max(0.0, min(1.0, share)) * way))
