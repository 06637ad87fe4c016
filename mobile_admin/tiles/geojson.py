"""Reads GeoJSON (RFC 7946) into shapes. The bytes are a stranger's: read in the sandbox only."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from mobile_admin.tiles.ranks import name_of, rank_of
from mobile_admin.tiles.shapes import (
    FORMS,
    LEAST,
    MOST_LATITUDE,
    MOST_LONGITUDE,
    Form,
    LayerKind,
    Line,
    MapRefused,
    Point,
    Read,
    Shape,
)

_SINGLE = {"Point": Form.SPOT, "LineString": Form.LINE, "Polygon": Form.AREA}
_MULTI = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}


def read(data: bytes, kind: LayerKind) -> Read:
    """Raise MapRefused where it is no GeoJSON, or its coordinates are no degrees."""
    try:
        found = json.loads(data)
    except UnicodeDecodeError as why:
        raise MapRefused("not_utf8") from why
    except (ValueError, RecursionError) as why:
        raise MapRefused("not_geojson") from why
    shapes, left = list[Shape](), Counter[str]()
    for facts, geometry in _features(found):
        for name, coordinates in _singles(geometry):
            form = _SINGLE.get(name)
            if form is None or form not in FORMS[kind]:
                left["other_form"] += 1
                continue
            shape = _shape(form, coordinates, rank_of(kind, facts), name_of(facts))
            if shape is None or (kind is LayerKind.PLACES and not shape.name):
                left["empty"] += 1
            else:
                shapes.append(shape)
    if not shapes:
        raise MapRefused("nothing_to_draw")
    return Read(shapes, left)


def _features(found: Any) -> Iterator[tuple[dict[str, object], Any]]:
    kind = _type_of(found)
    if kind == "FeatureCollection" and isinstance(found.get("features"), list):
        for each in found["features"]:
            yield from _features(each)
    elif kind == "Feature":
        facts = found.get("properties")
        yield (facts if isinstance(facts, dict) else {}), found.get("geometry")
    elif kind in _SINGLE or kind in _MULTI or kind == "GeometryCollection":
        yield {}, found
    else:
        raise MapRefused("not_geojson")


def _singles(geometry: Any) -> Iterator[tuple[str, Any]]:
    """A geometry in its parts; of one without coordinates there are none."""
    if not isinstance(geometry, dict):
        return
    kind, coordinates = _type_of(geometry), geometry.get("coordinates")
    if kind == "GeometryCollection":
        members = geometry.get("geometries")
        for each in members if isinstance(members, list) else ():
            yield from _singles(each)
    elif kind in _MULTI and isinstance(coordinates, list):
        for each in coordinates:
            yield _MULTI[kind], each
    elif coordinates is not None:
        yield kind, coordinates


def _type_of(found: Any) -> str:
    """Empty where it has none."""
    kind = found.get("type") if isinstance(found, dict) else None
    return kind if isinstance(kind, str) else ""


def _shape(form: Form, coordinates: Any, rank: int, name: str) -> Shape | None:
    if form is Form.SPOT:
        # RFC 7946, 3.1: of an empty geometry the coordinates are empty.
        parts: Iterable[Line | None] = [_line([coordinates])] if coordinates else []
    elif form is Form.LINE:
        parts = [_line(coordinates)]
    else:
        parts = [_line(ring) for ring in coordinates] if isinstance(coordinates, list) else []
    whole = [part for part in parts if part and len(part) >= LEAST[form]]
    return Shape(form, whole, rank, name) if whole else None


def _line(coordinates: Any) -> list[Point] | None:
    if not isinstance(coordinates, list):
        return None
    return [_point(each) for each in coordinates]


def _point(position: Any) -> Point:
    try:
        lon, lat = float(position[0]), float(position[1])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as why:
        raise MapRefused("not_geojson") from why
    if not (
        isfinite(lon) and isfinite(lat) and abs(lon) <= MOST_LONGITUDE and abs(lat) <= MOST_LATITUDE
    ):
        raise MapRefused("not_degrees")
    return lon, lat
