"""Writes Mapbox Vector Tiles 2.1 (github.com/mapbox/vector-tile-spec), as far as the map needs it.

Layers may be joined by joining their bytes: a tile is a protobuf message of repeated layers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mobile_admin.tiles.cut import area_of

EXTENT = 4096
VERSION = 2
MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7
_VARINT, _BYTES = 0, 2
_LOW, _MORE = 0x7F, 0x80  # of a byte of a varint

Spot = tuple[int, int]
Path = Sequence[Spot]


class Geometry(IntEnum):
    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True)
class Feature:
    """Of an area each path is a ring without its first point again; a border comes before its
    holes."""

    geometry: Geometry
    paths: Sequence[Path]
    tags: Mapping[str, str | int]


def layer(name: str, features: Iterable[Feature]) -> bytes:
    """A tile of one layer."""
    keys: dict[str, int] = {}
    values: dict[str | int, int] = {}
    written = [_field(2, _feature(each, keys, values)) for each in features]
    body = [
        _field(1, name.encode()),
        *written,
        *(_field(3, key.encode()) for key in keys),
        *(_field(4, _value(value)) for value in values),
        _number(5, EXTENT),
        _number(15, VERSION),
    ]
    return _field(3, b"".join(body))


def _feature(feature: Feature, keys: dict[str, int], values: dict[str | int, int]) -> bytes:
    tags = [
        index
        for key, value in feature.tags.items()
        for index in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
    ]
    commands = _commands(feature)
    return _field(2, _packed(tags)) + _number(3, feature.geometry) + _field(4, _packed(commands))


def _commands(feature: Feature) -> list[int]:
    found: list[int] = []
    at = (0, 0)
    is_area = feature.geometry is Geometry.POLYGON
    for path in feature.paths:
        found.append(MOVE_TO | 1 << 3)
        found += _steps(at, path[:1])
        if len(path) > 1:
            found.append(LINE_TO | (len(path) - 1) << 3)
            found += _steps(path[0], path[1:])
        if is_area:
            found.append(CLOSE_PATH | 1 << 3)
        at = path[-1]
    return found


def _steps(start: Spot, path: Path) -> list[int]:
    x, y = start
    found: list[int] = []
    for to_x, to_y in path:
        found += (_zigzag(to_x - x), _zigzag(to_y - y))
        x, y = to_x, to_y
    return found


def turned(ring: Path, *, is_hole: bool) -> Path:
    """A border goes clockwise on the screen, a hole the other way (4.3.4.4 of the standard)."""
    return ring if (area_of(ring) > 0) != is_hole else ring[::-1]


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _value(value: str | int) -> bytes:
    return _field(1, value.encode()) if isinstance(value, str) else _number(5, value)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _field(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(data)) + data


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > _LOW:
        found.append(number & _LOW | _MORE)
        number >>= 7
    found.append(number)
    return bytes(found)
